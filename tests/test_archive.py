"""Archives of our own: every reader opens them, and nothing but their entries is in their bytes."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qbrgen.archive import archive, packed, packed_once
from qbrgen.errors import RenderError

NAMES = st.text(st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters='\\:*?"<>|/'), min_size=1)


@given(st.dictionaries(NAMES, st.tuples(st.binary(max_size=3000), st.booleans()), max_size=8))
def test_what_was_put_in_is_read_back_by_name(entries: dict[str, tuple[bytes, bool]]) -> None:
    made = archive((name, packed(data, deflate=deflate)) for name, (data, deflate) in entries.items())
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        assert package.testzip() is None
        assert {name: package.read(name) for name in package.namelist()} == {
            name: data for name, (data, _) in entries.items()
        }
        assert [entry.compress_type == zipfile.ZIP_DEFLATED for entry in package.infolist()] == [
            deflate for _, deflate in entries.values()
        ]


@given(st.binary(max_size=3000))
def test_what_is_kept_is_what_would_be_packed_anew(data: bytes) -> None:
    assert packed_once(data) == packed(data)
    assert packed_once(bytes(bytearray(data))) == packed(data)


def test_the_bytes_are_those_that_zipfile_writes() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name in ("ppt/slides/slide1.xml", "é.xml"):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 0
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, name.encode() * 500, compresslevel=6)
    assert (
        archive((name, packed(name.encode() * 500)) for name in ("ppt/slides/slide1.xml", "é.xml")) == out.getvalue()
    )


def test_more_parts_than_the_format_holds_are_refused_in_words() -> None:
    small = packed(b"")
    with pytest.raises(RenderError, match="more parts than the zip format holds"):
        archive((str(number), small) for number in range(65_535))
