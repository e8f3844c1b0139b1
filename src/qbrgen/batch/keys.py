"""The key of an output: equal keys mean that making it again would give the same bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from qbrgen import __version__
from qbrgen.charts.installed import state
from qbrgen.errors import TemplateError
from qbrgen.model import Account
from qbrgen.pipeline import Order
from qbrgen.resources import template_path
from qbrgen.settings import Settings
from qbrgen.story.documents import document


class Keys:
    """Keys of one run: what all its outputs share is read once."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.shared = _digest(
            {
                "version": __version__,
                "settings": _plain(settings),
                "templates": dict(_templates(settings)),
                "fonts": _fonts(settings),
            }
        )
        """What the settings, the templates and the version stand for."""

    def of(self, account: Account, orders: tuple[Order, ...]) -> tuple[str, ...]:
        """One key for each order, as 64 hex digits; a customer's document does not depend on internal facts."""
        whole = _digest(account.model_dump(mode="json"))
        waived = [each.model_dump(mode="json") for each in account.waivers]
        view = _digest([account.customer_view().model_dump(mode="json"), waived])
        return tuple(self._key(whole if document(order.document).internal else view, order) for order in orders)

    def _key(self, seen: str, order: Order) -> str:
        period = order.period or document(order.document).period(self._settings.as_of)
        ends = [period.label, period.start.isoformat(), period.end.isoformat()]
        return _digest([self.shared, seen, order.document, order.format, ends])


# Single files that a run uses, by the names of their settings.
_FILES = ("template", "brand_template", "logo")


def _plain(settings: Settings) -> dict[str, str]:
    # Where templates lie does not matter; what they are does.
    names = [each.name for each in fields(settings) if each.name not in ("templates", *_FILES)]
    return {name: str(getattr(settings, name)) for name in names}


def _templates(settings: Settings) -> Iterator[tuple[str, str]]:
    files = {name: path for name in _FILES if (path := getattr(settings, name))}
    for path in filter(None, (settings.templates, *files.values())):
        if not path.exists():
            raise TemplateError(f"{path}: there is no such template or folder of templates. Check the path.")
    roots = [template_path(""), *filter(None, (settings.templates,))]
    for number, root in enumerate(roots):
        for file in sorted(each for each in root.rglob("*") if each.is_file()):
            yield f"{number}/{file.relative_to(root).as_posix()}", _sum(file)
    for name, path in files.items():
        yield name, _sum(path)


def _fonts(settings: Settings) -> str:
    """Charts on a template of one's own are drawn with its font, where this machine has it."""
    own = settings.template or settings.brand_template or settings.templates
    return state() if own else ""


def _sum(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
