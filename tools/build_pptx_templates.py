"""Builds templates/pptx/qbrgen-light.pptx and qbrgen-dark.pptx: one master, its layouts, one grid, two palettes.

Run it through tools/build_templates.py; the same code gives the same bytes.
"""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

from pptx_layouts import (
    FOOT_HEIGHT,
    FOOT_TOP,
    INCH,
    MESSAGE,
    SIZE,
    TITLE_HEIGHT,
    TITLE_TOP,
    Holder,
    Level,
    Place,
    Plan,
    Shape,
    layouts,
    scheme,
    span,
)
from pptx_parts import HEAD, NS, TREE, Palette, notes_master, package_frame, relationships, theme
from qbrgen.renderers.package import write_package

_MAP = " ".join(
    (
        'bg1="{0}1" tx1="{1}1" bg2="{0}2" tx2="{1}2"',
        *(f'accent{number}="accent{number}"' for number in range(1, 7)),
        'hlink="hlink" folHlink="folHlink"',
    )
)
LIGHT = Palette(
    name="qbrgen light",
    dark1="1F2933",
    light1="FFFFFF",
    dark2="52606D",
    light2="F0F4F5",
    # Accent, its soft form, grey, caution, a second hue, bad: apart for colour-blind readers, 4.5:1 where text.
    accents=("0B6E6E", "8CC5C0", "A3ADB8", "8F5B00", "2F5D8A", "B3361E"),
    link="0B6E6E",
    followed="52606D",
    colour_map=_MAP.format("lt", "dk"),
    panel='<a:schemeClr val="accent1"><a:lumMod val="60000"/></a:schemeClr>',
    on_panel="bg1",
    on_panel_muted="bg2",
    panel_line="accent2",
)
DARK = Palette(
    name="qbrgen dark",
    dark1="13212C",
    light1="F4F7F8",
    dark2="1E303D",
    light2="B4C1CB",
    accents=("4FC4B7", "2B7A78", "8A97A3", "F2B84B", "8ABAE8", "FF9B85"),
    link="7FD6CC",
    followed="B4C1CB",
    colour_map=_MAP.format("dk", "lt"),
    panel=scheme("bg2"),
    on_panel="tx1",
    on_panel_muted="tx2",
    panel_line="accent1",
)
_NUMBER = (
    '<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"><a:rPr lang="en-US"/><a:t>‹#›</a:t></a:fld>'
)
_FRAME = (
    '<a:bodyPr vert="horz" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" rtlCol="0" anchor="t"><a:normAutofit/>'
    "</a:bodyPr>"
)
_LEVEL = 'algn="l" defTabSz="914400" rtl="0" eaLnBrk="1" latinLnBrk="0" hangingPunct="1"'
_RECT = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
_LOCKED = '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'


def _emu(inches: float) -> int:
    return round(inches * INCH)


def _place(place: Place) -> str:
    x, y, w, h = (_emu(value) for value in place)
    return f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{w}" cy="{h}"/></a:xfrm>'


def _solid(colour: str) -> str:
    return f"<a:solidFill>{colour}</a:solidFill>"


def _shape(number: int, shape: Shape) -> str:
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{shape.name}"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
        f"<p:spPr>{_place(shape.place)}{_RECT}{_solid(shape.fill)}<a:ln><a:noFill/></a:ln></p:spPr>"
        '<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="en-US"/></a:p></p:txBody></p:sp>'
    )


def _level(number: int, level: Level) -> str:
    # A level with a bullet takes the master's indent; a plain one stands on the edge.
    edge = "" if level.bullet else ' marL="0" indent="0"'
    before = f'<a:spcBef><a:spcPts val="{round(level.before * 100)}"/></a:spcBef>' if level.before is not None else ""
    colour = _solid(scheme(level.colour)) if level.colour else ""
    return (
        f"<a:lvl{number}pPr{edge}>{before}{'' if level.bullet else '<a:buNone/>'}"
        f'<a:defRPr sz="{round(level.size * 100)}" b="{int(level.bold)}">{colour}</a:defRPr></a:lvl{number}pPr>'
    )


def _lines(words: tuple[str, ...]) -> str:
    return "".join(
        f'<a:p><a:pPr lvl="{level}"/><a:r><a:rPr lang="en-US"/><a:t>{escape(line)}</a:t></a:r></a:p>'
        for level, line in enumerate(words)
    )


