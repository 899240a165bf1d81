"""The published tables as whoever types them sees them: their panels, and what is like in several."""

from collections.abc import Mapping

Panels = tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]
"""Label and figure columns of each panel."""
_TWO_SIDES: Panels = (((0,), (1,)), ((2,), (3, 4, 5)))
PANELS: Mapping[int, Panels] = {
    1: _TWO_SIDES,
    2: (((0, 1), (2, 3, 4, 5, 6, 7, 8)),),
    3: (((0, 1), (2, 3, 4)),),
    4: (((0,), (1,)), ((2,), (3, 4, 5, 6))),
    5: (((0, 1), (2, 3, 4)),),
    6: (((0, 1), (2, 3, 4)),),
    7: (((0, 1), (2,)),),
    8: (((0, 1), (2, 3, 4)),),
    9: (((0, 1), (2,)), ((3, 4), (5, 6, 7))),
    10: (((0,), (1, 2, 3, 4)),),
    11: (((0,), (1, 2, 3, 4)),),
    12: (((0,), (1, 2, 3, 4, 5, 6)),),
    13: (((0,), (1, 2, 3, 4)),),
}
BY_FUNCTION = (2, 3, 5, 8)
CODED = (2, 3, 5, 7, 8)
FIXED = (1, 4, 10)
PROJECT_TABLES = (12, 13)
ADDENDS: Mapping[int, tuple[int, tuple[int, ...]]] = {
    2: (2, (3, 4, 5, 6, 7)),
    3: (2, (3, 4)),
    4: (3, (4, 5, 6)),
    5: (2, (3, 4)),
    6: (2, (3, 4)),
    11: (1, (2, 3, 4)),
    12: (1, (2, 3, 4, 5, 6)),
    13: (1, (2, 3, 4)),
}
"""The column that adds up others of its row."""
