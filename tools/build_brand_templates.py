"""Builds templates/pptx/brand-*.pptx: decks of two invented companies, as strange as company templates are.

Tidewater is 4:3 and dark, with a font that nobody has and accents too dark for its background. Rheinwerk has three
layouts with German names and odd placeholder numbers, its footer at the top, a yellow accent, and slides left inside.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape

from pptx_parts import HEAD, NS, TREE, Palette, notes_master, package_frame, relationships, theme
from qbrgen.renderers.package import write_package

_INCH = 914400
_MAP = 'bg1="{0}1" tx1="{1}1" bg2="{0}2" tx2="{1}2" ' + " ".join(
    [*(f'accent{number}="accent{number}"' for number in range(1, 7)), 'hlink="hlink" folHlink="folHlink"']
)
_RECT = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
_KIND = "application/vnd.openxmlformats-officedocument.presentationml."
Place = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Holder:
    """One placeholder: `kind` and `index` as PowerPoint writes them, its place in inches, its look."""

    kind: str
    index: int | None
    place: Place
    words: str
    size: float = 0.0
    colour: str = ""
    anchor: str = "t"
    align: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One layout."""

    name: str
    holders: tuple[Holder, ...]
    kind: str = ""
    shapes: str = ""
    hidden: bool = False
    background: str = ""


@dataclass(frozen=True, slots=True)
class Brand:
    """One company's template."""

    file: str
    palette: Palette
    font: tuple[str, str]
    size: tuple[int, int]
    master: tuple[Holder, ...]
    shapes: str
    sheets: tuple[Sheet, ...]
    title_size: float
    slides: tuple[str, ...] = ()
    media: dict[str, bytes] = field(default_factory=dict)


def _solid(colour: str) -> str:
    kind = "srgbClr" if len(colour) == 6 and colour.isalnum() and not colour.startswith("acc") else "schemeClr"
    return f'<a:solidFill><a:{kind} val="{colour}"/></a:solidFill>'


def _place(place: Place) -> str:
    x, y, w, h = (round(value * _INCH) for value in place)
    return f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{w}" cy="{h}"/></a:xfrm>'


def _block(number: int, name: str, place: Place, colour: str) -> str:
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
        f"<p:spPr>{_place(place)}{_RECT}{_solid(colour)}<a:ln><a:noFill/></a:ln></p:spPr><p:txBody><a:bodyPr/><a:lstStyle/>"
        '<a:p><a:endParaRPr lang="en-US"/></a:p></p:txBody></p:sp>'
    )


def _picture(number: int, name: str, place: Place, relation: str) -> str:
    return (
        f'<p:pic><p:nvPicPr><p:cNvPr id="{number}" name="{name}" descr="{name}"/><p:cNvPicPr/><p:nvPr userDrawn="1"/>'
        f'</p:nvPicPr><p:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></p:blipFill>'
        f"<p:spPr>{_place(place)}{_RECT}</p:spPr></p:pic>"
    )


def _holder(number: int, holder: Holder, *, on_master: bool = False) -> str:
    kind = f'type="{holder.kind}" ' if holder.kind else ""
    index = f'idx="{holder.index}"' if holder.index is not None else ""
    look = ""
    if holder.size or holder.colour or holder.align:
        size = f' sz="{round(holder.size * 100)}"' if holder.size else ""
        align = f' algn="{holder.align}"' if holder.align else ""
        colour = _solid(holder.colour) if holder.colour else ""
        look = f"<a:lvl1pPr{align}><a:defRPr{size}>{colour}</a:defRPr></a:lvl1pPr>"
    words = f'<a:r><a:rPr lang="en-US"/><a:t>{escape(holder.words)}</a:t></a:r>' if holder.words else ""
    if holder.kind == "sldNum":
        words = ('<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"><a:rPr lang="en-US"/>'
                 "<a:t>‹#›</a:t></a:fld>")  # fmt: skip
    place = f"{_place(holder.place)}{_RECT if on_master else ''}" if any(holder.place) else ""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{escape(holder.name or f"Platzhalter {number}")}"/><p:cNvSpPr>'
        f'<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph {kind}{index}/></p:nvPr></p:nvSpPr><p:spPr>{place}</p:spPr>'
        f'<p:txBody><a:bodyPr anchor="{holder.anchor}"/><a:lstStyle>{look}</a:lstStyle><a:p>{words}'
        '<a:endParaRPr lang="en-US"/></a:p></p:txBody></p:sp>'
    )


