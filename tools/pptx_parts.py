"""The parts of a PowerPoint template that are alike in every template: theme, masters' frames, package lists."""

from __future__ import annotations

from dataclasses import dataclass

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NS = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument."
TABLE_STYLE = "{7A1B5E52-3C0D-4B7E-9E55-2D1F6B0C4A10}"
TREE = (
    '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x="0" '
    'y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'
)


@dataclass(frozen=True, slots=True)
class Palette:
    """The twelve theme colours (RRGGBB), the map from text and background to them, and the colours of full panels."""

    name: str
    dark1: str
    light1: str
    dark2: str
    light2: str
    accents: tuple[str, str, str, str, str, str]
    link: str
    followed: str
    colour_map: str
    panel: str
    on_panel: str
    on_panel_muted: str
    panel_line: str


def theme(palette: Palette) -> str:
    """The theme part: colours, Calibri for headings and body, and effects without shadow or gloss."""
    slots = [("dk1", palette.dark1), ("lt1", palette.light1), ("dk2", palette.dark2), ("lt2", palette.light2)]
    slots += [(f"accent{number}", colour) for number, colour in enumerate(palette.accents, start=1)]
    slots += [("hlink", palette.link), ("folHlink", palette.followed)]
    colours = "".join(f'<a:{slot}><a:srgbClr val="{value}"/></a:{slot}>' for slot, value in slots)
    font = '<a:latin typeface="Calibri"/><a:ea typeface=""/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    lines = "".join(
        f'<a:ln w="{width}" cap="flat" cmpd="sng" algn="ctr">{fill}<a:prstDash val="solid"/></a:ln>'
        for width in (6350, 12700, 19050)
    )
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        f'{HEAD}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="{palette.name}">'
        f'<a:themeElements><a:clrScheme name="{palette.name}">{colours}</a:clrScheme>'
        f'<a:fontScheme name="{palette.name}"><a:majorFont>{font}</a:majorFont><a:minorFont>{font}</a:minorFont>'
        f'</a:fontScheme><a:fmtScheme name="{palette.name}"><a:fillStyleLst>{fill * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{lines}</a:lnStyleLst><a:effectStyleLst>{effect * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements>"
        "<a:objectDefaults/><a:extraClrSchemeLst/></a:theme>"
    )


def table_styles() -> str:
    """The table style that every table of ours names, so that a row added in PowerPoint looks like the others."""

    def border(side: str, width: int, colour: str) -> str:
        return (
            f'<a:{side}><a:ln w="{width}" cmpd="sng"><a:solidFill><a:schemeClr val="{colour}"/></a:solidFill></a:ln>'
            f"</a:{side}>"
        )

    def clear(side: str) -> str:
        return f"<a:{side}><a:ln><a:noFill/></a:ln></a:{side}>"

    text = '<a:fontRef idx="minor"><a:prstClr val="black"/></a:fontRef><a:schemeClr val="tx1"/>'
    whole = (
        clear("left") + clear("right") + clear("top") + border("bottom", 6350, "accent3")
        + border("insideH", 6350, "accent3") + clear("insideV")
    )  # fmt: skip
    return (
        f'{HEAD}<a:tblStyleLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" def="{TABLE_STYLE}">'
        f'<a:tblStyle styleId="{TABLE_STYLE}" styleName="Ruled"><a:wholeTbl><a:tcTxStyle>{text}</a:tcTxStyle>'
        f"<a:tcStyle><a:tcBdr>{whole}</a:tcBdr><a:fill><a:noFill/></a:fill></a:tcStyle></a:wholeTbl>"
        f'<a:firstRow><a:tcTxStyle b="on">{text}</a:tcTxStyle><a:tcStyle><a:tcBdr>'
        f"{border('bottom', 19050, 'accent1')}</a:tcBdr>"
        '<a:fill><a:solidFill><a:schemeClr val="bg2"/></a:solidFill></a:fill></a:tcStyle></a:firstRow>'
        "</a:tblStyle></a:tblStyleLst>"
    )


def relationships(*targets: tuple[str, str]) -> str:
    """A relationships part: (kind, target) in order, as rId1, rId2, ..."""
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{kind if "/" in kind else f"{_OFFICE}/{kind}"}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'{HEAD}<Relationships xmlns="{_RELS}">{rows}</Relationships>'


def content_types(layouts: int) -> str:
    """The list of what each part is."""
    parts = [
        ("/ppt/presentation.xml", "presentationml.presentation.main"),
        ("/ppt/slideMasters/slideMaster1.xml", "presentationml.slideMaster"),
        *((f"/ppt/slideLayouts/slideLayout{n}.xml", "presentationml.slideLayout") for n in range(1, layouts + 1)),
        ("/ppt/notesMasters/notesMaster1.xml", "presentationml.notesMaster"),
        ("/ppt/theme/theme1.xml", "theme"),
        ("/ppt/theme/theme2.xml", "theme"),
        ("/ppt/presProps.xml", "presentationml.presProps"),
        ("/ppt/viewProps.xml", "presentationml.viewProps"),
        ("/ppt/tableStyles.xml", "presentationml.tableStyles"),
        ("/docProps/app.xml", "extended-properties"),
    ]
    rows = "".join(f'<Override PartName="{name}" ContentType="{_TYPES}{kind}+xml"/>' for name, kind in parts)
    core = "application/vnd.openxmlformats-package.core-properties+xml"
    return (
        f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'{rows}<Override PartName="/docProps/core.xml" ContentType="{core}"/></Types>'
    )


