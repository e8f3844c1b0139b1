"""Pages side by side in one picture."""

from __future__ import annotations

import io
from collections.abc import Sequence

_GAP, _BACKGROUND, _EDGE = 16, "#D5D9DD", "#A3ADB8"


def contact_sheet(pages: Sequence[bytes], width: int = 2000, columns: int = 3) -> bytes:
    """A PNG with the pages (PNG) side by side, `columns` in a row, `width` pixels in all."""
    from PIL import Image

    images = [Image.open(io.BytesIO(page)).convert("RGB") for page in pages]
    columns = max(min(columns, len(images)), 1)
    each = (width - _GAP * (columns + 1)) // columns
    small = [image.resize((each, round(image.height * each / image.width))) for image in images]
    rows = [small[start : start + columns] for start in range(0, len(small), columns)]
    heights = [max(image.height for image in row) for row in rows]
    result = Image.new("RGB", (width, sum(heights) + _GAP * (len(rows) + 1)), _BACKGROUND)
    top = _GAP
    for row, height in zip(rows, heights, strict=True):
        for place, image in enumerate(row):
            left = _GAP + place * (each + _GAP)
            result.paste(_EDGE, (left - 1, top - 1, left + each + 1, top + image.height + 1))
            result.paste(image, (left, top))
        top += height + _GAP
    buffer = io.BytesIO()
    result.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
