"""Checks of a component's attributes, of its `@event` methods, and of its element's removal."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import cast

from weex_runtime.json_values import JSONValue
from weex_runtime.module_api import component as component_api
from weex_runtime.module_api.component import Component, events_of, props_of
from weex_runtime.module_check.report import Check, Finding, description, exceptions
from weex_runtime.module_check.subject import Argument, Subject
from weex_runtime.module_check.trial import Trial
from weex_runtime.module_check.values import misfit, not_json, sample
from weex_runtime.module_docs.model import Event

# Each attribute is set to each of these: a bundle can give any value.
_VALUES: tuple[JSONValue, ...] = ("text", "", "12px", 5, -1, True, False, None, [], {"key": 1})


def checks(subject: Subject) -> Iterator[Check]:
    """Set attributes, build events, and remove the element."""
    cls = cast("type[Component]", subject.cls)
    yield attributes(subject, cls)
    yield events(subject, cls)
    yield removal(subject)


def attributes(subject: Subject, cls: type[Component]) -> Check:
    """Set each attribute to any value."""
    check = Check("attributes accept any value")
    props = props_of(cls)
    if not props:
        check.note = "no method has @component_prop"
    remedy = "handle None for a missing value, and the converted value of a wrong one"
    for attribute in subject.docs.attributes:
        if attribute.name not in props:
            continue
        with Trial(subject) as trial:
            page = trial.open()
            for value in (sample(attribute.type, subject.records), attribute.default, *_VALUES):
                page = trial.open() if page.is_ended else page
                where = f"<{subject.docs.name} {attribute.name}={value!r}>"
                check.problems += [
                    Finding(where, f"raises {description(error)}", remedy)
                    for error in trial.set_attribute(page, attribute.name, value)
                ]
    return check


def events(subject: Subject, cls: type[Component]) -> Check:
    """Call each `@event` method, and compare its `Event` with the type hint."""
    check = Check("event builders return events")
    if not subject.docs.events:
        check.note = "no method has @event"
    for event in subject.docs.events:
        with Trial(subject) as trial:
            component = cast(Component, trial.object(trial.open()))
            check.problems += _event_problems(subject, cls, component, event)
    return check


def _event_problems(
    subject: Subject, cls: type[Component], component: Component, event: Event
) -> Iterator[Finding]:
    builder = events_of(cls)[event.name]
    where = f"{cls.__name__}.{builder.__name__}"
    # Names in Python; the documentation has them in camelCase.
    names = list(inspect.signature(builder).parameters)[1:]
    facts = {
        name: sample(fact.type, subject.records)
        for name, fact in zip(names, event.facts, strict=False)
        if not (fact.optional or fact.variadic)
    }
    try:
        built = builder(component, **facts)
    except Exception as error:
        yield Finding(where, f"raises {description(error)} for the facts {facts}")
        return
    if not isinstance(built, component_api.Event):
        if inspect.iscoroutine(built):
            built.close()
        what = f"does not return an Event for {event.name!r}, but {type(built).__name__}"
        yield Finding(where, what, "return Event(data, dom_changes)")
        return
    data = built.data
    problem = not_json(data) or (misfit(data, event.type, subject.records) if data else "")
    if problem:
        remedy = "correct the data, or its type in Annotated[Event, ...]"
        yield Finding(where, f"builds other data than declared: {problem}", remedy)
    odd = set(built.dom_changes or ()) - {"attrs", "style"}
    if odd:
        what = f"changes {', '.join(sorted(odd))}"
        yield Finding(where, what, 'dom_changes has the keys "attrs" and "style"')


def removal(subject: Subject) -> Check:
    """Remove the element while calls are under way."""
    check = Check("an element that is removed during a call raises nothing")
    for method in (*subject.methods, *[None] * (not subject.methods)):
        with Trial(subject) as trial:
            page, where = trial.open(), f"{subject.docs.name}.destroy"
            if method:
                where = method.origin
                trial.start(page, method, method.arguments(subject.records))
                trial.take_failures()  # exceptions of the call belong to another check
            else:
                trial.object(page)
            if page.is_ended:
                continue
            trial.order(page, {"element": "body"}, "removeChild", [Argument("element")])
            unfinished = trial.settle(subject.seconds)
            failures = trial.take_failures()
            check.problems += [
                finding._replace(remedy=finding.remedy or "check self.is_gone")
                for finding in exceptions(where, failures, when=" after its element is gone:")
            ]
            if unfinished:
                check.problems.append(Finding(where, f"does not become idle: {unfinished}"))
    return check
