"""A Word file as it goes to print: without content controls, which LibreOffice before 24 lays out amiss."""

from __future__ import annotations

import re

from qbrgen.renderers.package import read_package, write_package
from qbrgen.renderers.word.xml import dump, parse, remove, w

_STORIES = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml$")


def without_controls(data: bytes) -> bytes:
    """The same .docx with the content of each control in the control's place."""
    parts = read_package(data, "the document")
    for name, content in parts.items():
        if _STORIES.match(name) and b"<w:sdt>" in content:
            root = parse(content)
            for control in list(root.iter(w("sdt"))):
                inside = control.find(w("sdtContent"))
                for child in list(inside) if inside is not None else []:
                    control.addprevious(child)
                remove(control)
            parts[name] = dump(root)
    return write_package(parts)
