"""A brand put to use: its files and defaults go into the settings of a run."""

from __future__ import annotations

from dataclasses import replace

from qbrgen.brands.brand import Brand
from qbrgen.errors import TemplateError
from qbrgen.settings import Settings


def settings_with(settings: Settings, brand: Brand) -> Settings:
    """The settings on that brand; what a run was told itself goes before what the brand says.

    A folder `docx` beside brand.yaml holds the brand's Word templates, by document. Raises TemplateError for a file
    that brand.yaml names and that is not there.
    """
    files = {}
    for field, name in (("template", brand.template), ("logo", brand.logo)):
        if name and not (brand.folder / name).is_file():
            raise TemplateError(f"{brand.folder}: brand.yaml names the {field} '{name}', which is not there.")
        files[field] = brand.folder / name if name else None
    fields = (("locale", brand.locale), ("vendor.name", brand.vendor), ("contract.currency", brand.currency))
    word = brand.folder if (brand.folder / "docx").is_dir() else None
    return replace(
        settings,
        brand_template=files["template"],
        choices=brand.choices,
        logo=settings.logo or files["logo"],
        footer=settings.footer or brand.footer,
        templates=settings.templates or word,
        defaults=tuple((path, value) for path, value in fields if value),
    )
