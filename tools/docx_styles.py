"""The styles, numbering and settings that every Word template of ours shares.

Sizes are points, distances twentieths of a point; colours are slots of the theme, by reference.
"""

from __future__ import annotations

from dataclasses import dataclass

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

# Theme slot as styles name it -> what it comes to in the light palette, for programs that do not read themes.
COLOURS = {
    "text1": "1F2933",
    "text2": "52606D",
    "background2": "F0F4F5",
    "accent1": "0B6E6E",
    "accent2": "8CC5C0",
    "accent3": "A3ADB8",
    "accent4": "8F5B00",
    "accent6": "B3361E",
}
TABLE_STYLE = "qbrgen Table"
_GRID = "qbrgenTable"


@dataclass(frozen=True, slots=True)
class Style:
    """One style of paragraphs or characters; `paragraph` and `run` are the inside of its properties."""

    id: str
    name: str
    size: float | None = None
    colour: str = ""
    bold: bool = False
    italic: bool = False
    before: int | None = None
    after: int | None = None
    line: int | None = None
    indent: int | None = None
    together: bool = False  # no space between paragraphs of this style
    paragraph: str = ""
    based_on: str = "Normal"
    following: str = ""
    kind: str = "paragraph"
    custom: bool = True


def keep(*, lines: bool = True) -> str:
    """Keep with the next paragraph, and its own lines together."""
    return "<w:keepNext/>" + ("<w:keepLines/>" if lines else "")


def edge(side: str, colour: str, size: int, space: int) -> str:
    """A border on one side, in a theme colour; size in eighths of a point."""
    return (
        f'<w:pBdr><w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{COLOURS[colour]}" '
        f'w:themeColor="{colour}"/></w:pBdr>'
    )


def fill(colour: str) -> str:
    """A shade in a theme colour."""
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{COLOURS[colour]}" w:themeFill="{colour}"/>'


def _callout(colour: str) -> str:
    return f"<w:keepLines/>{edge('left', colour, 24, 6)}{fill('background2')}"


