"""What a plan costs a month, and what a change of it costs: dated list prices, declared quantities, and nothing invented."""

from .cost import Cost, CostChange, Line, Status, Usage, cost_of
from .prices import Price, Prices, prices, prices_from
from .refresh import CATALOGUE, refreshed

__all__ = [
    "CATALOGUE",
    "Cost",
    "CostChange",
    "Line",
    "Price",
    "Prices",
    "Status",
    "Usage",
    "cost_of",
    "prices",
    "prices_from",
    "refreshed",
]
