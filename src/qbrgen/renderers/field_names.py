"""The names that templates and content controls know sections and blocks by."""

from __future__ import annotations

import hashlib
import re

# Word keeps at most 64 characters of a content control's tag.
_LONGEST_TAG = 64


def field_name(key: str) -> str:
    """A stable id as a name that a template can write: deal-speed.trend -> deal_speed_trend."""
    name = re.sub(r"\W", "_", key).lower()
    return name if name[:1].isalpha() else f"n{name}"


# What a section itself is asked for; a block of one of these names is asked for as `<name>_block`.
_SECTION_NAMES = frozenset({"tag", "title", "source", "role", "group", "notes", "blocks", "named", "others", "text"})


def block_name(block_id: str) -> str:
    """The name a template asks for a block by, beside what its section itself is asked for."""
    name = field_name(block_id)
    return f"{name}_block" if name in _SECTION_NAMES else name


def control_tag(section_id: str, block_id: str = "") -> str:
    """`<section>.<block>` as a content control's tag; one too long for Word keeps its start and a digest."""
    tag = f"{section_id}.{block_id}" if block_id else section_id
    if len(tag) <= _LONGEST_TAG:
        return tag
    digest = hashlib.sha256(tag.encode()).hexdigest()[:10]
    return f"{tag[: _LONGEST_TAG - len(digest) - 1]}~{digest}"
