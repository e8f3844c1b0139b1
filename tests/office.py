"""Whether Office opens a file without a repair: the Open XML SDK validator, and package invariants of our own."""

from __future__ import annotations

import io
import json
import posixpath
import re
import subprocess
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from lxml import etree

from tests.programs import office_validator

_CT = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_P14 = "{http://schemas.microsoft.com/office/powerpoint/2010/main}"
_MAIN = {
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}
# Parts that only one slide may point at; two that share one make PowerPoint offer a repair.
_ONE_OWNER = ("/notesSlide", "/chart", "/package")


def assert_office_clean(data: bytes, name: str) -> None:
    """Fail when the file (its `name` gives the extension) is not one that Office opens clean."""
    assert_all_clean({name: data})


def assert_all_clean(documents: Mapping[str, bytes]) -> None:
    """Fail when any of the files is not clean; two validators run at a time."""
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda item: (item[0], problems(item[1], item[0])), documents.items()))
    bad = {name: issues for name, issues in found if issues}
    assert not bad, "\n".join(f"{name}: {issue}" for name, issues in bad.items() for issue in issues[:12])


def problems(data: bytes, name: str) -> list[str]:
    """What is wrong with the file, by both judges."""
    return [*invariant_problems(data, name), *sdk_problems(data, name)]


