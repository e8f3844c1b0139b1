"""Builds templates/pptx/qbrgen-light.pptx and qbrgen-dark.pptx: one master, its layouts, one grid, two palettes.

All measures are inches on a slide of 13.333 x 7.5. Run it through tools/build_templates.py.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

sys.path.insert(0, str(Path(__file__).parent.parent / "src"))
sys.path.insert(0, str(Path(__file__).parent))

from pptx_parts import HEAD, NS, TREE, Palette, notes_master, package_frame, relationships, theme  # noqa: E402

from qbrgen.renderers.package import write_package  # noqa: E402

SIZE = (12192000, 6858000)
INCH = 914400
MARGIN, COLUMNS, GUTTER = 0.6, 12, 0.2
COLUMN = (SIZE[0] / INCH - 2 * MARGIN - (COLUMNS - 1) * GUTTER) / COLUMNS
TOP, BOTTOM = 1.46, 6.5
TITLE_TOP, TITLE_HEIGHT = 0.4, 0.9
SOURCE_TOP, SOURCE_HEIGHT = 6.57, 0.36
FOOT_TOP, FOOT_HEIGHT = 7.04, 0.24

LIGHT = Palette(
    "qbrgen light", "1F2933", "FFFFFF", "52606D", "F0F4F5",
    ("0B6E6E", "8CC5C0", "A3ADB8", "8F5B00", "2F5D8A", "B3361E"), "0B6E6E", "52606D",
    'bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" '
    'accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"',
    '<a:schemeClr val="accent1"><a:lumMod val="60000"/></a:schemeClr>', "bg1", "bg2", "accent2",
)  # fmt: skip
DARK = Palette(
    "qbrgen dark", "13212C", "F4F7F8", "1E303D", "B4C1CB",
    ("4FC4B7", "2B7A78", "8A97A3", "F2B84B", "8ABAE8", "FF9B85"), "7FD6CC", "B4C1CB",
    'bg1="dk1" tx1="lt1" bg2="dk2" tx2="lt2" accent1="accent1" accent2="accent2" accent3="accent3" '
    'accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"',
    '<a:schemeClr val="bg2"/>', "tx1", "tx2", "accent1",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Level:
    """How one list level of a placeholder differs from the master: size in points, weight, colour, bullet."""

    size: float
    colour: str = ""
    bold: bool = False
    bullet: bool = False
    before: float | None = None
    align: str = ""


@dataclass(frozen=True, slots=True)
class Holder:
    """One placeholder of a layout: `place` is left, top, width, height in inches."""

    name: str
    kind: str
    index: int | None
    place: tuple[float, float, float, float]
    prompt: str = ""
    levels: tuple[Level, ...] = ()
    anchor: str = "t"
    fill: str = ""
    inset: tuple[float, float] = (0, 0)


@dataclass(frozen=True, slots=True)
class Plan:
    """One layout: its name in PowerPoint's gallery, its placeholders, and a panel or background behind them."""

    name: str
    holders: tuple[Holder, ...]
    kind: str = ""
    title: tuple[float, float, float, float] | None = None
    title_levels: tuple[Level, ...] = ()
    title_anchor: str = ""
    title_prompt: str = "The message of this slide, with its number"
    background: str = ""
    shapes: str = ""
    footer: bool = True
    footer_column: int = 1
    on_panel: bool = False
    hide_master: bool = False


def span(first: int, count: int, top: float = TOP, height: float = BOTTOM - TOP) -> tuple[float, float, float, float]:
    """The box over `count` columns from column `first` (1 to 12)."""
    left = MARGIN + (first - 1) * (COLUMN + GUTTER)
    return (left, top, count * COLUMN + (count - 1) * GUTTER, height)


def body(index: int, place: tuple[float, float, float, float], size: float = 18, name: str = "Text") -> Holder:
    """Body text with the master's bullets."""
    second = Level(size - 2 if size > 14 else size, bullet=True)
    return Holder(name, "body", index, place, "Text", (Level(size, bullet=True), second))


def plain(
    name: str, index: int, place: tuple[float, float, float, float], *levels: Level, prompt: str = "", anchor: str = "t"
) -> Holder:
    """Text without bullets."""
    return Holder(name, "body", index, place, prompt or name, levels, anchor)


def exhibit(index: int, place: tuple[float, float, float, float], name: str = "Exhibit") -> Holder:
    """A place for a chart, a table or a picture."""
    return Holder(name, "", index, place, "Chart, table or picture", (Level(16, bullet=True),))