def _holder(number: int, holder: Holder) -> str:
    kind = f'type="{holder.kind}" ' if holder.kind else ""
    quarter = 'sz="quarter" ' if holder.kind == "body" else ""
    index = f'idx="{holder.index}" ' if holder.index is not None else ""
    x, y = (_emu(value) for value in holder.inset)
    styles = "".join(_level(position, level) for position, level in enumerate(holder.levels, start=1))
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{holder.name}"/>{_LOCKED}'
        f'<p:nvPr><p:ph {kind}{quarter}{index}hasCustomPrompt="1"/></p:nvPr></p:nvSpPr>'
        f"<p:spPr>{_place(holder.place)}{_solid(scheme(holder.fill)) if holder.fill else ''}</p:spPr>"
        f'<p:txBody><a:bodyPr lIns="{x}" tIns="{y}" rIns="{x}" bIns="{y}" anchor="{holder.anchor}"><a:normAutofit/>'
        f"</a:bodyPr><a:lstStyle>{styles}</a:lstStyle>{_lines(holder.prompts)}</p:txBody></p:sp>"
    )


def _masters_title(prompt: str) -> str:
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="Title"/>{_LOCKED}<p:nvPr><p:ph type="title" hasCustomPrompt="1"/>'
        f"</p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>{_lines((prompt,))}</p:txBody></p:sp>"
    )


def _foot(number: int, first: int = 1, colour: str = "tx2", *, layout: bool = True) -> str:
    """Footer, date and slide number; the words of the first two are the deck's own."""

    def words(sample: str) -> str:
        return f'<a:r><a:rPr lang="en-US"/><a:t>{sample}</a:t></a:r>'

    tag, shape = (' userDrawn="1"', "") if layout else ("", _RECT)
    style = f'<a:defRPr sz="1000">{_solid(scheme(colour))}</a:defRPr>'
    rows = (
        ("Footer", 'type="ftr" sz="quarter" idx="11"', span(first, 10 - first, FOOT_TOP, FOOT_HEIGHT), "l",
         words("Document, account, period")),
        ("Date", 'type="dt" sz="half" idx="10"', span(10, 2, FOOT_TOP, FOOT_HEIGHT), "r", words("Date")),
        ("Slide number", 'type="sldNum" sz="quarter" idx="12"', span(12, 1, FOOT_TOP, FOOT_HEIGHT), "r", _NUMBER),
    )  # fmt: skip
    return "".join(
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number + position}" name="{name}"/>{_LOCKED}<p:nvPr{tag}><p:ph {kind}/>'
        f"</p:nvPr></p:nvSpPr><p:spPr>{_place(place)}{shape}</p:spPr><p:txBody>"
        f'<a:bodyPr vert="horz" lIns="0" tIns="0" rIns="0" bIns="0" rtlCol="0" anchor="ctr"/>'
        f'<a:lstStyle><a:lvl1pPr algn="{align}">{style}</a:lvl1pPr></a:lstStyle>'
        f'<a:p>{text}<a:endParaRPr lang="en-US"/></a:p></p:txBody></p:sp>'
        for position, (name, kind, place, align, text) in enumerate(rows)
    )


def layout(plan: Plan) -> str:
    """The XML of one layout."""
    parts = [_shape(number, shape) for number, shape in enumerate(plan.shapes, start=90)]
    parts.append(_holder(2, plan.title) if plan.title else _masters_title(plan.prompt))
    parts += [_holder(number, holder) for number, holder in enumerate(plan.holders, start=3)]
    if plan.footer:
        parts.append(_foot(50, plan.footer_column, plan.footer_colour or "tx2"))
    kind = f' type="{plan.kind}"' if plan.kind else ' userDrawn="1"'
    hidden = ' showMasterSp="0"' if plan.panel else ""
    background = f"<p:bg><p:bgPr>{plan.background}<a:effectLst/></p:bgPr></p:bg>" if plan.background else ""
    return (
        f'{HEAD}<p:sldLayout {NS}{hidden}{kind} preserve="1"><p:cSld name="{plan.name}">{background}<p:spTree>{TREE}'
        f"{''.join(parts)}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
    )


