"""What leaves this room: figures that are already protected, never rows about a member."""

from surveys.panel.reports.chosen import how_many
from surveys.panel.reports.rates import DropOff, Rate, drop_off, drop_offs, response_rate
from surveys.panel.reports.travelled import Travelled, travelled
from surveys.panel.reports.unheard import Comparison, beside, compared, missing

__all__ = [
    "Comparison",
    "DropOff",
    "Rate",
    "Travelled",
    "beside",
    "compared",
    "drop_off",
    "drop_offs",
    "how_many",
    "missing",
    "response_rate",
    "travelled",
]