def caption(index: int, place: tuple[float, float, float, float], name: str = "Caption") -> Holder:
    """One line over an exhibit that says what it shows."""
    return plain(name, index, place, Level(14, "tx1", bold=True), prompt="What the exhibit shows", anchor="b")


SOURCE = plain(
    "Source", 31, span(1, 12, SOURCE_TOP, SOURCE_HEIGHT), Level(10, "tx2", before=0), prompt="Source", anchor="b"
)
LEAD = plain("Lead", 32, span(1, 12, TOP, 0.62), Level(18, "tx1", bold=True), prompt="The sentence to remember")


def key_figure(number: int) -> Holder:
    """A key figure: big number, what it means, what it compares with, one list level each."""
    levels = (Level(36, "accent1", bold=True, before=0), Level(14, "tx1", bold=True, before=0),
              Level(12, "tx2", before=3))  # fmt: skip
    return Holder(
        f"Key figure {number}", "body", 20 + number, span(3 * number - 2, 3, TOP, 1.75), "Number", levels,
        fill="bg2", inset=(0.18, 0.12),
    )  # fmt: skip


def layouts(palette: Palette) -> tuple[Plan, ...]:
    """The layouts, in the order of PowerPoint's gallery."""
    on, muted = palette.on_panel, palette.on_panel_muted
    panel = f"<a:solidFill>{palette.panel}</a:solidFill>"
    rule = _rectangle(90, "Rule", (MARGIN, 4.28, 1.1, 0.05), f'<a:solidFill><a:schemeClr val="{palette.panel_line}"/></a:solidFill>')
    side = _rectangle(90, "Panel", (0, 0, span(1, 4)[0] + span(1, 4)[2] + GUTTER, SIZE[1] / INCH), panel)
    third = (TOP + 0.42, BOTTOM - TOP - 0.42)
    return (
        Plan(
            "Cover",
            (
                plain("Subtitle", 1, span(1, 9, 4.52, 0.8), Level(20, on, before=0), prompt="For whom, which period"),
                plain("Details", 13, span(1, 9, 6.2, 0.7), Level(14, muted, before=2), prompt="Who, when", anchor="b"),
            ),
            "title", span(1, 10, 1.2, 2.9), (Level(40, on, bold=True),), "b", "Title of the document", panel, rule,
            footer=False, on_panel=True, hide_master=True,
        ),
        Plan(
            "Agenda", (body(1, span(6, 7, 0.95, 5.6), name="Agenda"),), "", span(1, 4, 0.95, 2.6),
            (Level(30, on, bold=True),), "t", "Agenda", "", side, hide_master=True, footer_column=6,
        ),
        Plan(
            "Section", (plain("Subtitle", 1, span(1, 9, 4.52, 1.2), Level(18, muted), prompt="What it is about"),),
            "secHead", span(1, 9, 1.6, 2.5), (Level(36, on, bold=True),), "b", "Name of the section", panel, rule,
            on_panel=True, hide_master=True,
        ),
        Plan("Statement", (plain("Statement", 1, span(1, 10), Level(24, "tx1"), Level(16, "tx2"), prompt="The statement",
                                 anchor="ctr"), SOURCE)),
        Plan("Key figures", (*(key_figure(n) for n in range(1, 5)), body(1, span(1, 12, 3.42, 3.08), 18), SOURCE)),
        Plan(
            "Key figures and exhibit",
            (*(key_figure(n) for n in range(1, 5)), exhibit(13, span(1, 8, 3.42, 3.08)), body(1, span(9, 4, 3.42, 3.08), 16, "Reading"),
             SOURCE),
        ),
        Plan("Exhibit", (exhibit(13, span(1, 12)), SOURCE), "obj"),
        Plan("Exhibit and reading", (exhibit(13, span(1, 8)), body(1, span(9, 4), 16, "Reading"), SOURCE)),
        Plan(
            "Two exhibits",
            (
                caption(41, span(1, 6, TOP, 0.36)), exhibit(13, span(1, 6, *third), "Exhibit left"),
                caption(42, span(7, 6, TOP, 0.36), "Caption right"), exhibit(14, span(7, 6, *third), "Exhibit right"), SOURCE,
            ),
            "",
        ),
        Plan("Table", (exhibit(13, span(1, 12), "Table"), SOURCE)),
        Plan("Timeline", (LEAD, SOURCE)),
        Plan(
            "Quote",
            (
                plain("Quote", 1, span(2, 9, 2.0, 3.1), Level(26, "tx1"), prompt="The words", anchor="b"),
                plain("Speaker", 13, span(2, 9, 5.25, 0.7), Level(16, "tx2"), prompt="Who said them"), SOURCE,
            ),
            shapes=_rectangle(90, "Mark", (MARGIN, 2.0, 0.06, 3.95), '<a:solidFill><a:schemeClr val="accent1"/></a:solidFill>'),
        ),
        Plan("Text", (body(1, span(1, 12)), SOURCE), "obj"),
        Plan("Two columns", (body(1, span(1, 6)), body(14, span(7, 6), 18, "Text right"), SOURCE)),
        Plan("Three columns", tuple(body(index, span(first, 4), 16, name) for index, first, name in (
            (1, 1, "Text left"), (14, 5, "Text middle"), (15, 9, "Text right"))) + (SOURCE,)),
        Plan(
            "Closing", (body(1, span(6, 7, 0.95, 5.6), name="Text"),), "", span(1, 4, 0.95, 4.4),
            (Level(30, on, bold=True),), "t", "What we ask for", "", side, hide_master=True, footer_column=6,
        ),
        Plan("Appendix", (exhibit(13, span(1, 12), "Table"), SOURCE), title_levels=(Level(26, "tx2"),)),
    )  # fmt: skip


