"""Checks of a component: its attributes, its `@event` methods, and the removal of its element."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator, Sequence

from weex_runtime.json_values import JSONValue
from weex_runtime.module_api import component as component_api
from weex_runtime.module_api.component import events_of, props_of
from weex_runtime.module_api.module import Native
from weex_runtime.module_check.report import Check, description
from weex_runtime.module_check.subject import Method, Subject
from weex_runtime.module_check.trial import Trial
from weex_runtime.module_check.values import misfit, sample
from weex_runtime.module_docs.model import Event

# The values to which the check sets each attribute. They include values of wrong types, since a
# bundle can set any value.
_VALUES: tuple[JSONValue, ...] = ("text", "", "12px", 5, -1, True, False, None, [], {"key": 1})


def checks(subject: Subject) -> Iterator[Check]:
    """Set the component's attributes, build its events, and remove its element."""
    yield attributes(subject)
    yield events(subject)
    yield removal(subject)


def attributes(subject: Subject) -> Check:
    """Set each attribute of the component to each value in `_VALUES`."""
    check = Check("attributes accept any value")
    props = props_of(subject.cls)
    if not props:
        check.note = "no method has @component_prop"
    remedy = "handle None for a missing value, and values converted from other types"
    for attribute in subject.docs.attributes:
        if attribute.name not in props:
            continue
        with Trial(subject) as trial:
            page = trial.open()
            for value in (sample(attribute.type, subject.records), attribute.default, *_VALUES):
                page = trial.open() if page.is_ended else page
                trial.run(page, f"subject.setAttr({json.dumps([attribute.name, value])[1:-1]}); ''")
                trial.settle()
                where = f"<{subject.docs.name} {attribute.name}={value!r}>"
                check.exceptions(where, trial.take_failures(), remedy=remedy)
    return check


def events(subject: Subject) -> Check:
    """Call each `@event` method, and compare the data of the `Event` with the type hint."""
    check = Check("event builders return events")
    if not subject.docs.events:
        check.note = "no method has @event"
    for event in subject.docs.events:
        with Trial(subject) as trial:
            _check_event(subject, trial.object(trial.open()), event, check)
    return check


def _check_event(subject: Subject, component: Native, event: Event, check: Check) -> None:
    builder = events_of(subject.cls)[event.name]
    where = f"{subject.cls.__name__}.{builder.__name__}"
    # The signature has the parameters in snake_case; `event.facts` has them in camelCase.
    names = list(inspect.signature(builder).parameters)[1:]
    facts = {
        name: sample(fact.type, subject.records)
        for name, fact in zip(names, event.facts, strict=False)
        if not (fact.optional or fact.variadic)
    }
    try:
        built = builder(component, **facts)
    except Exception as error:
        check.problem(where, f"raises {description(error)} for the facts {facts}")
        return
    if not isinstance(built, component_api.Event):
        if inspect.iscoroutine(built):
            built.close()
        what = f"returns {type(built).__name__} instead of an Event for {event.name!r}"
        check.problem(where, what, "return Event(data, dom_changes)")
        return
    problem = misfit(built.data, event.type, subject.records) if built.data else ""
    if problem:
        remedy = "change the data, or the type in Annotated[Event, ...], so that they match"
        check.problem(where, f"builds other data than declared: {problem}", remedy)
    odd = set(built.dom_changes or ()) - {"attrs", "style"}
    if odd:
        remedy = 'dom_changes has the keys "attrs" and "style"'
        check.problem(where, f"changes {', '.join(sorted(odd))}", remedy)


def removal(subject: Subject) -> Check:
    """Remove the element while calls of the component's methods are running."""
    check = Check("an element that is removed during a call raises nothing")
    methods: Sequence[Method | None] = subject.methods or [None]
    for method in methods:
        with Trial(subject) as trial:
            page = trial.open()
            where = method.origin if method else f"{subject.docs.name}.destroy"
            trial.object(page)
            if method:
                trial.start(page, method, method.arguments)
                # ignore exceptions of these calls, since calls.py reports the exceptions
                trial.take_failures()
            if page.is_ended:
                continue
            trial.run(page, "body.removeChild(subject); ''")
            unfinished = trial.settle(subject.seconds)
            failures, when = trial.take_failures(), " after its element was removed:"
            check.exceptions(where, failures, when=when, remedy="check self.is_gone")
            if unfinished:
                check.problem(where, f"does not become idle: {unfinished}")
            if any("malformed call: callRemoveElement" in line.text for line in page.console):
                what = "breaks the element tree: JS cannot remove its element"
                remedy = "change the `children` of the component's own element only"
                check.problem(where, what, remedy)
    return check
