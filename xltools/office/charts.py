"""Points the charts of a sheet at new ranges and gives them the values to show before any recalculation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from xml.sax.saxutils import escape

from xltools.office.cells import number_text
from xltools.office.references import Range, format_absolute, quote_sheet
from xltools.office.workbook import Workbook

_PART = re.compile(r"<((?:\w+:)?)(cat|val)>.*?</\1\2>", re.S)


def point_charts(
    workbook: Workbook,
    sheet: str,
    labels: tuple[Range, Sequence[str]],
    values: tuple[Range, Sequence[Decimal]],
) -> None:
    """Gives every series of the sheet's charts these labels and values (range and what stands in it)."""
    for part in _chart_parts(workbook, sheet):
        text = workbook.package.read_text(part)

        def pointed(match: re.Match[str]) -> str:
            prefix, kind = match.groups()
            if kind == "cat":
                return _reference(
                    prefix, "cat", "str", sheet, labels[0], [escape(text) for text in labels[1]]
                )
            return _reference(
                prefix, "val", "num", sheet, values[0], [number_text(value) for value in values[1]]
            )

        changed = _PART.sub(pointed, text)
        if changed != text:
            workbook.package.write(part, changed.encode())


def _chart_parts(workbook: Workbook, sheet: str) -> list[str]:
    package = workbook.package
    return [
        chart
        for drawing in package.related_parts(workbook.sheet(sheet).part, "drawing")
        for chart in package.related_parts(drawing, "chart")
    ]


def _reference(prefix: str, outer: str, kind: str, sheet: str, area: Range, values: Sequence[str]) -> str:
    """A `strRef` or `numRef` with its cache; `values` are ready for XML."""
    p = prefix
    reference = escape(f"{quote_sheet(sheet)}!{format_absolute(area)}")
    form = f"<{p}formatCode>General</{p}formatCode>" if kind == "num" else ""
    points = "".join(
        f'<{p}pt idx="{index}"><{p}v>{value}</{p}v></{p}pt>' for index, value in enumerate(values)
    )
    return (
        f"<{p}{outer}><{p}{kind}Ref><{p}f>{reference}</{p}f><{p}{kind}Cache>{form}"
        f'<{p}ptCount val="{len(values)}"/>{points}</{p}{kind}Cache></{p}{kind}Ref></{p}{outer}>'
    )
