"""The pictures of a template, small, to know what stands behind text; bounded, for anybody may have made it."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, field
from typing import Any

_SIDE = 480
# Pixels of one picture, and of all together, beyond which nobody looks at them.
_MOST, _MOST_IN_ALL = 24_000_000, 120_000_000


@dataclass(slots=True)
class Pictures:
    """Pictures already looked at, how many pixels may still be, and how many shapes may still be drawn."""

    left: int = _MOST_IN_ALL
    shapes: int = 1500
    known: dict[bytes, Any] = field(default_factory=dict)
    # What masters look like, by part and colours, for all their layouts.
    masters: dict[object, tuple[Any, Any, Any]] = field(default_factory=dict)

    def small(self, data: bytes) -> Any:
        """The picture with its transparency, at most 480 pixels wide; None when it cannot be read or is too large."""
        key = hashlib.sha256(data).digest()
        if key not in self.known:
            self.known[key] = self._read(data)
        return self.known[key]

    def _read(self, data: bytes) -> Any:
        from PIL import Image

        try:
            with Image.open(io.BytesIO(data)) as picture:
                picture.draft("RGB", (2 * _SIDE, 2 * _SIDE))
                pixels = picture.width * picture.height
                if pixels > min(_MOST, self.left):
                    return None
                self.left -= pixels
                # What is drawn by commands (EMF, WMF) would be handed to a program of the system.
                if picture.format in _DRAWN:
                    return None
                small = picture.convert("RGBA")
                small.thumbnail((_SIDE, _SIDE), Image.Resampling.BOX)
                return small
        except Exception:  # noqa: BLE001  (Pillow raises whatever a damaged picture leads to)
            return None


_DRAWN = ("EMF", "WMF", "EPS", "PDF")
