"""The named fields of a document, and the tags of a template held against them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from qbrgen.renderers.fields import BlockField, DocField, Field, SectionField, fields_of
from qbrgen.renderers.word.template import Prepared
from qbrgen.renderers.word.xml import Element, parse, w
from qbrgen.story.blocks import Story

_PARTS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "paragraph": (("text", "its words"), ("tone", "normal, lead, caution, missing or ask")),
    "bullets": (("heading", "text"), ("items", "list of texts"), ("ordered", "true or false")),
    "key_figures": (("items", "list: value, label, comparison, status"),),
    "table": (("columns", "list of headings"), ("rows", "list of rows of cells"), ("caption", "text")),
    "chart": (("picture", "the chart"), ("caption", "text"), ("source", "text"), ("alt", "text")),
    "quotation": (("words", "text"), ("by", "text")),
    "timeline": (("items", "list: when, what, detail, status"), ("has_status", "true or false")),
}
_DOC = ("title", "subtitle", "account", "vendor", "period", "date", "language", "internal")
_SECTION = ("title", "source", "notes", "blocks", "text", "tag", "role", "group", "others", "named")
_DOC_MORE = (*_DOC, "sections", "others", "with_role", "grouped", "text")
_TAG = re.compile(r"{{(.*?)}}|{%-?(.*?)-?%}", re.DOTALL)
_STRINGS = re.compile(r"'[^']*'|\"[^\"]*\"")
_PATH = re.compile(r"(?<![\w.])[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")
_FILTER = re.compile(r"\|\s*\w+|\bis\s+(?:not\s+)?\w+")
_WORDS = frozenset((
    "if", "elif", "else", "endif", "for", "in", "endfor", "set", "macro", "endmacro", "and", "or", "not", "is",
    "true", "false", "none", "True", "False", "None", "loop", "p", "tr", "tc", "r", "cellbg", "colspan", "hm", "vm",
    "raw", "endraw", "break", "continue", "varargs", "kwargs", "caller",
))  # fmt: skip
_FOR = re.compile(r"\bfor\s+(.+?)\s+in\b")
_MACRO = re.compile(r"\bmacro\s+(\w+)\s*\(([^)]*)\)")
_SET = re.compile(r"\bset\s+([\w\s,]+?)\s*=")
_LONGEST = 70


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field: what a template writes, what it is, an example."""

    name: str
    kind: str
    example: str


@dataclass(frozen=True, slots=True)
class UnknownTag:
    """A name that no document of this kind has: where it stands, and the field that was probably meant."""

    name: str
    place: str
    near: str = ""

    def __str__(self) -> str:
        meant = f" Did you mean '{self.near}'?" if self.near else ""
        return f"{self.place}: there is no field '{self.name}'.{meant}"


def field_rows(story: Story) -> list[FieldRow]:
    """Every field of the story; sections that each account has its own of stand under their group."""
    fields = fields_of(story)
    doc = fields["doc"]
    assert isinstance(doc, DocField)  # noqa: S101  (fields_of says so)
    rows = [
        FieldRow(f"doc.{name}", "true or false" if name == "internal" else "text", _short(getattr(doc, name)))
        for name in _DOC
    ]
    rows.append(FieldRow("doc.sections", "list of sections", "loop over it, or over doc.others('name', ...)"))
    groups = {name: value for name, value in fields.items() if isinstance(value, list)}
    grouped = {id(section) for value in groups.values() for section in value}
    for name, value in fields.items():
        if isinstance(value, list) and value:
            rows.append(FieldRow(name, "list of sections", f"{{%p for section in {name} %}}"))
            rows += _of_section("section", value[0])
        elif isinstance(value, SectionField) and id(value) not in grouped:
            rows += _of_section(name, value)
    return rows


def _of_section(name: str, section: SectionField) -> Iterator[FieldRow]:
    yield FieldRow(f"{name}.title", "text", _short(section.title))
    if section.source:
        yield FieldRow(f"{name}.source", "text", _short(section.source))
    for key, block in section.named.items():
        path = f"{name}.{key}"
        yield FieldRow(path, block.kind.replace("_", " "), _example(block))
        for part, kind in _PARTS.get(block.kind, ()):
            yield FieldRow(f"{path}.{part}", kind, _short(getattr(block, part, "")))


