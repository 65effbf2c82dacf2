"""`weex-runtime build`: compile a single-file component, and write the bundle to a file."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from weex_runtime.cli.exit_status import DONE, WrongUsage
from weex_runtime.cli.parser import Parser
from weex_runtime.cli.shared_options import access_of, add_access_options, add_source_options
from weex_runtime.cli.terminal import log, say_file
from weex_runtime.errors import BundleError


def add_arguments(parser: Parser) -> None:
    """Add the arguments of `weex-runtime build`."""
    parser.description = (
        "Compile a .vue file or an entry script to a bundle, which devices can run too."
    )
    parser.set_defaults(command=build)
    parser.option("FILE", "path or URL of the .vue file, or of the .js file that imports it")
    parser.add_argument(
        "-o", "--output", metavar="FILE", help="the bundle; default: standard output"
    )
    parser.option("--source-map", "write FILE.map next to the bundle")
    add_source_options(parser)
    add_access_options(parser)


def build(args: argparse.Namespace) -> int:
    """Compile the component, write the bundle, and return the exit status."""
    if args.source_map and not args.output:
        raise WrongUsage("--source-map needs -o FILE: the map is written next to the bundle")
    from weex_runtime.access.page_access import PageAccess
    from weex_runtime.instance.bundle.bundle import end_of, is_source, load, path_of
    from weex_runtime.sources import cache, compile_source
    from weex_runtime.sources.source_map import source_map

    cache.is_used = not args.no_cache
    folder = os.path.dirname(os.path.abspath(args.output or args.file))
    try:
        text, url = load(args.file)
        if not is_source(text, end_of(url), "vue"):
            problem = (
                "expected a .vue file, or a .js file that imports a .vue file; to open a bundle, "
                "use `weex-runtime run`"
            )
            raise BundleError(args.file, problem)
        access = PageAccess(access_of(args), lambda: path_of(url), {})
        compiled = compile_source(
            text,
            path_of(url) or url,
            lambda address: load(address, access=access)[0],
            access,
            aliases=args.alias,
            defines=args.define,
            assets_from=folder,
            es5=True,
        )
        for note in compiled.notes:
            log(f"weex-runtime: {note}", "warn")
        if not args.output:
            say_file(compiled.text.rstrip("\n"))
            return DONE
        output = Path(args.output)
        if str(output.resolve()) in map(os.path.realpath, compiled.files.values()):
            raise BundleError(args.output, "is a source of the bundle; name another file with -o")
        output.parent.mkdir(parents=True, exist_ok=True)
        bundle = compiled.text
        if args.source_map:
            name = f"{output.name}.map"
            output.with_name(name).write_text(source_map(compiled, output.name), encoding="utf-8")
            bundle += f"//# sourceMappingURL={name}\n"
        output.write_text(bundle, encoding="utf-8")
    except OSError as error:
        file = error.filename or args.output
        problem = f"cannot be written: {error.strerror}; name another file"
        raise WrongUsage(f"--output {file}: {problem}") from None
    return DONE
