"""How wide text is and where it breaks."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qbrgen.renderers.measure import LINE_HEIGHT, Span, count_lines, covered, fit, height_of, text_width, widest_word
from qbrgen.renderers.measure.fit import line_ends


def lines_of(text: str, width: float, size: float = 10) -> list[str]:
    ends = line_ends((Span(text),), width, size)
    return [text[first:last] for first, last in itertools.pairwise((0, *ends))]


def test_widths_are_those_of_calibri() -> None:
    # Calibri's own advances over 2048: n 1076, a space 463, digits 1038.
    assert text_width((Span("n"),), 2048) == 1076
    assert text_width((Span(" "),), 2048) == 463
    assert text_width((Span("0123456789"),), 2048) == 10380


def test_bold_is_wider_and_a_wider_family_too() -> None:
    plain = text_width((Span("Quarterly review"),), 10)
    assert text_width((Span("Quarterly review", bold=True),), 10) > plain
    assert text_width((Span("Quarterly review", family="Verdana"),), 10) > plain
    assert text_width((Span("Quarterly review", family="No Such Face"),), 10) >= plain * 1.25


def test_a_no_break_space_is_as_wide_as_a_space_and_covered() -> None:
    assert text_width((Span("\u00a0"),), 10) == text_width((Span(" "),), 10)
    assert covered("29\u00a0% of 1\u202f200")


def test_scripts_that_the_face_lacks_have_a_width() -> None:
    assert text_width((Span("漢"),), 10) == 10
    assert text_width((Span("e\u0301"),), 10) == text_width((Span("e"),), 10)
    assert text_width((Span("🚀"),), 10) > 10
    assert text_width((Span("ہ"),), 10) > 0
    assert not covered("漢")


def test_a_line_breaks_at_spaces_and_the_space_hangs() -> None:
    width = text_width((Span("three words"),), 10) / 0.985
    assert lines_of("three words here", width) == ["three words ", "here"]


def test_a_line_breaks_after_a_hyphen_between_letters_only() -> None:
    assert lines_of("time-to-value", text_width((Span("time-to-"),), 10) / 0.98) == ["time-to-", "value"]
    assert len(lines_of("a -5", text_width((Span("a -"),), 10) / 0.98)) == 2


def test_no_break_spaces_keep_a_number_with_its_unit() -> None:
    assert lines_of("worth 29\u00a0days", text_width((Span("worth 29"),), 10) / 0.98) == ["worth ", "29\u00a0days"]


def test_a_word_longer_than_the_line_breaks_anywhere() -> None:
    assert count_lines((Span("x" * 100),), text_width((Span("x" * 25),), 10) / 0.98, 10) == 4


def test_chinese_breaks_between_characters_but_not_before_a_full_stop() -> None:
    assert lines_of("一二三。四", 31) == ["一二", "三。四"]


def test_line_breaks_in_the_text_begin_new_lines() -> None:
    assert count_lines((Span("one\ntwo\n"),), 1000, 10) == 3
    assert count_lines((Span(""),), 100, 10) == 1


def test_the_largest_size_that_fits_is_taken() -> None:
    span = Span("The quick brown fox jumps over the lazy dog")
    width = text_width((span,), 16) / 0.98
    assert fit((span,), width, height_of(1, 18), (18, 16, 14)).size == 16
    assert fit((span,), width, height_of(2, 18), (18, 16, 14)).size == 18
    narrow = fit((span,), 20, 10, (18, 16))
    assert (narrow.size, narrow.fits) == (16, False)
    assert height_of(2, 10) == pytest.approx(20 * LINE_HEIGHT)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200), st.floats(5, 500), st.sampled_from([10.0, 14.0, 18.0, 28.0]))
def test_every_line_stays_within_its_width_unless_it_is_one_character(text: str, width: float, size: float) -> None:
    lines = lines_of(text, width, size)
    assert "".join(lines) == text
    for line in lines:
        bare = line.strip("\n").rstrip()
        assert len(bare) <= 1 or text_width((Span(bare),), size) <= width + size


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=120), st.floats(20, 200))
def test_more_room_never_takes_more_lines(text: str, width: float) -> None:
    assert count_lines((Span(text),), width * 2, 12) <= count_lines((Span(text),), width, 12)


def test_the_widest_word_is_what_a_column_must_hold() -> None:
    span = Span("a considerably longer word")
    assert widest_word((span,), 10) == pytest.approx(text_width((Span("considerably"),), 10))