def _example(block: BlockField) -> str:
    return _short(block.alt) if block.kind == "chart" else _short(block.text)


def _short(value: object) -> str:
    if isinstance(value, list | tuple):
        value = next(iter(value), "")
    if not isinstance(value, str | Field | bool | int):
        return ""
    words = " ".join((value.text if isinstance(value, Field) else str(value)).split())
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"


def known_names(stories: Iterable[Story]) -> dict[str, set[str]]:
    """Every first name that any of the stories has, and what may follow it."""
    known: dict[str, set[str]] = {"doc": set(_DOC_MORE)}
    for story in stories:
        for name, value in fields_of(story).items():
            if isinstance(value, SectionField):
                known.setdefault(name, set(_SECTION)).update(value.named)
            elif isinstance(value, list):
                known.setdefault(name, set())
    return known


def unknown_tags(template: Prepared, known: Mapping[str, set[str]]) -> list[UnknownTag]:
    """The names in the template's tags that are no fields, each once for each place."""
    texts = [(place, words) for part in template.compiled for place, words in _tagged(template, part)]
    own = set().union(*(_declared(words) for _, words in texts)) if texts else set()
    found: dict[tuple[str, str], UnknownTag] = {}
    for place, words in texts:
        for path in _paths(words):
            root, _, rest = path.partition(".")
            if root in own or root in _WORDS:
                continue
            follows = known.get(root)
            if follows is None:
                near = [f"{name}.{rest}".rstrip(".") for name in difflib.get_close_matches(root, known, n=1)]
                found.setdefault((path, place), UnknownTag(path, place, *near))
            elif rest and follows and (first := rest.split(".")[0]) not in follows:
                near = [f"{root}.{name}" for name in difflib.get_close_matches(first, follows, n=1)]
                found.setdefault((path, place), UnknownTag(path, place, *near))
    return list(found.values())


def unused_fields(template: Prepared, known: Sequence[str]) -> list[str]:
    """The sections that no tag names; a template that loops over `doc.sections` or `doc.others` names them all."""
    words = " ".join(words for part in template.compiled for _, words in _tagged(template, part))
    if re.search(r"doc\.(sections|others)", words):
        return []
    used = {path.split(".")[0] for tag in _TAG.finditer(words) for path in _PATH.findall(tag[1] or tag[2])}
    return [name for name in known if name not in used]


def _declared(words: str) -> set[str]:
    """Names that the template makes itself: of loops, macros and their arguments, and set."""
    names: set[str] = set()
    for tag in _TAG.finditer(words):
        inside = tag[1] or tag[2] or ""
        for found in (*_FOR.findall(inside), *_SET.findall(inside)):
            names.update(part.strip(" ()") for part in found.split(","))
        for name, arguments in _MACRO.findall(inside):
            names |= {name, *(part.split("=")[0].strip() for part in arguments.split(","))}
    return names


def _paths(words: str) -> Iterator[str]:
    for tag in _TAG.finditer(words):
        bare = _FILTER.sub(" ", _STRINGS.sub(" ", tag[1] or tag[2] or ""))
        yield from _PATH.findall(bare)


def _tagged(template: Prepared, part: str) -> Iterator[tuple[str, str]]:
    """Each paragraph with tags: its place in words, its text."""
    root = parse(template.parts[part])
    where = "" if part == template.document else f"{part.rsplit('/', 1)[-1].removesuffix('.xml')}, "
    tables = list(root.iter(w("tbl")))
    for number, paragraph in enumerate(root.iter(w("p")), start=1):
        words = "".join(text.text or "" for text in paragraph.iter(w("t")))
        if _TAG.search(words):
            said = " ".join(words.split())[:60]
            yield f"{where}{_cell(paragraph, tables) or f'paragraph {number}'} ('{said}')", words


def _cell(paragraph: Element, tables: Sequence[Element]) -> str:
    cell = next(iter(paragraph.iterancestors(w("tc"))), None)
    row = next(iter(paragraph.iterancestors(w("tr"))), None)
    table = next(iter(paragraph.iterancestors(w("tbl"))), None)
    if cell is None or row is None or table is None:
        return ""
    across = [each for each in row if each.tag == w("tc")].index(cell) + 1 if cell.getparent() is row else 1
    down = list(table.iter(w("tr"))).index(row) + 1
    return f"table {tables.index(table) + 1}, row {down}, cell {across}"