STYLES = (
    Style("BodyText", "Body Text", after=80, custom=False),
    Style("Title", "Title", 22, "text1", bold=True, before=0, after=20, line=228,
          paragraph=f"{keep()}{edge('top', 'accent1', 36, 10)}", following="Subtitle", custom=False),
    Style("Subtitle", "Subtitle", 11.5, "text2", before=0, after=60, paragraph="<w:keepLines/>",
          following="BodyText", custom=False),
    Style("Heading1", "heading 1", 14, "accent1", bold=True, before=160, after=50, line=240,
          paragraph=keep(), following="BodyText", custom=False),
    Style("Heading2", "heading 2", 11.5, "text1", bold=True, before=140, after=50, line=240, paragraph=keep(),
          following="BodyText", custom=False),
    Style("Heading3", "heading 3", 10.5, "text2", bold=True, before=80, after=20, line=240, paragraph=keep(),
          following="BodyText", custom=False),
    Style("Lead", "Lead", 11.5, "text1", bold=True, before=0, after=80, paragraph="<w:keepLines/>"),
    Style("ListBullet", "List Bullet", after=70, together=True,
          paragraph='<w:numPr><w:numId w:val="1"/></w:numPr>', custom=False),
    Style("ListNumber", "List Number", after=70, together=True,
          paragraph='<w:numPr><w:numId w:val="2"/></w:numPr>', custom=False),
    Style("Caption", "caption", 10, "text1", bold=True, before=80, after=40, line=240, paragraph=keep(),
          custom=False),
    Style("Figure", "Figure", before=0, after=40, line=240),
    Style("Source", "Source", 10, "text2", before=20, after=60, line=240, paragraph="<w:keepLines/>"),
    Style("Quote", "Quote", 12, "text1", italic=True, before=120, after=20, indent=160,
          paragraph=f"{keep()}{edge('left', 'accent2', 24, 10)}", custom=False),
    Style("QuoteSource", "Quote Source", 10, "text2", before=0, after=140, indent=160,
          paragraph=f"<w:keepLines/>{edge('left', 'accent2', 24, 10)}"),
    Style("CalloutCaution", "Callout Caution", 10, before=60, after=60, line=252, indent=160,
          paragraph=_callout("accent4")),
    Style("CalloutMissing", "Callout Missing", 10, before=60, after=60, line=252, indent=160,
          paragraph=_callout("accent3")),
    Style("CalloutAsk", "Callout Ask", 11.5, bold=True, before=100, after=120, indent=160,
          paragraph=_callout("accent1")),
    Style("TableText", "Table Text", 10, "text1", before=0, after=0, line=240),
    Style("TableHeading", "Table Heading", 10, "text1", bold=True, before=0, after=0, line=240, paragraph=keep(),
          based_on="TableText"),
    Style("TableDetail", "Table Detail", 10, "text2", based_on="TableText"),
    Style("KeyFigure", "Key Figure", 18, "accent1", bold=True, before=0, after=0, line=240, paragraph=keep()),
    Style("KeyFigureText", "Key Figure Text", 12.5, "accent1", bold=True, before=60, after=20, line=240,
          paragraph=keep()),
    Style("KeyFigureLabel", "Key Figure Label", 10, "text1", before=0, after=0, line=240, paragraph=keep()),
    Style("KeyFigureNote", "Key Figure Note", 10, "text2", before=0, after=0, line=240),
    Style("Header", "header", 10, "text2", before=0, after=0, line=240, custom=False),
    Style("Footer", "footer", 10, "text2", before=0, after=0, line=240, custom=False),
    Style("Spacer", "Spacer", 4, before=0, after=0, line=240),
    Style("Strong", "Strong", bold=True, kind="character", based_on="", custom=False),
    Style("StatusGood", "Status Good", colour="accent1", bold=True, kind="character", based_on=""),
    Style("StatusCaution", "Status Caution", colour="accent4", bold=True, kind="character", based_on=""),
    Style("StatusBad", "Status Bad", colour="accent6", bold=True, kind="character", based_on=""),
    Style("StatusNeutral", "Status Neutral", colour="text2", bold=True, kind="character", based_on=""),
)  # fmt: skip


def styles_xml() -> str:
    """The styles part: defaults, paragraph and character styles, and our one table style."""
    fonts = (
        '<w:rFonts w:asciiTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi" w:eastAsiaTheme="minorEastAsia" '
        'w:cstheme="minorBidi"/>'
    )
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts}{_colour('text1')}{_size(10.5)}"
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
        '<w:spacing w:after="80" w:line="259" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
    )
    normal = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph '
        'Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style><w:style w:type="numbering" w:default="1" '
        'w:styleId="NoList"><w:name w:val="No List"/><w:semiHidden/></w:style><w:style w:type="table" w:default="1" '
        'w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" '
        'w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" '
        'w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    )
    return f"{HEAD}<w:styles {NS}>{defaults}{normal}{''.join(map(_style, STYLES))}{_table_style()}</w:styles>"


