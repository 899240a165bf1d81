"""The looks of marked cells: a dark one for the suspect, light yellow for hard, light blue for soft findings.

They differ in brightness and in blue against yellow, so they can be told apart without seeing red and green.
"""

from __future__ import annotations

SUSPECT, HARD, SOFT = "suspect", "hard", "soft"
"""In the order in which they win on one cell."""
LOOKS: dict[str, tuple[str, str | None, bool, str | None]] = {
    SUSPECT: ("C55A11", "FFFFFF", True, "833C0B"),
    HARD: ("FFE699", None, True, "BF8F00"),
    SOFT: ("DDEBF7", None, False, "2E75B6"),
}
"""Fill, font colour, bold, border."""
LEGEND = "深橙底白字：最可能有误的单元格；黄底：逻辑性问题（必须改正）；浅蓝底：核实性问题（可附审核说明）。"