def _emu(inches: float) -> int:
    return round(inches * INCH)


def _place(place: tuple[float, float, float, float]) -> str:
    x, y, w, h = (_emu(value) for value in place)
    return f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{w}" cy="{h}"/></a:xfrm>'


def _rectangle(number: int, name: str, place: tuple[float, float, float, float], fill: str) -> str:
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
        f'<p:spPr>{_place(place)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{fill}<a:ln><a:noFill/></a:ln></p:spPr>'
        '<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="en-US"/></a:p></p:txBody></p:sp>'
    )


def _level(number: int, level: Level) -> str:
    attributes = f' algn="{level.align}"' if level.align else ""
    # A level with a bullet takes the master's indent; a plain one stands on the edge.
    attributes += "" if level.bullet else ' marL="0" indent="0"'
    before = f'<a:spcBef><a:spcPts val="{round(level.before * 100)}"/></a:spcBef>' if level.before is not None else ""
    colour = f'<a:solidFill><a:schemeClr val="{level.colour}"/></a:solidFill>' if level.colour else ""
    bold = f' b="{int(level.bold)}"'
    return (
        f"<a:lvl{number}pPr{attributes}>{before}{'' if level.bullet else '<a:buNone/>'}"
        f'<a:defRPr sz="{round(level.size * 100)}"{bold}>{colour}</a:defRPr></a:lvl{number}pPr>'
    )


def _holder(number: int, holder: Holder) -> str:
    kind = f'type="{holder.kind}" ' if holder.kind else ""
    size = 'sz="quarter" ' if holder.kind in ("body", "ftr", "sldNum", "dt") else ""
    index = f'idx="{holder.index}"' if holder.index is not None else ""
    fill = f'<a:solidFill><a:schemeClr val="{holder.fill}"/></a:solidFill>' if holder.fill else ""
    x, y = (_emu(value) for value in holder.inset)
    styles = "".join(_level(position, level) for position, level in enumerate(holder.levels, start=1))
    prompt = "".join(
        f'<a:p><a:pPr lvl="{position}"/><a:r><a:rPr lang="en-US"/><a:t>{words}</a:t></a:r></a:p>'
        for position, words in enumerate(
            ("Number", "What it means", "What it compares with") if holder.name.startswith("Key") else (escape(holder.prompt),)
        )
    )
    custom = ' hasCustomPrompt="1"' if holder.kind in ("body", "title", "ctrTitle", "subTitle", "") else ""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{holder.name}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f"<p:nvPr><p:ph {kind}{size}{index}{custom}/></p:nvPr></p:nvSpPr><p:spPr>{_place(holder.place)}{fill}</p:spPr>"
        f'<p:txBody><a:bodyPr lIns="{x}" tIns="{y}" rIns="{x}" bIns="{y}" anchor="{holder.anchor}"><a:normAutofit/>'
        f"</a:bodyPr><a:lstStyle>{styles}</a:lstStyle>{prompt}</p:txBody></p:sp>"
    )


