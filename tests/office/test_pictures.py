"""Charts as pictures: crisp, repeatable, and drawn in proportion."""

import io
from decimal import Decimal

import pytest
from PIL import Image

from xltools.model.narrative import Chart, ChartKind, Counted, Number
from xltools.office.pictures.canvas import COLOURS, DOTS_PER_INCH, WIDTH
from xltools.office.pictures.drawing import draw
from xltools.office.pictures.fonts import ChineseFont, find_chinese_font

FONT = find_chinese_font()
pytestmark = pytest.mark.skipif(FONT is None, reason="no Chinese font")


def chart(kind: ChartKind, *values: int, series: int = 1) -> Chart:
    numbers = tuple(Number(Decimal(value), "万元", 2, Counted("", "", "")) for value in values)
    names = tuple(f"第{index}项支出" for index in range(len(values)))
    return Chart(kind, "图", names, tuple((f"{2024 + index}年", numbers) for index in range(series)))


def opened(picture: bytes) -> Image.Image:
    return Image.open(io.BytesIO(picture))


def count(picture: bytes, colour: str) -> int:
    wanted = tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return sum(number for number, found in opened(picture).getcolors(1 << 24) if found == wanted)


@pytest.mark.parametrize("kind", ChartKind)
def test_size_and_resolution(kind):
    picture = opened(draw(chart(kind, 3, 1), FONT))
    assert picture.width == WIDTH
    assert round(picture.info["dpi"][0]) == DOTS_PER_INCH


@pytest.mark.parametrize("kind", ChartKind)
def test_the_same_chart_is_the_same_picture(kind):
    assert draw(chart(kind, 3, 1), FONT) == draw(chart(kind, 3, 1), FONT)


def test_slices_are_in_proportion():
    picture = draw(chart(ChartKind.PIE, 3, 1), FONT)
    # The squares of the legend have these colours too.
    assert count(picture, COLOURS[0]) / count(picture, COLOURS[1]) == pytest.approx(3, rel=0.03)


def test_bars_are_in_proportion():
    one, three = (count(draw(chart(ChartKind.BARS, 4, value), FONT), COLOURS[0]) for value in (0, 4))
    assert three / one == pytest.approx(2, rel=0.03)


def test_many_long_names_stay_on_the_picture():
    names = ("名称很长的一类支出名称很长的一类支出名称很长的一类支出",) * 26
    numbers = tuple(Number(Decimal(10**8), "万元", 2, Counted("", "", "")) for _ in names)
    picture = opened(draw(Chart(ChartKind.BARS, "图", names, (("金额", numbers),)), FONT))
    edge = picture.crop((0, 0, 10, picture.height))
    assert edge.getcolors() == [(10 * picture.height, (255, 255, 255))]
    right = picture.crop((picture.width - 5, 0, picture.width, picture.height))
    assert right.getcolors() == [(5 * picture.height, (255, 255, 255))]


@pytest.mark.parametrize("values", [(0, 0), (3, -1)])
def test_what_cannot_be_drawn(values):
    with pytest.raises(ValueError, match="图"):
        draw(chart(ChartKind.PIE, *values), FONT)


def test_a_font_without_chinese_is_none(tmp_path, monkeypatch):
    from xltools.office.pictures import fonts

    latin = tmp_path / "latin.ttf"
    latin.write_bytes(b"no font")
    monkeypatch.setattr(
        fonts, "_candidates", lambda: iter([ChineseFont(latin), ChineseFont(tmp_path / "absent")])
    )
    assert fonts.find_chinese_font.__wrapped__() is None
