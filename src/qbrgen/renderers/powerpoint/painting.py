"""The background, shapes and pictures of a layout and its master, drawn small, to know what stands behind text."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from qbrgen.renderers.powerpoint.colours import Colour, resolved, stops
from qbrgen.renderers.powerpoint.ground import Ground
from qbrgen.renderers.powerpoint.opc import read_relationships, resolve
from qbrgen.renderers.powerpoint.outlines import Frame, Points, inner, outline, placed, turned
from qbrgen.renderers.powerpoint.pictures import Pictures
from qbrgen.renderers.powerpoint.roles import Slide
from qbrgen.renderers.powerpoint.theme import Theme
from qbrgen.renderers.powerpoint.xml import Element, R, find, find_all, local_name

_COLUMNS = 240
_STEPS = 24
# What covers this much of a slide is its ground and no artwork.
_WHOLE = 0.85
_FILLS = ("solidFill", "gradFill", "pattFill", "blipFill", "grpFill", "noFill")
_EMBED = f"{{{R}}}embed"


class Sheet(NamedTuple):
    """A master or layout: its root, the name of its part."""

    root: Element
    part: str


def ground_of(
    layout: Sheet, master: Sheet, parts: Mapping[str, bytes], pictures: Pictures, theme: Theme, theme_part: Element,
    size: Slide,
) -> Ground:  # fmt: skip
    """What a slide on the layout shows before anything is written on it."""
    painter = _Painter(parts, pictures, theme, theme_part, size)
    own = find(layout.root, "p:cSld/p:bg") is not None
    alone = layout.root.get("showMasterSp") in ("0", "false")
    if own or alone:
        painter.background(layout if own else master)
        painter.sheet(() if alone else (master,))
    else:
        key = (master.part, *theme.colours.items())
        if key not in pictures.masters:
            painter.background(master)
            painter.sheet((master,))
            pictures.masters[key] = painter.image, painter.art, painter.unknown
        painter.image, painter.art, painter.unknown = (each.copy() for each in pictures.masters[key])
    painter.sheet((layout,))
    return painter.done()


@dataclass(slots=True)
class _Painter:
    """Paints one picture, the lowest first."""

    parts: Mapping[str, bytes]
    pictures: Pictures
    theme: Theme
    theme_part: Element
    size: Slide
    image: Any = None
    art: Any = None
    unknown: Any = None

    def __post_init__(self) -> None:
        from PIL import Image

        grid = (_COLUMNS, max(min(round(_COLUMNS * self.size.height / self.size.width), 4 * _COLUMNS), 8))
        self.image = Image.new("RGB", grid, f"#{self.theme.rgb('bg1')}")
        self.art, self.unknown = Image.new("L", grid, 0), Image.new("L", grid, 0)

    def done(self) -> Ground:
        import numpy as np

        return Ground(
            self.size.width, self.size.height, np.asarray(self.image).copy(), np.asarray(self.art) > 0,
            np.asarray(self.unknown) > 0,
        )  # fmt: skip

    def background(self, sheet: Sheet) -> None:
        """The sheet's own background over the whole slide."""
        whole = [(0, 0), (self.size.width, 0), (self.size.width, self.size.height), (0, self.size.height)]
        reference = find(sheet.root, "p:cSld/p:bg/p:bgRef")
        if reference is not None:
            colour = resolved(reference[0], self.theme) if len(reference) else None
            number = int(reference.get("idx", "0")) - 1001
            fills = find_all(self.theme_part, "a:themeElements/a:fmtScheme/a:bgFillStyleLst/*")
            if 0 <= number < len(fills):
                self.fill(fills[number], whole, sheet._replace(part=""), colour.rgb if colour else "")
            elif colour:
                self._paste(colour, self._mask(whole))
            return
        properties = find(sheet.root, "p:cSld/p:bg/p:bgPr")
        fill = _fill_of(properties) if properties is not None else None
        if fill is not None:
            self.fill(fill, whole, sheet)

    def sheet(self, sheets: tuple[Sheet, ...]) -> None:
        """What stands on each of the sheets."""
        for sheet in sheets:
            if (tree := find(sheet.root, "p:cSld/p:spTree")) is not None:
                self.shapes(tree, sheet, Frame(), None)

    def shapes(self, tree: Element, sheet: Sheet, frame: Frame, group: Element | None) -> None:
        """Every shape of the tree that is no placeholder, in its order."""
        for shape in tree:
            kind = local_name(shape)
            self.pictures.shapes -= 1
            if self.pictures.shapes < 0:
                # Nobody knows what more of them would show.
                self.unknown.paste(255, (0, 0, *self.unknown.size))
                return
            if next(shape.iter("{*}ph"), None) is not None:
                continue
            if kind == "grpSp":
                properties = find(shape, "p:grpSpPr")
                own = _fill_of(properties) if properties is not None else None
                self.shapes(shape, sheet, inner(shape, frame), group if own is None else own)
                continue
            properties = find(shape, "p:spPr")
            place = find(shape, "p:xfrm") if kind == "graphicFrame" else None
            if properties is not None:
                place = find(properties, "a:xfrm")
            if place is None or (box := placed(place, frame)) is None or kind == "cxnSp":
                continue
            points = turned(outline(properties, kind), box, place)
            if kind == "graphicFrame":
                self.paint_unknown(points)
            elif kind == "pic":
                self.fill(find(shape, "p:blipFill"), points, sheet)
            elif properties is not None:
                fill = _fill_of(properties)
                fill = group if fill is not None and local_name(fill) == "grpFill" else fill
                if fill is None and (style := find(shape, "p:style/a:fillRef")) is not None:
                    colour = resolved(style[0], self.theme) if len(style) and style.get("idx") != "0" else None
                    if colour:
                        self._paste(colour, self._mask(points), art=True)
                else:
                    self.fill(fill, points, sheet)

    def fill(self, fill: Element | None, points: Points, sheet: Sheet, stands_for: str = "") -> None:
        """The area filled; what cannot be read is marked as unknown."""
        kind = local_name(fill) if fill is not None else "noFill"
        mask = self._mask(points)
        if fill is None or kind == "noFill":
            return
        if kind == "solidFill":
            colour = resolved(fill[0], self.theme, stands_for) if len(fill) else None
            if colour:
                self._paste(colour, mask, art=True)
        elif kind == "pattFill":
            for share, tag in ((1.0, "bgClr"), (0.35, "fgClr")):
                slot = find(fill, f"a:{tag}")
                colour = resolved(slot[0], self.theme, stands_for) if slot is not None and len(slot) else None
                if colour:
                    self._paste(Colour(colour.rgb, colour.cover * share), mask, art=True)
        elif kind == "gradFill":
            self._gradient(fill, points, stops(fill, self.theme, stands_for), mask)
        else:
            self._picture(fill, points, mask, sheet)

    def paint_unknown(self, points: Points) -> None:
        """Something is drawn here that only PowerPoint can draw."""
        mask = self._mask(points)
        self.unknown.paste(255, (0, 0), mask)

    def _gradient(self, fill: Element, points: Points, found: list[tuple[float, Colour]], mask: Any) -> None:
        import numpy as np
        from PIL import Image

        if not found:
            return
        left, top, wide, tall = self._extent(points)
        # Gradients are smooth: a few steps of them say it all.
        rows, columns = np.mgrid[0:_STEPS, 0:_STEPS].astype(float)
        x, y = (columns + 0.5) / _STEPS - 0.5, (rows + 0.5) / _STEPS - 0.5
        line = find(fill, "a:lin")
        if line is not None:
            turn = math.radians(int(line.get("ang", "0")) / 60000)
            across = abs(math.cos(turn)) + abs(math.sin(turn))
            way = (x * math.cos(turn) + y * math.sin(turn)) / across + 0.5
        else:
            way = np.maximum(np.abs(x), np.abs(y)) * 2
        places = [place for place, _ in found]
        shades = [[int(colour.rgb[at : at + 2], 16) for at in (0, 2, 4)] for _, colour in found]
        layers = [np.interp(way, places, [shade[channel] for shade in shades]) for channel in range(3)]
        over = np.interp(way, places, [colour.cover for _, colour in found])
        picture = Image.fromarray(np.stack(layers, axis=2).round().astype("uint8"), "RGB")
        cover = Image.fromarray((over * 255).astype("uint8"), "L")
        size, smooth = (wide, tall), Image.Resampling.BILINEAR
        self._lay(picture.resize(size, smooth), cover.resize(size, smooth), (left, top), mask)

    def _picture(self, fill: Element, points: Points, mask: Any, sheet: Sheet) -> None:
        from PIL import Image

        blip = find(fill, "a:blip")
        rows = {row.id: resolve(sheet.part, row.target) for row in read_relationships(self.parts, sheet.part)}
        data = self.parts.get(rows.get(blip.get(_EMBED, ""), "")) if blip is not None and sheet.part else None
        small = self.pictures.small(data) if data else None
        if small is None:
            self.paint_unknown(points)
            return
        left, top, wide, tall = self._extent(points)
        picture = small.resize((max(wide, 1), max(tall, 1)), Image.Resampling.BOX)
        fixed = find(blip, "a:alphaModFix") if blip is not None else None
        share = int(fixed.get("amt", "100000")) / 100000 if fixed is not None else 1.0
        cover = picture.getchannel("A").point(lambda value: round(value * share))
        self._lay(picture.convert("RGB"), cover, (left, top), mask)

    def _lay(self, picture: Any, cover: Any, corner: tuple[int, int], mask: Any) -> None:
        """The picture with its own transparency, inside the mask."""
        from PIL import Image, ImageChops

        whole, over = Image.new("RGB", mask.size), Image.new("L", mask.size, 0)
        whole.paste(picture, corner)
        over.paste(cover, corner)
        over = ImageChops.multiply(over, mask)
        self.image.paste(whole, (0, 0), over)
        self._mark(over)

    def _paste(self, colour: Colour, mask: Any, *, art: bool = False) -> None:
        over = mask.point(lambda value: round(value * colour.cover))
        self.image.paste(f"#{colour.rgb}", (0, 0), over)
        if art:
            self._mark(over)

    def _mark(self, over: Any) -> None:
        """What was painted is artwork, or the ground where it covers nearly everything."""
        import numpy as np

        solid = over.point(lambda value: 255 if value > 20 else 0)
        if np.asarray(over).mean() / 255 >= _WHOLE:
            self.art.paste(0, (0, 0), solid)
            self.unknown.paste(0, (0, 0), solid)
        else:
            self.art.paste(255, (0, 0), solid)

    def _mask(self, points: Points) -> Any:
        from PIL import Image, ImageDraw

        mask = Image.new("L", self.image.size, 0)
        x, y = self.image.size[0] / self.size.width, self.image.size[1] / self.size.height
        # A polygon's own edge is drawn too: half a pixel less at the far sides keeps neighbours apart.
        far = 20 * _COLUMNS
        spots = [(min(max(px * x - 0.5, -far), far), min(max(py * y - 0.5, -far), far)) for px, py in points]
        ImageDraw.Draw(mask).polygon(spots, fill=255)
        return mask

    def _extent(self, points: Points) -> tuple[int, int, int, int]:
        """Left, top, width, height of the points in pixels, at most three slides wide."""
        x, y = self.image.size[0] / self.size.width, self.image.size[1] / self.size.height
        left, right = round(min(p[0] for p in points) * x), round(max(p[0] for p in points) * x)
        top, bottom = round(min(p[1] for p in points) * y), round(max(p[1] for p in points) * y)
        most = 3 * _COLUMNS
        return left, top, min(max(right - left, 1), most), min(max(bottom - top, 1), most)


def _fill_of(properties: Element) -> Element | None:
    return next((child for child in properties if local_name(child) in _FILLS), None)