def master(palette: Palette, count: int) -> str:
    """The slide master: title, text, footer line, and the text styles that all layouts inherit."""
    line = (
        '<p:cxnSp><p:nvCxnSpPr><p:cNvPr id="7" name="Footer line"/><p:cNvCxnSpPr/><p:nvPr userDrawn="1"/>'
        f'</p:nvCxnSpPr><p:spPr>{_place(span(1, 12, 6.99, 0))}<a:prstGeom prst="line"><a:avLst/></a:prstGeom>'
        f'<a:ln w="6350">{_solid(scheme("accent3"))}</a:ln></p:spPr></p:cxnSp>'
    )
    rows = (
        (2, "Title", 'type="title"', span(1, 12, TITLE_TOP, TITLE_HEIGHT), (MESSAGE,)),
        (3, "Text", 'type="body" idx="1"', span(1, 12), ("First level", "Second level", "Third level")),
    )
    boxes = "".join(
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/>{_LOCKED}<p:nvPr><p:ph {kind}/></p:nvPr></p:nvSpPr>'
        f"<p:spPr>{_place(place)}{_RECT}</p:spPr><p:txBody>{_FRAME}<a:lstStyle/>{_lines(words)}</p:txBody></p:sp>"
        for number, name, kind, place, words in rows
    )
    listing = "".join(f'<p:sldLayoutId id="{2147483649 + n}" r:id="rId{n + 1}"/>' for n in range(count))
    return (
        f'{HEAD}<p:sldMaster {NS}><p:cSld><p:bg><p:bgRef idx="1001">{scheme("bg1")}</p:bgRef></p:bg><p:spTree>{TREE}'
        f"{line}{boxes}{_foot(4, layout=False)}</p:spTree></p:cSld><p:clrMap {palette.colour_map}/>"
        f"<p:sldLayoutIdLst>{listing}</p:sldLayoutIdLst>{_text_styles()}</p:sldMaster>"
    )


def _run(size: float, face: str, *, bold: bool = False) -> str:
    return (
        f'<a:defRPr sz="{round(size * 100)}" b="{int(bold)}" kern="1200">{_solid(scheme("tx1"))}'
        f'<a:latin typeface="+{face}-lt"/><a:ea typeface="+{face}-ea"/><a:cs typeface="+{face}-cs"/></a:defRPr>'
    )


def _text_styles() -> str:
    title = (
        f'<a:lvl1pPr {_LEVEL}><a:lnSpc><a:spcPct val="90000"/></a:lnSpc><a:spcBef><a:spcPct val="0"/></a:spcBef>'
        f"<a:buNone/>{_run(28, 'mj', bold=True)}</a:lvl1pPr>"
    )
    texts = "".join(
        f'<a:lvl{n}pPr marL="{n * 228600}" indent="-228600" {_LEVEL}><a:lnSpc><a:spcPct val="100000"/></a:lnSpc>'
        f'<a:spcBef><a:spcPts val="600"/></a:spcBef><a:buClr>{scheme("accent1")}</a:buClr>'
        f'<a:buFont typeface="Arial"/><a:buChar char="{"•" if n % 2 else "–"}"/>'
        f"{_run((18, 16, 14)[min(n, 3) - 1], 'mn')}</a:lvl{n}pPr>"
        for n in range(1, 10)
    )
    others = "".join(
        f'<a:lvl{n}pPr marL="{(n - 1) * 228600}" {_LEVEL}>{_run(14, "mn")}</a:lvl{n}pPr>' for n in range(1, 10)
    )
    return (
        f"<p:txStyles><p:titleStyle>{title}</p:titleStyle><p:bodyStyle>{texts}</p:bodyStyle>"
        f"<p:otherStyle>{others}</p:otherStyle></p:txStyles>"
    )


def build(palette: Palette) -> bytes:
    """The bytes of the template in one palette."""
    plans = layouts(palette)
    folder = "ppt/slideLayouts"
    parts = package_frame(palette.name, len(plans), SIZE)
    parts["ppt/slideMasters/slideMaster1.xml"] = master(palette, len(plans))
    parts["ppt/slideMasters/_rels/slideMaster1.xml.rels"] = relationships(
        *(("slideLayout", f"../slideLayouts/slideLayout{n}.xml") for n in range(1, len(plans) + 1)),
        ("theme", "../theme/theme1.xml"),
    )
    for number, plan in enumerate(plans, start=1):
        parts[f"{folder}/slideLayout{number}.xml"] = layout(plan)
        parts[f"{folder}/_rels/slideLayout{number}.xml.rels"] = relationships(
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
