"""What is known of an estate's sovereignty: as text, as JSON, as one page."""

from .json import sovereignty_json
from .page import down_chart, keys_chart, sovereignty_page
from .terminal import show_sovereignty

__all__ = ["down_chart", "keys_chart", "show_sovereignty", "sovereignty_json", "sovereignty_page"]
