"""Charts for slides: a picture in the theme's colours, or the same chart as an editable Office chart."""

from __future__ import annotations

from dataclasses import dataclass, replace

from qbrgen.renderers.powerpoint.slides import EMU_PER_INCH, Box
from qbrgen.renderers.powerpoint.theme import Theme
from qbrgen.settings import ChartMode
from qbrgen.story.chart_specs import ChartSpec


@dataclass(frozen=True, slots=True)
class Native:
    """An editable chart: its part, and the workbook that holds its numbers."""

    chart: bytes
    workbook: bytes


@dataclass(frozen=True, slots=True)
class Exhibits:
    """Makes the charts of one deck."""

    theme: Theme
    locale: str
    mode: ChartMode

    def make(self, spec: ChartSpec, box: Box) -> bytes | Native:
        """The chart for exactly this box: a PNG, or a native chart where asked for or no face here has its signs."""
        from qbrgen import charts

        look = self.theme.chart_theme()
        # The slide says the source in its own line.
        spec = replace(spec, source=())
        return charts.draw(spec, look, self.locale, box.width / EMU_PER_INCH, box.height / EMU_PER_INCH)
