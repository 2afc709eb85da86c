"""What stands in the way of leaving Azure. Pure values; drawn by `report.inventory`."""

from .blockers import Blocker
from .inventory import End, Inventory, inventory

__all__ = ["Blocker", "End", "Inventory", "inventory"]