def _foot(number: int, *, muted: str = "", on_layout: bool = True, first: int = 1) -> str:
    """Footer, date and slide number; the text of the first two is the deck's own."""
    tag = ' userDrawn="1"' if on_layout else ""
    shape = "" if on_layout else '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    style = f'<a:defRPr sz="1000"><a:solidFill><a:schemeClr val="{muted or "tx2"}"/></a:solidFill></a:defRPr>'
    rows = (
        ("Footer", 'type="ftr" sz="quarter" idx="11"', span(first, 10 - first, FOOT_TOP, FOOT_HEIGHT), "l",
         '<a:r><a:rPr lang="en-US"/><a:t>Document, account, period</a:t></a:r>'),
        ("Date", 'type="dt" sz="half" idx="10"', span(10, 2, FOOT_TOP, FOOT_HEIGHT), "r",
         '<a:r><a:rPr lang="en-US"/><a:t>Date</a:t></a:r>'),
        ("Slide number", 'type="sldNum" sz="quarter" idx="12"', span(12, 1, FOOT_TOP, FOOT_HEIGHT), "r",
         '<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"><a:rPr lang="en-US"/><a:t>‹#›</a:t></a:fld>'),
    )  # fmt: skip
    return "".join(
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number + position}" name="{name}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f"<p:nvPr{tag}><p:ph {kind}/></p:nvPr></p:nvSpPr><p:spPr>{_place(place)}"
        f"{shape}</p:spPr><p:txBody>"
        f'<a:bodyPr vert="horz" lIns="0" tIns="0" rIns="0" bIns="0" rtlCol="0" anchor="ctr"/><a:lstStyle>'
        f'<a:lvl1pPr algn="{align}">{style}</a:lvl1pPr></a:lstStyle><a:p>{words}<a:endParaRPr lang="en-US"/></a:p>'
        "</p:txBody></p:sp>"
        for position, (name, kind, place, align, words) in enumerate(rows)
    )


def layout(plan: Plan, palette: Palette) -> str:
    """The XML of one layout."""
    title_kind = "ctrTitle" if plan.kind == "title" else "title"
    shapes = plan.shapes
    if plan.title or plan.title_levels:
        title = Holder(
            "Title", title_kind, None, plan.title or span(1, 12, TITLE_TOP, TITLE_HEIGHT), plan.title_prompt,
            plan.title_levels, plan.title_anchor or "t",
        )  # fmt: skip
        shapes += _holder(2, title)
    else:
        shapes += (
            '<p:sp><p:nvSpPr><p:cNvPr id="2" name="Title"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>'
            '<p:ph type="title" hasCustomPrompt="1"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:r>'
            f'<a:rPr lang="en-US"/><a:t>{plan.title_prompt}</a:t></a:r></a:p></p:txBody></p:sp>'
        )
    shapes += "".join(_holder(number, holder) for number, holder in enumerate(plan.holders, start=3))
    if plan.footer:
        shapes += _foot(50, muted=palette.on_panel_muted if plan.on_panel else "", first=plan.footer_column)
    kind = f' type="{plan.kind}"' if plan.kind else ' userDrawn="1"'
    hidden = ' showMasterSp="0"' if plan.hide_master else ""
    background = f"<p:bg><p:bgPr>{plan.background}<a:effectLst/></p:bgPr></p:bg>" if plan.background else ""
    return (
        f'{HEAD}<p:sldLayout {NS}{hidden}{kind} preserve="1"><p:cSld name="{plan.name}">{background}<p:spTree>{TREE}'
        f"{shapes}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
    )


def master(palette: Palette, count: int) -> str:
    """The slide master: title, text, footer line, and the text styles that all layouts inherit."""
    line = (
        '<p:cxnSp><p:nvCxnSpPr><p:cNvPr id="7" name="Footer line"/><p:cNvCxnSpPr/><p:nvPr userDrawn="1"/></p:nvCxnSpPr>'
        f"<p:spPr>{_place((*span(1, 12, 6.99, 0),))}<a:prstGeom prst=\"line\"><a:avLst/></a:prstGeom>"
        '<a:ln w="6350"><a:solidFill><a:schemeClr val="accent3"/></a:solidFill></a:ln></p:spPr></p:cxnSp>'
    )
    frame = '<a:bodyPr vert="horz" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" rtlCol="0" anchor="t"><a:normAutofit/></a:bodyPr>'
    boxes = "".join(
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph {kind}/>'
        f'</p:nvPr></p:nvSpPr><p:spPr>{_place(place)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody>{frame}'
        f"<a:lstStyle/>{words}</p:txBody></p:sp>"
        for number, name, kind, place, words in (
            (2, "Title", 'type="title"', span(1, 12, TITLE_TOP, TITLE_HEIGHT), _lines("The message of this slide, with its number")),
            (3, "Text", 'type="body" idx="1"', span(1, 12), _lines("First level", "Second level", "Third level")),
        )
    )
    layouts_list = "".join(f'<p:sldLayoutId id="{2147483649 + n}" r:id="rId{n + 1}"/>' for n in range(count))
    return (
        f'{HEAD}<p:sldMaster {NS}><p:cSld><p:bg><p:bgRef idx="1001"><a:schemeClr val="bg1"/></p:bgRef></p:bg><p:spTree>{TREE}'
        f"{line}{boxes}{_foot(4, on_layout=False)}</p:spTree></p:cSld><p:clrMap {palette.colour_map}/><p:sldLayoutIdLst>{layouts_list}"
        f"</p:sldLayoutIdLst>{_text_styles()}</p:sldMaster>"
    )


