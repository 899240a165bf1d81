"""narrate: 预算情况说明 as a Word document, every number from its cell, every reason the clerk's own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from xltools.budget.narrative.document import narrative as narrative_of
from xltools.model.errors import InputFault, XltoolsError
from xltools.model.narrative import Chart, Narrative
from xltools.office.pictures.fonts import find_chinese_font
from xltools.office.save import save_atomic
from xltools.office.word.document import WordDocument
from xltools.tasks.narrating.figures import read_figures_of
from xltools.tasks.narrating.places import Places
from xltools.tasks.narrating.remarks import contradictions, missing_facts, stale_figures
from xltools.tasks.narrating.writing import NarrativeWriter


@dataclass(frozen=True, slots=True)
class Narrated:
    """What `narrate` wrote.

    `missing` are the facts that only the clerk can supply, each a marker in the text; `faults` are other things to
    look at before the document is published. `charts` were called for and `pictures` drawn; there are fewer where
    the computer has no Chinese font.
    """

    path: Path
    department: str
    year: int
    narrative: Narrative
    numbers: int
    charts: int
    pictures: int
    missing: tuple[InputFault, ...]
    faults: tuple[InputFault, ...]


def narrate(
    source: Path | str, output: Path | str, *, sources: bool = False, charts: bool = True
) -> Narrated:
    """Writes part three of a disclosure document, 预算情况说明, in twelve sections.

    Amounts are the figures of the tables in 万元 as printed; shares and rates are worked out from them. Every
    number carries a hidden bookmark (`_n001` …), in the order of `Narrated.narrative.numbers()`.

    Args:
        source: a workbook made by `fill`, or a folder of inputs.
        output: the .docx file to write.
        sources: add an appendix that lists the sheet and cell of every number.
        charts: draw the charts.

    Raises:
        InputError: the inputs hold errors; nothing is written.
        XltoolsError: the source or the output cannot be used, or a figure is no number; nothing is written.
    """
    source, output = Path(source), Path(output)
    if output.suffix.lower() != ".docx":
        raise XltoolsError(
            f"输出文件“{output.name}”应以 .docx 结尾，例如“{output.stem or '情况说明'}.docx”。"
        )
    workbook, disclosure = read_figures_of(source)
    narrative = narrative_of(disclosure)
    document = WordDocument(narrative.title, narrative.department, narrative.year)
    document.title(narrative.department)
    writer = NarrativeWriter(document, narrative, find_chinese_font() if charts else None)
    writer.write()
    places = Places(workbook, disclosure)
    if sources:
        writer.write_sources(places)
    written = save_atomic(document.to_bytes(), output)
    return Narrated(
        written,
        narrative.department,
        narrative.year,
        narrative,
        sum(1 for _ in narrative.numbers()),
        _charts(narrative) if charts else 0,
        writer.pictures,
        tuple(missing_facts(narrative)),
        (*contradictions(disclosure), *stale_figures(disclosure, narrative, places)),
    )


def _charts(narrative: Narrative) -> int:
    return sum(
        isinstance(block, Chart)
        for top in narrative.sections
        for section in top.walk()
        for block in section.blocks
    )
