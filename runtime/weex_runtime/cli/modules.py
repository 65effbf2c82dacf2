"""`weex-runtime modules`: list modules, print their documentation, create new ones."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from weex_runtime.cli.exit_status import DONE
from weex_runtime.cli.parser import Parser
from weex_runtime.cli.terminal import log, reserve_output, say
from weex_runtime.errors import ModuleError
from weex_runtime.naming import did_you_mean

if TYPE_CHECKING:
    from weex_runtime.module_docs.model import Docs

_EXAMPLES = """\
examples:
  weex-runtime modules
  weex-runtime modules show modal
  weex-runtime modules show calendar --module calendar_module.py --format dts > calendar.d.ts
  weex-runtime modules new steps
"""


def add_arguments(parser: Parser) -> None:
    """Add the arguments of `weex-runtime modules`."""
    parser.description = "List the native modules with their methods."
    parser.epilog = _EXAMPLES
    parser.set_defaults(command=_list)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    show = commands.add_parser("show", help="print the documentation page of a module or component")
    show.option("NAME", "a module's name in weex.requireModule, or an element type")
    show.add_argument(
        "--format",
        choices=("markdown", "json", "dts"),
        default="markdown",
        help="Markdown page, JSON, or TypeScript declarations (default: markdown)",
    )
    show.repeatable("--module FILE[:CLASS]", "add the modules and components of a file")
    show.set_defaults(command=_show)

    new = commands.add_parser("new", help="write a module, its demo and its test")
    new.option("NAME", "letters, digits and -, like dark-scheme")
    new.option("--into DIR", "where (default: here)", default=".")
    new.set_defaults(command=_new)

    table = commands.add_parser("table", help="print a Markdown table of methods by device")
    table.set_defaults(command=_table)


def _list(args: argparse.Namespace) -> int:
    from weex_runtime.module_api.component_registry import ComponentRegistry
    from weex_runtime.module_api.registry import Registry
    from weex_runtime.module_docs.reader import read
    from weex_runtime.module_docs.signatures import javascript
    from weex_runtime.module_docs.typescript import typescript, typescript_type

    inherited: list[str] = []
    for name, entry in Registry().items():
        docs = read(entry)
        say(f"{name}  ({entry.source}, {docs.cls})", "title")
        for method in docs.methods:
            say(f"  {typescript(method)}")
            if method.summary:
                say(f"      {method.summary}")
        for event in docs.events:
            say(f"  event {event.name}: {typescript_type(event.type)}")
        inherited = [javascript(method) for method in docs.inherited]
    components = ", ".join(type_ for type_, _ in ComponentRegistry().items())
    say(f"components, documented by modules show TYPE: {components}")
    say(f"every module also has: {', '.join(inherited)}")
    return DONE


def _show(args: argparse.Namespace) -> int:
    reserve_output()
    docs = _docs_of(args.name, args.module)
    if args.format == "json":
        from weex_runtime.module_docs.json import as_json as write
    elif args.format == "dts":
        from weex_runtime.module_docs.typescript import declarations as write
    else:
        from weex_runtime.module_docs.markdown import page as write
    say(write(docs))
    return DONE


def _docs_of(name: str, locations: list[str]) -> Docs:
    """Read the documentation of the module or component with the given name.

    Args:
        locations: Files with modules and components to add to the installed ones.

    Raises:
        ModuleError: No module or component has the given name.
    """
    from weex_runtime.module_api.component_registry import ComponentRegistry
    from weex_runtime.module_api.registry import Registry
    from weex_runtime.module_dev.loader import load_modules
    from weex_runtime.module_docs.reader import read, read_component

    found = {location: load_modules(location) for location in locations}
    modules = {cls: location for location, classes in found.items() for cls in classes.modules}
    own = {cls: location for location, classes in found.items() for cls in classes.components}
    registry, components = Registry(modules), ComponentRegistry(own)
    entry = registry.get(name)
    if entry:
        return read(entry, modules.get(entry.cls, ""))
    component = components.get(name)
    if component:
        return read_component(component, own.get(component, ""))
    known = [known for known, _ in (*registry.items(), *components.items())]
    meant = did_you_mean(name, known, f"known: {', '.join(known)};", alike=0.75)
    advice = "--module FILE adds the modules and components of a file"
    raise ModuleError(f"no module or component {name!r}; {meant} {advice}")


def _new(args: argparse.Namespace) -> int:
    from weex_runtime.module_dev.scaffold import scaffold

    made = scaffold(args.name, args.into)
    for warning in made.warnings:
        log(f"weex-runtime: {warning}", "warn")
    for path in made.files:
        say(f"wrote {path}")
    say("next:", "title")
    for command in made.commands:
        say(f"  {command}")
    return DONE


def _table(args: argparse.Namespace) -> int:
    from weex_runtime.module_docs.table import table

    reserve_output()
    say(table())
    return DONE