def _layout(sheet: Sheet) -> str:
    boxes = "".join(_holder(number, holder) for number, holder in enumerate(sheet.holders, start=2))
    kind = f' type="{sheet.kind}"' if sheet.kind else ' userDrawn="1"'
    hidden = ' showMasterSp="0"' if sheet.hidden else ""
    background = f"<p:bg><p:bgPr>{_solid(sheet.background)}<a:effectLst/></p:bgPr></p:bg>" if sheet.background else ""
    return (
        f'{HEAD}<p:sldLayout {NS}{hidden}{kind} preserve="1"><p:cSld name="{escape(sheet.name)}">{background}'
        f"<p:spTree>{TREE}{sheet.shapes}{boxes}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr>"
        "</p:sldLayout>"
    )


def _run(size: float, face: str, *, bold: bool = False) -> str:
    return (
        f'<a:defRPr sz="{round(size * 100)}" b="{int(bold)}" kern="1200">{_solid("tx1")}'
        f'<a:latin typeface="+{face}-lt"/><a:ea typeface="+{face}-ea"/><a:cs typeface="+{face}-cs"/></a:defRPr>'
    )


def _master(brand: Brand) -> str:
    boxes = "".join(_holder(number, holder, on_master=True) for number, holder in enumerate(brand.master, start=2))
    listing = "".join(
        f'<p:sldLayoutId id="{2147483660 + number}" r:id="rId{number + 1}"/>' for number in range(len(brand.sheets))
    )
    levels = "".join(
        f'<a:lvl{n}pPr marL="{n * 285750}" indent="-285750"><a:spcBef><a:spcPct val="20000"/></a:spcBef>'
        f'<a:buFont typeface="Arial"/><a:buChar char="–"/>{_run(max(20 - 2 * n, 12), "mn")}</a:lvl{n}pPr>'
        for n in range(1, 10)
    )
    others = "".join(f"<a:lvl{n}pPr>{_run(12, 'mn')}</a:lvl{n}pPr>" for n in range(1, 10))
    large = _run(brand.title_size, "mj")
    title = f'<a:lvl1pPr><a:spcBef><a:spcPct val="0"/></a:spcBef><a:buNone/>{large}</a:lvl1pPr>'
    return (
        f"{HEAD}<p:sldMaster {NS}><p:cSld><p:bg><p:bgPr>{_solid('bg1')}<a:effectLst/></p:bgPr></p:bg><p:spTree>{TREE}"
        f"{brand.shapes}{boxes}</p:spTree></p:cSld><p:clrMap {brand.palette.colour_map}/><p:sldLayoutIdLst>{listing}"
        f"</p:sldLayoutIdLst><p:txStyles><p:titleStyle>{title}</p:titleStyle><p:bodyStyle>{levels}</p:bodyStyle>"
        f"<p:otherStyle>{others}</p:otherStyle></p:txStyles></p:sldMaster>"
    )


def build(brand: Brand) -> bytes:
    """The bytes of the company's template."""
    parts: dict[str, str | bytes] = dict(package_frame(brand.palette.name, len(brand.sheets), brand.size))
    count = len(brand.sheets)
    # PowerPoint's own usual table style by name, and none defined: companies seldom have one.
    parts["ppt/tableStyles.xml"] = (
        f'{HEAD}<a:tblStyleLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'def="{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}"/>'
    )
    parts["ppt/slideMasters/slideMaster1.xml"] = _master(brand)
    parts["ppt/slideMasters/_rels/slideMaster1.xml.rels"] = relationships(
        *(("slideLayout", f"../slideLayouts/slideLayout{number}.xml") for number in range(1, count + 1)),
        ("theme", "../theme/theme1.xml"),
        *(("image", f"../media/{name}") for name in brand.media),
    )
    for number, sheet in enumerate(brand.sheets, start=1):
        parts[f"ppt/slideLayouts/slideLayout{number}.xml"] = _layout(sheet)
        parts[f"ppt/slideLayouts/_rels/slideLayout{number}.xml.rels"] = relationships(
            ("slideMaster", "../slideMasters/slideMaster1.xml")
        )
    for name in ("theme1", "theme2"):
        colours = theme(brand.palette)
        for kind, face in zip(("major", "minor"), brand.font, strict=True):
            colours = colours.replace(
                f'<a:{kind}Font><a:latin typeface="Calibri"/>', f'<a:{kind}Font><a:latin typeface="{face}"/>'
            )
        parts[f"ppt/theme/{name}.xml"] = colours
    parts["ppt/notesMasters/notesMaster1.xml"] = notes_master(_MAP.format("lt", "dk"))
    parts["ppt/notesMasters/_rels/notesMaster1.xml.rels"] = relationships(("theme", "../theme/theme2.xml"))
    parts |= {f"ppt/media/{name}": data for name, data in brand.media.items()}
    if brand.slides:
        _add_slides(parts, brand)
    if brand.media:
        _declare(parts, '<Default Extension="png" ContentType="image/png"/>')
    return write_package(
        {name: content if isinstance(content, bytes) else content.encode() for name, content in parts.items()}
    )


