"""weex_runtime.module_docs.docstrings: the parts of a docstring."""

from __future__ import annotations

from weex_runtime.module_docs.docstrings import parse

WHOLE = """Add an event
    to the calendar.

    It is there at once, on
    each account.

    Args:
        title: What the calendar shows:
            one line.
        at_ms, until_ms: Milliseconds since 1970.
        *more (list): Whatever else: notes.

    Returns:
        Its id,
        as text.

    Raises:
        ModuleError: Never.

    Android: the title is cut
        at 40 characters.
    iOS: asks the user
    first.

    H5: there is none.
    Here: nothing is shown.
    Source: Android CalendarModule.java,
    add().

    The end.
    """


def test_summary_and_each_paragraph_of_a_docstring_become_one_line() -> None:
    doc = parse(WHOLE)
    assert doc.summary == "Add an event to the calendar."
    assert doc.text == "It is there at once, on each account.\n\nThe end."


def test_args_section_of_a_docstring_may_wrap_over_lines() -> None:
    assert parse(WHOLE).arguments == {
        "title": "What the calendar shows: one line.",
        "at_ms": "Milliseconds since 1970.",
        "until_ms": "Milliseconds since 1970.",
        "more": "Whatever else: notes.",
    }


def test_returns_and_source_sections_of_a_docstring_may_wrap_over_lines() -> None:
    doc = parse(WHOLE)
    assert (doc.returns, doc.source) == ("Its id, as text.", "Android CalendarModule.java, add().")


def test_docstring_lines_that_start_with_a_platform_are_differences() -> None:
    assert parse(WHOLE).differences == {
        "android": "the title is cut at 40 characters.",
        "ios": "asks the user first.",
        "web": "there is none.",
        "here": "nothing is shown.",
    }


def test_source_note_at_the_end_of_a_paragraph_is_removed_from_the_text() -> None:
    doc = parse("Open it.\n\nIt is new. Source: Android X.java,\niOS X.m.\n\nMore.")
    assert (doc.text, doc.source) == ("It is new.\n\nMore.", "Android X.java, iOS X.m.")


def test_platform_name_inside_a_docstring_line_is_not_a_difference() -> None:
    doc = parse("Open it (Android: a dialog).\n\nOn iOS: a sheet.")
    assert (doc.summary, doc.text) == ("Open it (Android: a dialog).", "On iOS: a sheet.")
    assert doc.differences == {}


def test_attributes_section_of_a_docstring_is_read_like_args() -> None:
    doc = parse("What comes.\n\nAttributes:\n    delay: Seconds.\n")
    assert doc.arguments == {"delay": "Seconds."}


def test_all_parts_of_a_missing_docstring_are_empty() -> None:
    doc = parse(None)
    assert (doc.summary, doc.text, doc.arguments, doc.differences) == ("", "", {}, {})
