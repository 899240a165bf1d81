"""publish: the whole disclosure document, as Word and as PDF."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from xltools.budget import glossary
from xltools.budget.narrative.document import narrative as narrative_of
from xltools.budget.overview import overview
from xltools.model.disclosure import Disclosure
from xltools.model.errors import InputFault
from xltools.model.narrative import Narrative
from xltools.office.file_names import safe_file_name
from xltools.office.folders import make_folder
from xltools.office.libreoffice import find_soffice
from xltools.office.pictures.fonts import find_chinese_font
from xltools.office.save import save_atomic
from xltools.office.word.pages import Page
from xltools.office.word.publication import Publication
from xltools.office.workbook import Workbook
from xltools.tasks.narrating.figures import read_figures_of
from xltools.tasks.narrating.places import Places
from xltools.tasks.narrating.remarks import contradictions, missing_facts, stale_figures
from xltools.tasks.narrating.writing import NarrativeWriter
from xltools.tasks.publishing.catalogue import write_catalogue
from xltools.tasks.publishing.forms import write_forms
from xltools.tasks.publishing.pages import finished
from xltools.tasks.publishing.tables import write_tables

_TITLE = "{year}年部门预算公开"
_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")


@dataclass(frozen=True, slots=True)
class Published:
    """What `publish` wrote.

    `pdf` is None where no program could make one; `why_no_pdf` says so in a sentence. Without a PDF
    nobody knows the pages: `has_page_numbers` is of the contents. `in_use` are the files that another
    program has open, so that the new ones stand beside them. `missing` are the facts that only the clerk can
    supply, each a marker in the text; `faults` are other things to look at before publishing.
    """

    docx: Path
    pdf: Path | None
    why_no_pdf: str
    department: str
    year: int
    headings: int
    has_page_numbers: bool
    has_charts: bool
    in_use: tuple[str, ...]
    missing: tuple[InputFault, ...]
    faults: tuple[InputFault, ...]


def publish(source: Path | str, folder: Path | str, *, date: str = "", name: str = "") -> Published:
    """Writes 〈department〉2025年部门预算公开.docx and .pdf into a folder.

    Cover, contents, part one (duties, organisation), part two (the 13 tables), part three (预算情况说明, the
    performance forms, the purchase catalogue), part four (terms). Amounts are those of the workbook's cells, in
    万元, on the forms of projects in 元. The PDF is made by LibreOffice, else by Word where there is one.

    Args:
        source: a workbook made by `fill`, or a folder of inputs.
        folder: where to write; it is made if it is not there.
        date: the line at the foot of the cover; the year if blank.
        name: of the files, without suffix; that of department and year if blank.

    Raises:
        InputError: the inputs hold errors; nothing is written.
        XltoolsError: the source or the folder cannot be used, or a figure is no number; nothing is written.
    """
    source, folder = Path(source), Path(folder)
    workbook, disclosure = read_figures_of(source)
    narrative = narrative_of(disclosure)
    document = Publication(_title(narrative), narrative.department, narrative.year)
    opening = _opening(disclosure)
    has_charts = _write(document, workbook, opening, narrative, date)
    done = finished(document)
    name = name or f"{narrative.department}{_title(narrative)}"
    make_folder(folder)
    wanted_docx, wanted_pdf = (folder / safe_file_name(name, suffix) for suffix in (".docx", ".pdf"))
    docx = save_atomic(done.docx, wanted_docx)
    pdf = save_atomic(done.pdf, wanted_pdf) if done.pdf else None
    in_use = [
        wanted.name
        for wanted, path in ((wanted_docx, docx), (wanted_pdf, pdf))
        if path is not None and path != wanted
    ]
    places = Places(workbook, disclosure)
    return Published(
        docx,
        pdf,
        "" if pdf else _why_no_pdf(older=wanted_pdf.exists()),
        narrative.department,
        narrative.year,
        len(document.headings),
        bool(done.pages),
        has_charts,
        tuple(in_use),
        (*missing_facts(opening), *missing_facts(narrative)),
        (*contradictions(disclosure), *stale_figures(disclosure, narrative, places)),
    )


def _title(narrative: Narrative) -> str:
    return _TITLE.format(year=narrative.year)


def _opening(disclosure: Disclosure) -> Narrative:
    assert disclosure.ledger is not None
    return overview(disclosure.ledger)


def _write(
    document: Publication, workbook: Workbook, opening: Narrative, narrative: Narrative, date: str
) -> bool:
    """Everything from cover to cover; whether all charts that it calls for could be drawn."""
    year, font = narrative.year, find_chinese_font()
    document.cover(narrative.department, _title(narrative), date or f"{str(year).translate(_DIGITS)}年")
    document.contents("目　录")
    NarrativeWriter(document, opening, None).write()
    write_tables(document, workbook, year)
    document.turn_to(Page.TEXT)
    writer = NarrativeWriter(document, narrative, font)
    writer.write()
    write_forms(document, workbook, year)
    write_catalogue(document, workbook)
    document.turn_to(Page.TEXT)
    document.heading(glossary.TITLE, 1)
    for term, meaning in glossary.TERMS:
        document.definition(term, meaning)
    return writer.pictures == writer.charts


def _why_no_pdf(*, older: bool) -> str:
    if find_soffice() is None:
        why = (
            "没有找到 LibreOffice，没有生成 PDF。请安装 LibreOffice 后再运行一次，"
            "或用 Word、WPS 打开文档，更新目录后另存为 PDF。"
        )
    else:
        why = (
            "LibreOffice 没有生成 PDF（出错或超过 3 分钟）。请再运行一次；"
            "仍不行，用 Word、WPS 打开文档，更新目录后另存为 PDF。"
        )
    return why + ("文件夹里的同名 PDF 是以前生成的，没有改动。" if older else "")