def package_frame(title: str, layouts: int, size: tuple[int, int]) -> dict[str, str]:
    """The parts around the masters: package relationships, properties, presentation, views, table styles."""
    core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    presentation = relationships(
        ("slideMaster", "slideMasters/slideMaster1.xml"),
        ("notesMaster", "notesMasters/notesMaster1.xml"),
        ("presProps", "presProps.xml"),
        ("viewProps", "viewProps.xml"),
        ("theme", "theme/theme1.xml"),
        ("tableStyles", "tableStyles.xml"),
    )
    return {
        "[Content_Types].xml": content_types(layouts),
        "_rels/.rels": relationships(
            ("officeDocument", "ppt/presentation.xml"), (core, "docProps/core.xml"),
            ("extended-properties", "docProps/app.xml"),
        ),
        "docProps/core.xml": (
            f'{HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
            'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
            f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{title}</dc:title></cp:coreProperties>'
        ),
        "docProps/app.xml": (
            f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
            "<Application>Microsoft Office PowerPoint</Application></Properties>"
        ),
        "ppt/presentation.xml": (
            f'{HEAD}<p:presentation {NS} saveSubsetFonts="1"><p:sldMasterIdLst><p:sldMasterId id="2147483648" '
            'r:id="rId1"/></p:sldMasterIdLst><p:notesMasterIdLst><p:notesMasterId r:id="rId2"/></p:notesMasterIdLst>'
            f'<p:sldSz cx="{size[0]}" cy="{size[1]}"/><p:notesSz cx="6858000" cy="9144000"/>'
            f"{default_text_style()}</p:presentation>"
        ),
        "ppt/_rels/presentation.xml.rels": presentation,
        "ppt/presProps.xml": f"{HEAD}<p:presentationPr {NS}/>",
        "ppt/viewProps.xml": f"{HEAD}<p:viewPr {NS}/>",
        "ppt/tableStyles.xml": table_styles(),
    }  # fmt: skip


def default_text_style() -> str:
    """What text has that stands in no placeholder."""
    levels = "".join(
        f'<a:lvl{n}pPr marL="{(n - 1) * 228600}" algn="l" defTabSz="914400" rtl="0" eaLnBrk="1" latinLnBrk="0" '
        f'hangingPunct="1"><a:defRPr sz="1600" kern="1200"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill>'
        '<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/></a:defRPr>'
        f"</a:lvl{n}pPr>"
        for n in range(1, 10)
    )
    return f"<p:defaultTextStyle>{levels}</p:defaultTextStyle>"


def notes_master(colour_map: str) -> str:
    """The notes page: header, date, slide picture, notes, footer, page number."""
    boxes = (
        ("Header", 'type="hdr" sz="quarter"', (0, 0, 2971800, 458788), "l"),
        ("Date", 'type="dt" idx="1"', (3884613, 0, 2971800, 458788), "r"),
        ("Slide picture", 'type="sldImg" idx="2"', (685800, 1143000, 5486400, 3086100), ""),
        ("Notes", 'type="body" sz="quarter" idx="3"', (685800, 4400550, 5486400, 3600450), ""),
        ("Footer", 'type="ftr" sz="quarter" idx="4"', (0, 8685213, 2971800, 458787), "l"),
        ("Page number", 'type="sldNum" sz="quarter" idx="5"', (3884613, 8685213, 2971800, 458787), "r"),
    )
    shapes = ""
    for number, (name, kind, (x, y, w, h), align) in enumerate(boxes, start=2):
        place = (
            f'<p:spPr><a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{w}" cy="{h}"/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        )
        locks = '<a:spLocks noGrp="1" noRot="1" noChangeAspect="1"/>' if name == "Slide picture" else (
            '<a:spLocks noGrp="1"/>'
        )  # fmt: skip
        shapes += (
            f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr>{locks}</p:cNvSpPr>'
            f"<p:nvPr><p:ph {kind}/></p:nvPr></p:nvSpPr>{place}"
        )
        if name == "Slide picture":
            line = '<a:ln w="12700"><a:solidFill><a:prstClr val="black"/></a:solidFill></a:ln>'
            shapes += f"<a:noFill/>{line}</p:spPr></p:sp>"
            continue
        style = f'<a:lvl1pPr algn="{align}"><a:defRPr sz="1200"/></a:lvl1pPr>' if align else ""
        words = {
            "Page number": '<a:fld id="{D2E57C3B-8A0F-4E24-9A5C-4B4E7F6C1D01}" type="slidenum"><a:rPr lang="en-US"/>'
            "<a:t>‹#›</a:t></a:fld>",
            "Notes": '<a:r><a:rPr lang="en-US"/><a:t>Speaker notes</a:t></a:r>',
        }.get(name, "")
        shapes += (
            "</p:spPr><p:txBody>"
            '<a:bodyPr vert="horz" lIns="91440" tIns="45720" rIns="91440" bIns="45720" rtlCol="0"/>'
            f'<a:lstStyle>{style}</a:lstStyle><a:p>{words}<a:endParaRPr lang="en-US"/></a:p></p:txBody></p:sp>'
        )
    levels = "".join(
        f'<a:lvl{n}pPr marL="{(n - 1) * 171450}" algn="l" rtl="0"><a:spcBef><a:spcPts val="600"/></a:spcBef>'
        '<a:defRPr sz="1200"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill><a:latin typeface="+mn-lt"/>'
        f'<a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/></a:defRPr></a:lvl{n}pPr>'
        for n in range(1, 10)
    )
    return (
        f'{HEAD}<p:notesMaster {NS}><p:cSld><p:bg><p:bgRef idx="1001"><a:schemeClr val="bg1"/></p:bgRef></p:bg>'
        f"<p:spTree>{TREE}{shapes}</p:spTree></p:cSld><p:clrMap {colour_map}/><p:notesStyle>{levels}</p:notesStyle>"
        "</p:notesMaster>"
    )
