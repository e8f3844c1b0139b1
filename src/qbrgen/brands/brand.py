"""What brand.yaml may say, checked field by field, so that a typing error is named and not ignored."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, field_validator

from qbrgen.errors import TemplateError
from qbrgen.model.account import LocaleCode
from qbrgen.model.base import Currency
from qbrgen.renderers.powerpoint.slides import LayoutRole
from qbrgen.settings import Choices

FILE = "brand.yaml"
_MOST_BYTES = 256 << 10
Meaning = Literal["caution", "bad", "neutral", "panel"]


def _inside(value: str) -> str:
    """A file beside brand.yaml: a brand that was sent to somebody must not reach into other folders."""
    path = Path(value)
    if path.is_absolute() or ".." in path.parts or "\\" in value or ":" in value:
        raise ValueError("names a file outside the brand's folder; put it beside brand.yaml")
    return value


Beside = Annotated[str, AfterValidator(_inside)]


class Area(BaseModel):
    """A rectangle on a slide in centimetres."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    left: float = Field(ge=0, le=150)
    top: float = Field(ge=0, le=150)
    width: float = Field(gt=0, le=150)
    height: float = Field(gt=0, le=150)


class Brand(BaseModel):
    """A brand as brand.yaml describes it; `folder` is where it was found."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    folder: Path = Field(default=Path(), exclude=True)
    template: Beside = Field("", description="The deck to use, a .pptx or .potx beside this file.")
    vendor: str = Field("", max_length=200, description="The vendor's name, for accounts that name none.")
    footer: str = Field("", max_length=200, description="Words for the footer of every slide.")
    logo: Beside = Field("", description="A PNG or JPEG for a free corner of every slide.")
    currency: Currency | None = Field(None, description="ISO 4217 code, for accounts that name none.")
    locale: LocaleCode | None = Field(None, description="Language and country, for accounts that name none.")
    layouts: dict[LayoutRole, str] = Field(default_factory=dict, description="Role -> name of the layout.")
    areas: dict[str, Area] = Field(default_factory=dict, description="Name of a layout -> where content may stand.")
    colours: dict[Meaning, str] = Field(default_factory=dict, description="Meaning -> colour of the theme.")

    @field_validator("colours")
    @classmethod
    def _known_colours(cls, value: dict[Meaning, str]) -> dict[Meaning, str]:
        known = ("bg1", "tx1", "bg2", "tx2", *(f"accent{number}" for number in range(1, 7)))
        for meaning, colour in value.items():
            if colour not in known:
                raise ValueError(f"{meaning}: '{colour}' is no colour of a theme; write one of {', '.join(known)}")
        return value

    @property
    def choices(self) -> Choices:
        """What was corrected in the template."""
        return Choices(
            tuple((role.value, layout) for role, layout in self.layouts.items()),
            tuple((name, (area.left, area.top, area.width, area.height)) for name, area in self.areas.items()),
            tuple(self.colours.items()),
        )


def read_brand(folder: Path) -> Brand:
    """The brand in the folder; raises TemplateError with every mistake in its brand.yaml, one a line."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    path = folder / FILE
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise TemplateError(f"{path} is too large to be a brand. Keep templates beside it, not in it.")
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TemplateError(f"{path} cannot be read ({error}). Adopt the template again.") from None
    if "&" in text and "*" in text and text.count("*") > 100:
        raise TemplateError(f"{path} repeats itself by reference more than a brand needs. Write it out.")
    try:
        data = YAML(typ="safe", pure=True).load(text) or {}
    except YAMLError as error:
        raise TemplateError(f"{path} is not valid YAML: {' '.join(str(error).split())[:200]}") from None
    if not isinstance(data, Mapping):
        raise TemplateError(f"{path} holds no fields. Begin with 'template: brand.pptx'.")
    try:
        return Brand.model_validate({**_without_empty(data), "folder": folder})
    except ValidationError as error:
        raise TemplateError("\n".join(f"{path}: {_said(row)}" for row in error.errors())) from None


def _without_empty(data: Mapping[Any, Any]) -> dict[str, Any]:
    """What is written without a value is not set."""
    return {str(key): value for key, value in data.items() if value is not None and key != "folder"}


def _said(row: Any) -> str:
    place = ".".join(str(part) for part in row["loc"] if part != "[key]")
    if row["type"] == "extra_forbidden":
        near = difflib.get_close_matches(str(row["loc"][-1]), list(Brand.model_fields), n=1)
        return f"there is no field '{place}'." + (f" Did you mean '{near[0]}'?" if near else "")
    if row["type"] == "enum":
        near = difflib.get_close_matches(str(row["input"]), [role.value for role in LayoutRole], n=1)
        return f"{place}: there is no such role." + (f" Did you mean '{near[0]}'?" if near else "")
    return f"{place}: {str(row['msg']).removeprefix('Value error, ')}."