def _lines(*words: str) -> str:
    return "".join(
        f'<a:p><a:pPr lvl="{level}"/><a:r><a:rPr lang="en-US"/><a:t>{line}</a:t></a:r></a:p>'
        for level, line in enumerate(words)
    )


def _text_styles() -> str:
    font = '<a:latin typeface="+{0}-lt"/><a:ea typeface="+{0}-ea"/><a:cs typeface="+{0}-cs"/>'

    def run(size: float, face: str, bold: bool = False) -> str:  # noqa: FBT001
        return (
            f'<a:defRPr sz="{round(size * 100)}" b="{int(bold)}" kern="1200"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill>'
            f"{font.format(face)}</a:defRPr>"
        )

    title = (
        '<a:lvl1pPr algn="l" defTabSz="914400" rtl="0" eaLnBrk="1" latinLnBrk="0" hangingPunct="1"><a:lnSpc><a:spcPct val="90000"/>'
        f'</a:lnSpc><a:spcBef><a:spcPct val="0"/></a:spcBef><a:buNone/>{run(28, "mj", bold=True)}</a:lvl1pPr>'
    )
    levels = ""
    for number in range(1, 10):
        size = (18, 16, 14)[min(number, 3) - 1]
        sign = "•" if number % 2 else "–"
        levels += (
            f'<a:lvl{number}pPr marL="{number * 228600}" indent="-228600" algn="l" defTabSz="914400" rtl="0" eaLnBrk="1" latinLnBrk="0" '
            f'hangingPunct="1"><a:lnSpc><a:spcPct val="100000"/></a:lnSpc><a:spcBef><a:spcPts val="600"/></a:spcBef><a:buClr>'
            f'<a:schemeClr val="accent1"/></a:buClr><a:buFont typeface="Arial"/><a:buChar char="{sign}"/>{run(size, "mn")}</a:lvl{number}pPr>'
        )
    other = "".join(
        f'<a:lvl{n}pPr marL="{(n - 1) * 228600}" algn="l" defTabSz="914400" rtl="0" eaLnBrk="1" latinLnBrk="0" hangingPunct="1">'
        f'{run(14, "mn")}</a:lvl{n}pPr>'
        for n in range(1, 10)
    )
    return (
        f"<p:txStyles><p:titleStyle>{title}</p:titleStyle><p:bodyStyle>{levels}</p:bodyStyle><p:otherStyle>{other}"
        "</p:otherStyle></p:txStyles>"
    )


def build(palette: Palette) -> bytes:
    """The bytes of the template in one palette."""
    plans = layouts(palette)
    parts = package_frame(palette.name, len(plans), SIZE)
    parts["ppt/slideMasters/slideMaster1.xml"] = master(palette, len(plans))
    parts["ppt/slideMasters/_rels/slideMaster1.xml.rels"] = relationships(
        *(("slideLayout", f"../slideLayouts/slideLayout{n}.xml") for n in range(1, len(plans) + 1)),
        ("theme", "../theme/theme1.xml"),
    )
    for number, plan in enumerate(plans, start=1):
        parts[f"ppt/slideLayouts/slideLayout{number}.xml"] = layout(plan, palette)
        parts[f"ppt/slideLayouts/_rels/slideLayout{number}.xml.rels"] = relationships(
            ("slideMaster", "../slideMasters/slideMaster1.xml")
        )
    parts["ppt/theme/theme1.xml"] = theme(palette)
    # Notes are printed on white paper, whatever the deck's palette.
    parts["ppt/theme/theme2.xml"] = theme(LIGHT)
    parts["ppt/notesMasters/notesMaster1.xml"] = notes_master(LIGHT.colour_map)
    parts["ppt/notesMasters/_rels/notesMaster1.xml.rels"] = relationships(("theme", "../theme/theme2.xml"))
    return write_package({name: content.encode("utf-8") for name, content in parts.items()})


def write_all(folder: Path) -> list[Path]:
    """Both templates, written into the folder; their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, palette in (("qbrgen-light.pptx", LIGHT), ("qbrgen-dark.pptx", DARK)):
        (folder / name).write_bytes(build(palette))
        written.append(folder / name)
    return written


if __name__ == "__main__":
    for path in write_all(Path(__file__).parent.parent / "templates" / "pptx"):
        print(path)