def _declare(parts: dict[str, str | bytes], rows: str) -> None:
    types = str(parts["[Content_Types].xml"])
    if rows.startswith("<Default"):
        parts["[Content_Types].xml"] = types.replace("<Override", f"{rows}<Override", 1)
    else:
        parts["[Content_Types].xml"] = types.replace("</Types>", f"{rows}</Types>")


def _add_slides(parts: dict[str, str | bytes], brand: Brand) -> None:
    """The slides that somebody left in the template: with notes, a picture, a comment, sections and a custom show."""
    main = str(parts["ppt/presentation.xml"])
    rels = str(parts["ppt/_rels/presentation.xml.rels"])
    listed, extra, ids = "", "", []
    for number, words in enumerate(brand.slides, start=1):
        key = f"rId{100 + number}"
        ids.append(255 + number)
        listed += f'<p:sldId id="{255 + number}" r:id="{key}"/>'
        extra += _related(key, "slide", f"slides/slide{number}.xml")
        parts[f"ppt/slides/slide{number}.xml"] = (
            f"{HEAD}<p:sld {NS}><p:cSld><p:spTree>{TREE}"
            f"{_holder(2, Holder('title', None, (0, 0, 0, 0), words, name='Titel'))}"
            f"{_picture(3, 'Foto', (1, 2.5, 2, 1), 'rId3')}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/>"
            "</p:clrMapOvr></p:sld>"
        )
        parts[f"ppt/slides/_rels/slide{number}.xml.rels"] = relationships(
            ("slideLayout", "../slideLayouts/slideLayout2.xml"),
            ("notesSlide", f"../notesSlides/notesSlide{number}.xml"),
            ("image", "../media/foto.png"),
            ("comments", f"../comments/comment{number}.xml"),
        )
        parts[f"ppt/comments/comment{number}.xml"] = (
            f'{HEAD}<p:cmLst {NS}><p:cm authorId="0" dt="2019-05-02T10:00:00.000" idx="{number}">'
            '<p:pos x="10" y="10"/><p:text>LEFTOVER comment</p:text></p:cm></p:cmLst>'
        )
        parts[f"ppt/notesSlides/notesSlide{number}.xml"] = (
            f"{HEAD}<p:notes {NS}><p:cSld><p:spTree>{TREE}"
            '<p:sp><p:nvSpPr><p:cNvPr id="2" name="Folienbild"/><p:cNvSpPr><a:spLocks noGrp="1" noRot="1" '
            'noChangeAspect="1"/></p:cNvSpPr><p:nvPr><p:ph type="sldImg" idx="2"/></p:nvPr></p:nvSpPr><p:spPr/>'
            "</p:sp>"
            f"{_holder(3, Holder('body', 3, (0, 0, 0, 0), 'LEFTOVER notes', name='Notizen'))}</p:spTree></p:cSld>"
            "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:notes>"
        )
        parts[f"ppt/notesSlides/_rels/notesSlide{number}.xml.rels"] = relationships(
            ("notesMaster", "../notesMasters/notesMaster1.xml"), ("slide", f"../slides/slide{number}.xml")
        )
        _declare(parts, "".join(
            f'<Override PartName="/ppt/{part}{number}.xml" ContentType="{_KIND}{kind}+xml"/>'
            for part, kind in (("slides/slide", "slide"), ("notesSlides/notesSlide", "notesSlide"),
                               ("comments/comment", "comments"))
        ))  # fmt: skip
    parts["ppt/media/foto.png"] = png(8, 4, "8899AA")
    parts["ppt/commentAuthors.xml"] = (
        f'{HEAD}<p:cmAuthorLst {NS}><p:cmAuthor id="0" name="Somebody" initials="S" lastIdx="2" clrIdx="0"/>'
        "</p:cmAuthorLst>"
    )
    _declare(parts, f'<Override PartName="/ppt/commentAuthors.xml" ContentType="{_KIND}commentAuthors+xml"/>')
    extra += _related("rId200", "commentAuthors", "commentAuthors.xml")
    sections = (
        '<p:extLst><p:ext uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"><p14:sectionLst '
        'xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main"><p14:section name="Beispiele" '
        'id="{0D1A3F2E-97B1-4C5A-8E55-0A1B2C3D4E5F}"><p14:sldIdLst>'
        + "".join(f'<p14:sldId id="{key}"/>' for key in ids)
        + "</p14:sldIdLst></p14:section></p14:sectionLst></p:ext></p:extLst>"
    )
    show = ('<p:custShowLst><p:custShow name="Kurz" id="0"><p:sldLst><p:sld r:id="rId101"/></p:sldLst></p:custShow>'
            "</p:custShowLst>")  # fmt: skip
    main = main.replace("<p:sldSz", f"<p:sldIdLst>{listed}</p:sldIdLst><p:sldSz")
    main = main.replace("<p:defaultTextStyle>", f"{show}<p:defaultTextStyle>").replace(
        "</p:presentation>", f"{sections}</p:presentation>"
    )
    parts["ppt/presentation.xml"] = main
    parts["ppt/_rels/presentation.xml.rels"] = rels.replace("</Relationships>", f"{extra}</Relationships>")