def numbering_xml() -> str:
    """Two lists: bullets and numbers."""
    bullet = (
        '<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="hybridMultilevel"/><w:lvl w:ilvl="0"><w:start '
        'w:val="1"/><w:numFmt w:val="bullet"/><w:pStyle w:val="ListBullet"/><w:lvlText w:val="•"/><w:lvlJc '
        'w:val="left"/>'
        f'<w:pPr><w:ind w:left="284" w:hanging="227"/></w:pPr><w:rPr>{_colour("accent1")}</w:rPr></w:lvl>'
        "</w:abstractNum>"
    )
    number = (
        '<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="hybridMultilevel"/><w:lvl w:ilvl="0"><w:start '
        'w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="ListNumber"/><w:lvlText w:val="%1."/><w:lvlJc '
        'w:val="left"/><w:pPr><w:ind w:left="340" w:hanging="340"/></w:pPr><w:rPr><w:b/>'
        f"{_colour('accent1')}</w:rPr></w:lvl></w:abstractNum>"
    )
    nums = "".join(f'<w:num w:numId="{n + 1}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(2))
    return f"{HEAD}<w:numbering {NS}>{bullet}{number}{nums}</w:numbering>"


def settings_xml() -> str:
    """Settings of today's Word, so that it does not open documents in compatibility mode."""
    uri = "http://schemas.microsoft.com/office/word"
    return (
        f'{HEAD}<w:settings {NS}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/><w:characterSpacingControl '
        'w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode" '
        f'w:uri="{uri}" w:val="15"/><w:compatSetting w:name="overrideTableStyleFontSizeAndJustification" '
        f'w:uri="{uri}" w:val="1"/><w:compatSetting w:name="enableOpenTypeFeatures" w:uri="{uri}" w:val="1"/>'
        f'<w:compatSetting w:name="doNotFlipMirrorIndents" w:uri="{uri}" w:val="1"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
        '<w:clrSchemeMapping w:bg1="light1" w:t1="dark1" w:bg2="light2" w:t2="dark2" '
        'w:accent1="accent1" w:accent2="accent2" w:accent3="accent3" w:accent4="accent4" w:accent5="accent5" '
        'w:accent6="accent6" w:hyperlink="hyperlink" w:followedHyperlink="followedHyperlink"/><w:decimalSymbol '
        'w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def _style(row: Style) -> str:
    spacing = "".join(
        f' w:{key}="{value}"'
        for key, value in (("before", row.before), ("after", row.after), ("line", row.line))
        if value is not None
    )
    if row.line is not None:
        spacing += ' w:lineRule="auto"'
    # The schema wants numbering, borders and shade before spacing and indents.
    paragraph = row.paragraph + (f"<w:spacing{spacing}/>" if spacing else "")
    if row.indent is not None:
        paragraph += f'<w:ind w:left="{row.indent}"/>'
    if row.together:
        paragraph += "<w:contextualSpacing/>"
    if row.name.startswith("heading "):
        paragraph += f'<w:outlineLvl w:val="{int(row.name[-1]) - 1}"/>'
    own = ' w:customStyle="1"' if row.custom else ""
    run = "<w:b/><w:bCs/>" * row.bold + "<w:i/><w:iCs/>" * row.italic
    run += (_colour(row.colour) if row.colour else "") + (_size(row.size) if row.size else "")
    return (
        f'<w:style w:type="{row.kind}"{own} w:styleId="{row.id}">'
        f'<w:name w:val="{row.name}"/>'
        + (f'<w:basedOn w:val="{row.based_on}"/>' if row.based_on else "")
        + (f'<w:next w:val="{row.following}"/>' if row.following else "")
        + "<w:qFormat/>"
        + (f"<w:pPr>{paragraph}</w:pPr>" if paragraph else "")
        + (f"<w:rPr>{run}</w:rPr>" if run else "")
        + "</w:style>"
    )


def _table_style() -> str:
    """Hairlines between rows, a stronger line under the header, room around the words, no vertical lines."""

    def line(side: str, colour: str, size: int) -> str:
        return (
            f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="{COLOURS[colour]}" '
            f'w:themeColor="{colour}"/>'
        )

    return (
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{_GRID}"><w:name w:val="{TABLE_STYLE}"/><w:basedOn '
        'w:val="TableNormal"/><w:qFormat/><w:tblPr><w:tblBorders>'
        f"{line('top', 'accent1', 8)}{line('bottom', 'accent3', 4)}{line('insideH', 'accent3', 2)}"
        "</w:tblBorders>"
        '<w:tblCellMar><w:top w:w="36" w:type="dxa"/><w:left w:w="90" w:type="dxa"/><w:bottom w:w="36" '
        'w:type="dxa"/><w:right w:w="90" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/>'
        f"</w:rPr><w:tcPr><w:tcBorders>{line('bottom', 'accent1', 8)}</w:tcBorders>{fill('background2')}"
        "</w:tcPr></w:tblStylePr></w:style>"
    )


def _colour(slot: str) -> str:
    return f'<w:color w:val="{COLOURS[slot]}" w:themeColor="{slot}"/>'


def _size(points: float) -> str:
    half = round(points * 2)
    return f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'
