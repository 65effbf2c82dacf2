"""Checks of what only components have: attributes, events that they build, an element that goes."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from typing import cast

from weex_runtime.json_values import JSONValue
from weex_runtime.module_api.component import Component, Event, events_of, props_of
from weex_runtime.module_check.calls import trial_of
from weex_runtime.module_check.recorder import described
from weex_runtime.module_check.report import Check, Finding
from weex_runtime.module_check.samples import misfit, not_json, sample
from weex_runtime.module_check.subject import Method, Subject
from weex_runtime.module_docs.components import ComponentDocs, ElementEvent
from weex_runtime.module_docs.model import Parameter

# Set on each attribute: a bundle can give any of them.
_VALUES: tuple[JSONValue, ...] = ("text", "", "12px", 5, -1, True, False, None, [], {"key": 1})


def all_of(subject: Subject) -> Iterator[Check]:
    """In order."""
    yield attributes(subject)
    yield events(subject)
    yield removal(subject)


def attributes(subject: Subject) -> Check:
    """An attribute may be given anything."""
    check = Check("attributes take what bundles give")
    docs, props = _docs(subject), props_of(_cls(subject))
    if not props:
        check.note = "no method has @component_prop"
    for attribute in docs.attributes:
        if attribute.name not in props:
            continue
        with trial_of(subject) as trial:
            page = trial.open()
            fitting = sample(attribute.type, subject.records)
            for value in (fitting, attribute.default, *_VALUES):
                if page.is_ended:
                    page = trial.open()
                trial.set_attribute(page, attribute.name, value)
                trial.settle()
                check.problems += [
                    Finding(
                        f"<{docs.name} {attribute.name}={value!r}>",
                        f"raises {failure}",
                        "None comes for what is missing, and what a device makes of the rest",
                    )
                    for failure in trial.seen.take_failures()
                ]
    return check


def events(subject: Subject) -> Check:
    """Each builder returns an event whose object is what its hint says."""
    check = Check("event builders return events")
    docs = _docs(subject)
    if not docs.events:
        check.note = "no method has @event"
    for event in docs.events:
        with trial_of(subject) as trial:
            component = cast(Component, trial.object(trial.open()))
            check.problems += _problems_of(subject, component, event)
    return check


def _problems_of(subject: Subject, component: Component, event: ElementEvent) -> Iterator[Finding]:
    builder = events_of(_cls(subject))[event.name]
    where = f"{_cls(subject).__name__}.{builder.__name__}"
    facts = _facts(builder, event.facts, subject)
    try:
        built = builder(component, **facts)
    except Exception as error:
        yield Finding(where, f"raises {described(error)} for the facts {facts}")
        return
    if not isinstance(built, Event):
        if inspect.iscoroutine(built):
            built.close()
        what = f"does not return an Event for {event.name!r}, but {type(built).__name__}"
        yield Finding(where, what, "return Event(data, dom_changes)")
        return
    data = built.data
    problem = not_json(data) or (misfit(data, event.type, subject.records) if data else "")
    if problem:
        remedy = "the hint Annotated[Event, ...] says what its object is"
        yield Finding(where, f"builds what it does not declare: {problem}", remedy)
    odd = set(built.dom_changes or ()) - {"attrs", "style"}
    if odd:
        yield Finding(
            where, f"changes {', '.join(sorted(odd))}", 'dom_changes has the keys "attrs", "style"'
        )


def removal(subject: Subject) -> Check:
    """The element goes while calls are under way."""
    check = Check("an element that goes while work is in flight raises nothing")
    methods: list[Method | None] = [*subject.methods]
    for method in methods or [None]:
        with trial_of(subject) as trial:
            page = trial.open()
            where = f"{subject.docs.name}.destroy"
            if method:
                where = method.origin
                trial.call(page, method.name, method.arguments(subject.records))
                trial.seen.take_failures()  # of the call itself: another check's
            else:
                trial.object(page)
            if page.is_ended:
                continue
            trial.remove(page)
            rests = trial.settle(subject.seconds)
            check.problems += [
                Finding(where, f"raises after its element is gone: {failure}", "look at is_gone")
                for failure in trial.seen.take_failures()
            ]
            if rests:
                check.problems.append(Finding(where, f"does not come to rest: {rests}"))
    return check


def _facts(
    builder: object, parameters: tuple[Parameter, ...], subject: Subject
) -> Mapping[str, JSONValue]:
    """Samples of the facts that have no default, by their names in Python."""
    names = list(inspect.signature(builder).parameters)[1:]  # type: ignore[arg-type]
    return {
        name: sample(parameter.type, subject.records)
        for name, parameter in zip(names, parameters, strict=False)
        if not (parameter.is_optional or parameter.is_variadic)
    }


def _docs(subject: Subject) -> ComponentDocs:
    return cast(ComponentDocs, subject.docs)


def _cls(subject: Subject) -> type[Component]:
    return cast("type[Component]", subject.cls)