def _related(key: str, kind: str, target: str) -> str:
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return f'<Relationship Id="{key}" Type="{base}/{kind}" Target="{target}"/>'


def png(width: int, height: int, *stripes: str) -> bytes:
    """A PNG of vertical stripes in these colours (RRGGBB)."""
    line = b"".join(bytes.fromhex(stripes[column * len(stripes) // width]) for column in range(width))
    data = zlib.compress((b"\0" + line) * height, 9)

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def _palette(name: str, base: Sequence[str], accents: tuple[str, str, str, str, str, str], colours: str) -> Palette:
    dark1, light1, dark2, light2 = base
    return Palette(name, dark1, light1, dark2, light2, accents, accents[0], light2, colours, "", "", "", "")


def _tidewater() -> Brand:
    words = "Tidewater Marine · Confidential"
    foot = (
        Holder("dt", 20, (0.5, 7.02, 1.6, 0.3), "", 10, "tx2", "ctr", name="Date Placeholder 3"),
        Holder("ftr", 21, (2.2, 7.02, 5.6, 0.3), words, 10, "tx2", "ctr", "ctr", "Footer Placeholder 4"),
        Holder("sldNum", 22, (8.3, 7.02, 1.2, 0.3), "", 10, "tx2", "ctr", "r", "Slide Number Placeholder 5"),
    )
    title = Holder("title", None, (0.5, 0.45, 7.9, 1.0), "Click to edit title", anchor="b", name="Title 1")
    text = Holder("body", 1, (0.5, 1.7, 9.0, 5.1), "Click to edit Master text styles", name="Text 2")
    mark = _block(40, "Logo wave", (8.75, 0.3, 0.75, 0.16), "accent3") + _block(
        41, "Logo hull", (8.95, 0.5, 0.55, 0.16), "accent2"
    )
    own = Holder("title", None, (0, 0, 0, 0), "Click to add title", name="Title 1")
    cover = (
        Holder("ctrTitle", None, (0.8, 2.2, 8.4, 1.7), "Click to add title", 38, "", "b", name="Title 1"),
        Holder("subTitle", 1, (0.8, 4.1, 8.4, 1.4), "Click to add subtitle", 20, "accent1", name="Subtitle 2"),
    )
    chapter = (
        Holder("title", None, (0.8, 3.0, 8.4, 1.3), "Click to add title", 34, "", "b", name="Title 1"),
        Holder("body", 1, (0.8, 4.4, 8.4, 1.0), "Click to add text", 18, "tx2", name="Text 2"),
        *foot,
    )
    halves = tuple(
        Holder("", index, (left, 1.7, 4.35, 5.1), "Click to add text", name=f"Content {index}")
        for index, left in ((13, 0.5), (12, 5.15))
    )
    whole = Holder("", 13, (0.5, 1.7, 9.0, 5.1), "Click to add text", name="Content 2")
    return Brand(
        "brand-tidewater.pptx",
        _palette("Tidewater Marine", ("0B1B2B", "F2F6F9", "14304A", "9DB2C4"),
                 ("1F5F99", "2E8C8C", "E4B23C", "C4572E", "6B7C8C", "8F6BB3"), _MAP.format("dk", "lt")),
        ("Tidewater Display", "Tidewater Text"), (9144000, 6858000), (title, text, *foot), mark,
        (
            Sheet("Opening", cover, "title"),
            Sheet("Body slide", (own, whole, *foot), "obj"),
            Sheet("Chapter", chapter, "secHead"),
            Sheet("Halves", (own, *halves, *foot), "twoObj"),
            Sheet("Headline alone", (own, *foot), "titleOnly"),
            Sheet("Empty", foot, "blank"),
        ),
        30,
    )  # fmt: skip


def _rheinwerk() -> Brand:
    foot = (
        Holder("ftr", 4712, (0.9, 0.18, 7.0, 0.26), "Rheinwerk Antriebe AG", 9, "tx2", "ctr", name="Fußzeile 8"),
        Holder("sldNum", 4713, (8.2, 0.18, 0.9, 0.26), "", 9, "tx2", "ctr", "r", "Foliennummer 9"),
    )
    title = Holder("title", None, (0.9, 0.6, 9.4, 0.95), "Titel bearbeiten", anchor="ctr", name="Titel 1")
    text = Holder("body", 1, (0.9, 1.9, 11.6, 4.9), "Text durch Klicken bearbeiten", name="Text 2")
    own = Holder("title", None, (0, 0, 0, 0), "Titel hinzufügen", name="Titel 1")
    chapter = Holder("body", 77, (9.4, 0.16, 3.2, 0.3), "Kapitel", 10, "tx2", "ctr", "r", "Kapitelmarke 6")
    whole = Holder("", 4711, (0.9, 1.9, 11.6, 4.9), "Text hinzufügen", name="Inhaltsplatzhalter 5")
    opening = (
        Holder("title", None, (4.6, 2.3, 8.0, 1.9), "Titel hinzufügen", 40, "", "b", name="Titel 3"),
        Holder("body", 38, (4.6, 4.4, 8.0, 1.2), "Untertitel", 20, "tx2", name="Textplatzhalter 4"),
    )
    rules = _block(40, "Balken", (0, 0, 0.45, 7.5), "accent1") + _picture(41, "Logo", (11.2, 0.72, 1.3, 0.5), "rId5")
    return Brand(
        "brand-rheinwerk.pptx",
        _palette("Rheinwerk", ("22262A", "FFFFFF", "5C6670", "EDEFF1"),
                 ("FFCC00", "005EA8", "9AA5AE", "D97B00", "3F7D20", "B0202E"), _MAP.format("lt", "dk")),
        ("Rheinwerk Grotesk Halbfett", "Rheinwerk Grotesk"), (12192000, 6858000), (title, text, *foot), rules,
        (
            Sheet("1_Titelfolie (neu) 2", opening, shapes=_block(60, "Fläche", (0.45, 0, 3.6, 7.5), "bg2")),
            Sheet("Inhalt 1-spaltig_v3", (own, chapter, whole, *foot)),
            Sheet("Nur Logo", ()),
        ),
        26,
        ("LEFTOVER Beispielfolie eins", "LEFTOVER Beispielfolie zwei"),
        {"logo.png": png(52, 20, "22262A", "FFCC00", "22262A", "FFCC00")},
    )  # fmt: skip


def write_all(folder: Path) -> list[Path]:
    """Both templates, written into the folder; their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for brand in (_tidewater(), _rheinwerk()):
        (folder / brand.file).write_bytes(build(brand))
        written.append(folder / brand.file)
    return written
