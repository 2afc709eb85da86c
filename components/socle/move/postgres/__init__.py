"""PostgreSQL: looked at before the move, copied while it is written to, closed, proven equal, and brought back.

Opened on first use where it asks a server; the pre-flight check and what judges answers are plain functions.
"""

from typing import TYPE_CHECKING

from socle.extras import MOVE
from socle.lazy import on_first_use

from .catalogue import Catalogue, Column, Role, Sequence, Slot, Table
from .names import DIRECTIONS, Direction, other, own_name
from .preflight import SEQUENCE_GAP, Finding, Weight, ahead, lint, stops, unseen

if TYPE_CHECKING:
    from .arming import Armed, arm, disarm
    from .carry import LargeObjects, behind, carry_large_objects, large_objects, refresh_views, set_ahead
    from .connect import Endpoint, Password, connected, endpoint, password_of
    from .definitions import SchemaDigest, definitions, schemas
    from .digest import Content, Parity, Range, compare, parity
    from .draining import Drained, Sample, Watched, clock_skew, drain, look, watched
    from .fence import Fence, close, open_again, sessions, standing, written_since
    from .pair import Pair
    from .probing import new_session, open_session, opened
    from .reading import read, sequences_of
    from .turning import CaughtUp, Turned, armed_direction, catch_up, turn
    from .verifying import Verified, verify

_HOMES = {
    **dict.fromkeys(("Armed", "arm", "disarm"), "arming"),
    **dict.fromkeys(
        ("LargeObjects", "behind", "carry_large_objects", "large_objects", "refresh_views", "set_ahead"), "carry"
    ),
    **dict.fromkeys(("Endpoint", "Password", "connected", "endpoint", "password_of"), "connect"),
    **dict.fromkeys(("SchemaDigest", "definitions", "schemas"), "definitions"),
    **dict.fromkeys(("Content", "Parity", "Range", "compare", "parity"), "digest"),
    **dict.fromkeys(("Drained", "Sample", "Watched", "clock_skew", "drain", "look", "watched"), "draining"),
    **dict.fromkeys(("Fence", "close", "open_again", "sessions", "standing", "written_since"), "fence"),
    "Pair": "pair",
    **dict.fromkeys(("new_session", "open_session", "opened"), "probing"),
    **dict.fromkeys(("read", "sequences_of"), "reading"),
    **dict.fromkeys(("CaughtUp", "Turned", "armed_direction", "catch_up", "turn"), "turning"),
    **dict.fromkeys(("Verified", "verify"), "verifying"),
}

__all__ = [
    "DIRECTIONS",
    "SEQUENCE_GAP",
    "Armed",
    "Catalogue",
    "CaughtUp",
    "Column",
    "Content",
    "Direction",
    "Drained",
    "Endpoint",
    "Fence",
    "Finding",
    "LargeObjects",
    "Pair",
    "Parity",
    "Password",
    "Range",
    "Role",
    "Sample",
    "SchemaDigest",
    "Sequence",
    "Slot",
    "Table",
    "Turned",
    "Verified",
    "Watched",
    "Weight",
    "ahead",
    "arm",
    "armed_direction",
    "behind",
    "carry_large_objects",
    "catch_up",
    "clock_skew",
    "close",
    "compare",
    "connected",
    "definitions",
    "disarm",
    "drain",
    "endpoint",
    "large_objects",
    "lint",
    "look",
    "new_session",
    "open_again",
    "open_session",
    "opened",
    "other",
    "own_name",
    "parity",
    "password_of",
    "read",
    "refresh_views",
    "schemas",
    "sequences_of",
    "sessions",
    "set_ahead",
    "standing",
    "stops",
    "turn",
    "unseen",
    "verify",
    "watched",
    "written_since",
]

__getattr__ = on_first_use(__name__, _HOMES, needs=MOVE)