def sdk_problems(data: bytes, name: str) -> list[str]:
    """What Microsoft's Open XML SDK finds."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"document{Path(name).suffix}"
        path.write_bytes(data)
        run = subprocess.run([office_validator(), path], capture_output=True, check=False, timeout=120)
    try:
        report = json.loads(run.stdout)
    except json.JSONDecodeError:
        return [f"the validator answered {run.stdout[:200]!r} {run.stderr[:200]!r}"]
    return [f"{error['path']} {error['xPath']}: {error['description']}" for error in report["errors"]]


def invariant_problems(data: bytes, name: str) -> list[str]:
    """What our own package invariants find."""
    return list(_Package(data, name).problems())


class _Package:
    """One Office file, its parts parsed."""

    def __init__(self, data: bytes, name: str) -> None:
        self.suffix = Path(name).suffix
        self.zip = zipfile.ZipFile(io.BytesIO(data))
        self.names = self.zip.namelist()
        self.parts = {entry: self.zip.read(entry) for entry in set(self.names)}
        self.xml = {
            entry: etree.fromstring(content)
            for entry, content in self.parts.items()
            if entry.endswith((".xml", ".rels"))
        }
        self.targets = dict(self._relations())

    def problems(self) -> Iterator[str]:
        yield from self._names()
        yield from self._content_types()
        yield from self._targets_there()
        yield from self._one_owner()
        yield from self._references()
        yield from self._shapes()
        yield from self._sections()
        yield from self._tables()
        yield from self._charts()
        yield from self._word()
        if self.suffix == ".pptx":
            yield from self._slides()

    def _names(self) -> Iterator[str]:
        yield from (f"part {entry} is there twice" for entry, times in Counter(self.names).items() if times > 1)
        folded = Counter(entry.lower() for entry in set(self.names))
        yield from (f"parts differ only in case: {entry}" for entry, times in folded.items() if times > 1)
        yield from (f"bad part name {entry}" for entry in self.names if "\\" in entry or entry.startswith("/"))

    def _content_types(self) -> Iterator[str]:
        root = self.xml["[Content_Types].xml"]
        defaults = {str(item.get("Extension")).lower() for item in root.iter(f"{_CT}Default")}
        overrides = [str(item.get("PartName")).lstrip("/") for item in root.iter(f"{_CT}Override")]
        yield from (f"phantom Override {entry}" for entry in overrides if entry not in self.parts)
        yield from (f"Override twice {entry}" for entry, times in Counter(overrides).items() if times > 1)
        for entry in self.parts:
            extension = entry.rsplit(".", 1)[-1].lower()
            if entry != "[Content_Types].xml" and entry not in overrides and extension not in defaults:
                yield f"no content type for {entry}"
        main = [
            item.get("PartName")
            for item in root.iter(f"{_CT}Override")
            if item.get("ContentType") == _MAIN.get(self.suffix)
        ]
        if self.suffix in _MAIN and len(main) != 1:
            yield f"{len(main)} main parts with the content type of {self.suffix}"

    def _relations(self) -> Iterator[tuple[str, list[tuple[str, str, str, bool]]]]:
        for entry, root in self.xml.items():
            if not entry.endswith(".rels"):
                continue
            folder, file = posixpath.split(entry)
            owner = posixpath.join(posixpath.dirname(folder), file[: -len(".rels")])
            base = posixpath.dirname(owner)
            rows = []
            for relation in root.iter(f"{_REL}Relationship"):
                target, external = str(relation.get("Target")), relation.get("TargetMode") == "External"
                if not external:
                    target = (
                        target.lstrip("/")
                        if target.startswith("/")
                        else posixpath.normpath(posixpath.join(base, target))
                    )
                rows.append((str(relation.get("Id")), str(relation.get("Type")), target, external))
            yield owner, rows

    def _targets_there(self) -> Iterator[str]:
        reached = {"[Content_Types].xml"}
        for owner, rows in self.targets.items():
            if owner and owner not in self.parts:
                yield f"relations of {owner}, which is not there"
            for key, times in Counter(row[0] for row in rows).items():
                if times > 1:
                    yield f"{owner} has relation {key} twice"
            for key, _, target, external in rows:
                if external and not target.startswith(("https://", "http://", "mailto:")):
                    yield f"{owner} {key} points outside to {target}"
                elif not external and target not in self.parts:
                    yield f"{owner} {key} points at {target}, which is not there"
                else:
                    reached.add(target)
        for entry in self.parts:
            if not entry.endswith(".rels") and entry not in reached:
                yield f"orphan part {entry}"

    def _one_owner(self) -> Iterator[str]:
        owners: dict[str, set[str]] = {}
        for owner, rows in self.targets.items():
            for _, kind, target, external in rows:
                # A slide and its notes point at each other: only the slide's side counts.
                if not external and kind.endswith(_ONE_OWNER):
                    owners.setdefault(target, set()).add(owner)
        yield from (f"{part} is shared by {sorted(by)}" for part, by in owners.items() if len(by) > 1)

    def _references(self) -> Iterator[str]:
        for entry, root in self.xml.items():
            if entry.endswith(".rels"):
                continue
            known = {row[0] for row in self.targets.get(entry, [])}
            for element in root.iter():
                for key, value in element.attrib.items():
                    if str(key).startswith("{" + _R + "}") and value and value not in known:
                        yield f"{entry}: dangling {key.split('}')[1]}={value}"
                    if str(value) in ("NaN", "inf", "-inf", "nan", "None"):
                        yield f"{entry}: {etree.QName(element).localname}/@{key} is {value}"

    def _shapes(self) -> Iterator[str]:
        for entry, root in self.xml.items():
            if not re.match(r"ppt/(slides|slideLayouts|slideMasters|notesSlides|notesMasters)/[^/]+\.xml$", entry):
                continue
            ids = Counter(element.get("id") for element in root.iter(f"{_P}cNvPr"))
            yield from (f"{entry}: shape id {key} used {times} times" for key, times in ids.items() if times > 1)
            for shape in root.iter(f"{_P}sp"):
                if shape.find(f"{_P}txBody") is None and entry.startswith("ppt/slides/"):
                    yield f"{entry}: a shape without txBody"
            for body in root.iter(f"{_P}txBody", f"{_A}txBody"):
                if body.find(f"{_A}p") is None:
                    yield f"{entry}: a text body without paragraph"

    def _slides(self) -> Iterator[str]:
        presentation = self.xml["ppt/presentation.xml"]
        ids = [int(str(item.get("id"))) for item in presentation.iter(f"{_P}sldId")]
        if len(ids) != len(set(ids)) or any(not 256 <= key < 2**31 for key in ids):
            yield "slide ids are not unique or out of range"
        masters = [int(str(item.get("id"))) for item in presentation.iter(f"{_P}sldMasterId")]
        layouts = [
            int(str(item.get("id")))
            for entry, root in self.xml.items()
            if entry.startswith("ppt/slideMasters/")
            for item in root.iter(f"{_P}sldLayoutId")
        ]
        if len(set(masters + layouts)) != len(masters + layouts):
            yield "master and layout ids are not unique"
        for entry in self.parts:
            if re.match(r"ppt/slides/[^/]+\.xml$", entry):
                kinds = Counter(row[1].rsplit("/", 1)[-1] for row in self.targets.get(entry, []))
                if kinds["slideLayout"] != 1:
                    yield f"{entry} has {kinds['slideLayout']} layouts"
                if kinds["notesSlide"] > 1:
                    yield f"{entry} has {kinds['notesSlide']} notes slides"
            if re.match(r"ppt/notesSlides/[^/]+\.xml$", entry):
                kinds = Counter(row[1].rsplit("/", 1)[-1] for row in self.targets.get(entry, []))
                if kinds["notesMaster"] != 1 or kinds["slide"] != 1:
                    yield f"{entry} lacks its slide or its master"
                types = {element.get("type") for element in self.xml[entry].iter(f"{_P}ph")}
                if not {"sldImg", "body"} <= types:
                    yield f"{entry} lacks its master's placeholders: {types}"

    def _sections(self) -> Iterator[str]:
        root = self.xml.get("ppt/presentation.xml")
        if root is None:
            return
        slides = [str(item.get("id")) for item in root.iter(f"{_P}sldId")]
        listed = [str(item.get("id")) for item in root.iter(f"{_P14}sldId")]
        if listed and Counter(listed) != Counter(slides):
            yield "the sections do not list each slide once"

    def _tables(self) -> Iterator[str]:
        for entry, root in self.xml.items():
            for table in root.iter(f"{_A}tbl"):
                columns = len(list(table.iter(f"{_A}gridCol")))
                for row in table.iter(f"{_A}tr"):
                    if len(row.findall(f"{_A}tc")) != columns:
                        yield f"{entry}: a table row with {len(row.findall(f'{_A}tc'))} cells in {columns} columns"
            for table in root.iter(f"{_W}tbl"):
                columns = len(table.findall(f"{_W}tblGrid/{_W}gridCol"))
                for row in table.findall(f"{_W}tr"):
                    spans = sum(
                        int(str(span.get(f"{_W}val")))
                        if (span := cell.find(f"{_W}tcPr/{_W}gridSpan")) is not None
                        else 1
                        for cell in row.iter(f"{_W}tc")
                    )
                    if spans != columns:
                        yield f"{entry}: a table row over {spans} of {columns} columns"

    def _charts(self) -> Iterator[str]:
        for entry, root in self.xml.items():
            if etree.QName(root).localname != "chartSpace":
                continue
            for axis in root.iter(f"{_C}axId", f"{_C}crossAx"):
                if int(str(axis.get("val"))) < 0:
                    yield f"{entry}: negative axis id"
            for value in root.iter(f"{_C}v"):
                if str(value.text).strip().lower() in ("nan", "inf", "-inf", "none"):
                    yield f"{entry}: cached value {value.text}"
            for row in self.targets.get(entry, []):
                if row[1].endswith("/package"):
                    yield from (
                        f"{entry} workbook: {issue}" for issue in invariant_problems(self.parts[row[2]], "book.xlsx")
                    )

    def _word(self) -> Iterator[str]:
        for entry, root in self.xml.items():
            marks = Counter(element.get(f"{_W}fldCharType") for element in root.iter(f"{_W}fldChar"))
            if marks["begin"] != marks["end"]:
                yield f"{entry}: unclosed fields {dict(marks)}"
            for cell in root.iter(f"{_W}tc"):
                if not len(cell) or etree.QName(cell[-1]).localname != "p":
                    yield f"{entry}: a table cell that does not end with a paragraph"
            starts = Counter(element.get(f"{_W}id") for element in root.iter(f"{_W}bookmarkStart"))
            ends = Counter(element.get(f"{_W}id") for element in root.iter(f"{_W}bookmarkEnd"))
            if starts != ends or any(times > 1 for times in starts.values()):
                yield f"{entry}: bookmarks do not pair up"
            tags = Counter(
                element.get(f"{_W}val")
                for element in root.iter(f"{_W}sdtPr")
                for element in element.findall(f"{_W}id")
            )
            yield from (f"{entry}: content control id {key} twice" for key, times in tags.items() if times > 1)
