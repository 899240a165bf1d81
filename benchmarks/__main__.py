"""make bench: filling a department, interleaved with openpyxl doing the same work."""

from __future__ import annotations

import gc
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from benchmarks import departments, with_openpyxl
from xltools import read_input
from xltools.resources import template_path
from xltools.tasks.fill import compiled_template, fill, fill_workbook
from xltools.tasks.filling.input_sheets import write_inputs

ROUNDS = 9
LEVEL = 6


def ours(source: Path) -> bytes:
    """Reads the inputs and fills the template, which a batch parses once."""
    inputs = read_input(source)
    workbook = compiled_template(template_path()).copy()
    write_inputs(workbook, inputs.ledger)
    fill_workbook(workbook, inputs.ledger)
    return workbook.to_bytes()


def written_parts(finished: Path) -> list[bytes]:
    """The parts of the finished workbook that are not the template's, inflated."""
    with zipfile.ZipFile(template_path()) as before, zipfile.ZipFile(finished) as after:
        known = {info.filename: info.CRC for info in before.infolist()}
        return [after.read(info) for info in after.infolist() if known.get(info.filename) != info.CRC]


def deflate(parts: list[bytes]) -> None:
    for part in parts:
        compressor = zlib.compressobj(LEVEL, zlib.DEFLATED, -15)
        compressor.compress(part)
        compressor.flush()


def seconds(work: Callable[[], object]) -> float:
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def measure(name: str, source: Path, folder: Path) -> None:
    finished = fill(source, folder / f"{name}.xlsx").path
    work = with_openpyxl.work_of(template_path(), finished)
    parts = written_parts(finished)
    times: dict[str, list[float]] = {"xltools": [], "openpyxl": [], "deflate": []}
    for _ in range(ROUNDS):
        times["xltools"].append(seconds(lambda: ours(source)))
        times["openpyxl"].append(seconds(lambda: with_openpyxl.fill(template_path(), work)))
        times["deflate"].append(seconds(lambda: deflate(parts)))
    median = {key: statistics.median(values) for key, values in times.items()}
    print(f"{name}: {sum(map(len, work.sheets.values())) + sum(map(len, work.copies.values()))} cells")
    print(
        f"  xltools  {median['xltools'] * 1000:7.1f} ms  {1 / median['xltools']:6.1f} departments/s per core"
    )
    print(
        f"  openpyxl {median['openpyxl'] * 1000:7.1f} ms  {1 / median['openpyxl']:6.1f} departments/s per core"
    )
    print(
        f"  deflate  {median['deflate'] * 1000:7.1f} ms  of {sum(map(len, parts)) / 1e6:.2f} MB (the floor)"
    )
    print(f"  ratio to openpyxl {median['openpyxl'] / median['xltools']:.1f}")
    print(f"  ratio to the deflate floor {median['xltools'] / median['deflate']:.1f}")
    print(f"  peak memory: xltools {peak('ours', source):.0f} MB, openpyxl {peak('openpyxl', source):.0f} MB")


def peak(which: str, source: Path) -> float:
    """Peak memory in MB of a process of its own that fills one department."""
    command = [sys.executable, "-m", "benchmarks", "--peak", which, str(source)]
    result = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(result.stdout.split()[-1])


def run_for_peak(which: str, source: Path) -> None:
    if which == "ours":
        ours(source)
    else:
        with tempfile.TemporaryDirectory() as folder:
            finished = fill(source, Path(folder) / "finished.xlsx").path
            with_openpyxl.fill(template_path(), with_openpyxl.work_of(template_path(), finished))
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(kilobytes / (1024 * 1024 if sys.platform == "darwin" else 1024))


def main() -> None:
    if sys.argv[1:2] == ["--peak"]:
        run_for_peak(sys.argv[2], Path(sys.argv[3]))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        measure("sample", departments.sample(folder / "sample"), folder)
        measure("1000 lines", departments.large(folder / "large"), folder)
        from benchmarks import report

        report.measure(folder)


if __name__ == "__main__":
    main()
