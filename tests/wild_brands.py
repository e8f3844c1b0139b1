"""Brand files as they are found in the wild, made from Office's own default: artwork, pictures, gradients, odd sizes."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import pptx
from lxml import etree
from PIL import Image
from pptx import Presentation
from pptx.util import Emu

from tests.hostile import Change, changed, related

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_P = "http://schemas.openxmlformats.org/presentationml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = {"a": _A, "p": _P, "r": _R}
_NAMES = f'xmlns:a="{_A}" xmlns:p="{_P}" xmlns:r="{_R}"'
MASTER = "ppt/slideMasters/slideMaster1.xml"
CONTENT = "ppt/slideLayouts/slideLayout2.xml"
INCH = 914400


@cache
def office(width: float = 13.333, height: float = 7.5) -> bytes:
    """The template that python-pptx brings along, on slides of that size in inches."""
    deck = Presentation(str(Path(pptx.__file__).parent / "templates" / "default.pptx"))
    across, down = width * INCH / (deck.slide_width or 1), height * INCH / (deck.slide_height or 1)
    sheets = [deck.slide_master, *deck.slide_layouts]
    for place in (each for sheet in sheets for each in sheet._element.iter(f"{{{_A}}}off", f"{{{_A}}}ext")):
        for key, factor in (("x", across), ("y", down), ("cx", across), ("cy", down)):
            if place.get(key):
                place.set(key, str(round(int(place.get(key)) * factor)))
    deck.slide_width, deck.slide_height = Emu(round(width * INCH)), Emu(round(height * INCH))
    stream = io.BytesIO()
    deck.save(stream)
    return stream.getvalue()


def within(element: etree._Element, path: str) -> etree._Element:
    """The first element at the path, which is there."""
    found = element.find(path, NAMES)
    assert found is not None, path
    return found


def shape(box: tuple[float, float, float, float], fill: str, *, number: int = 900) -> str:
    """A rectangle in inches with a fill."""
    left, top, wide, tall = (round(side * INCH) for side in box)
    return (
        f'<p:sp {_NAMES}><p:nvSpPr><p:cNvPr id="{number}" name="Art"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{wide}" cy="{tall}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{fill}</p:spPr></p:sp>'
    )


def solid(rgb: str) -> str:
    """A fill in one colour."""
    return f'<a:solidFill><a:srgbClr val="{rgb}"/></a:solidFill>'


def gradient(first: str, last: str) -> str:
    """A fill from one colour above to another below."""
    return (
        f'<a:gradFill><a:gsLst><a:gs pos="0"><a:srgbClr val="{first}"/></a:gs><a:gs pos="100000">'
        f'<a:srgbClr val="{last}"/></a:gs></a:gsLst><a:lin ang="5400000"/></a:gradFill>'
    )


PICTURE = '<a:blipFill><a:blip r:embed="rId900"/><a:stretch><a:fillRect/></a:stretch></a:blipFill>'


def on_master(*shapes: str, data: bytes = b"") -> bytes:
    """The template with shapes behind its placeholders."""

    def change(parts: dict[str, bytes]) -> None:
        root = etree.fromstring(parts[MASTER])
        tree = within(root, "p:cSld/p:spTree")
        for place, one in enumerate(shapes, start=2):
            tree.insert(place, etree.fromstring(one))
        parts[MASTER] = etree.tostring(root)

    return changed(change, data or office())


def on_background(fill: str, picture: bytes = b"") -> bytes:
    """The template on another background; a picture is what the fill refers to as rId900."""

    def change(parts: dict[str, bytes]) -> None:
        root = etree.fromstring(parts[MASTER])
        sheet = within(root, "p:cSld")
        for old in sheet.findall(f"{{{_P}}}bg"):
            sheet.remove(old)
        sheet.insert(0, etree.fromstring(f"<p:bg {_NAMES}><p:bgPr>{fill}<a:effectLst/></p:bgPr></p:bg>"))
        parts[MASTER] = etree.tostring(root)
        if picture:
            parts["ppt/media/back.png"] = picture
            types = parts["[Content_Types].xml"]
            if b'Extension="png"' not in types:
                row = b'<Default Extension="png" ContentType="image/png"/></Types>'
                parts["[Content_Types].xml"] = types.replace(b"</Types>", row)
            related(MASTER, "image", "../media/back.png", outside=False)(parts)

    return changed(change, office())


def chequered(side: int = 16) -> bytes:
    """A picture on which nothing can be read: squares of every brightness."""
    image = Image.new("RGB", (side * 12, side * 7))
    for x in range(12):
        for y in range(7):
            shade = (x * 97 + y * 61) % 256
            image.paste((shade, 255 - shade, (shade * 3) % 256), (x * side, y * side, (x + 1) * side, (y + 1) * side))
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


def odd_placeholders(parts: dict[str, bytes]) -> None:
    """On the layout for content: one placeholder without a size, one on its side, and two with one index."""
    root = etree.fromstring(parts[CONTENT])
    body = next(sp for sp in root.iter(f"{{{_P}}}sp") if sp.find(f".//{{{_P}}}ph[@idx='1']") is not None)
    for number, (index, turn, box) in enumerate(
        (("77", 0, (0, 0, 0, 0)), ("78", 5400000, (11.5, 2.0, 3.0, 0.6)), ("1", 0, (1.0, 3.0, 2.0, 1.0))), start=70
    ):
        twin = etree.fromstring(etree.tostring(body))
        within(twin, ".//p:ph").set("idx", index)
        within(twin, ".//p:cNvPr").set("id", str(number))
        properties = within(twin, "p:spPr")
        left, top, wide, tall = (round(side * INCH) for side in box)
        properties.append(etree.fromstring(
            f'<a:xfrm {_NAMES} rot="{turn}"><a:off x="{left}" y="{top}"/><a:ext cx="{wide}" cy="{tall}"/></a:xfrm>'
        ))  # fmt: skip
        body.addnext(twin)
    parts[CONTENT] = etree.tostring(root)


def titles_in_the_middle(parts: dict[str, bytes]) -> None:
    """Every title stands at half the height, what follows it below."""
    for part in [name for name in parts if name.startswith(("ppt/slideLayouts/slideLayout", MASTER))]:
        root = etree.fromstring(parts[part])
        for each in root.iter(f"{{{_P}}}sp"):
            holder, place = each.find(f".//{{{_P}}}ph"), each.find(f"{{{_P}}}spPr/{{{_A}}}xfrm")
            if place is None or holder is None or holder.get("type") in ("dt", "ftr", "sldNum"):
                continue
            title = holder.get("type") in ("title", "ctrTitle")
            place[0].set("y", str(round((3.0 if title else 4.4) * INCH)))
            place[1].set("cy", str(round((1.2 if title else 2.4) * INCH)))
        parts[part] = etree.tostring(root)


def with_change(change: Change) -> bytes:
    """The template with its parts changed."""
    return changed(change, office())
