"""What is written reads back the same: for made-up rows, and for the standard catalog itself."""

import io
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.spreadsheets import CatalogRow, SheetRows, read_catalog, write_csv, write_xlsx
from catalog.spreadsheets.rows import CHANNELS
from catalog.spreadsheets.text import one_line, tidy

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "catalog"
NO_CATALOG = {"domains", "provenance"}
FILES = sorted(path for path in FIXTURES.glob("*.csv") if path.stem not in NO_CATALOG)

letters = st.characters(codec="utf-8", exclude_categories=["Cs"]) | st.sampled_from(
    "=+-@'\"、；，,\n√□■（）县级 　"
)
words = st.text("县级政务公开目录预算abc0=+-@'", min_size=1, max_size=8).map(one_line).filter(bool)


def wording(least=1):
    return st.text(letters, max_size=30).map(tidy).filter(lambda text: len(text) >= least)


names = wording().map(one_line).filter(bool)
groups = st.builds("特定群体（{}）".format, words)
channels = st.lists(
    st.sampled_from(CHANNELS[:-1]) | st.builds("其他（{}）".format, words), unique=True, max_size=6
)


@st.composite
def catalog_rows(draw) -> CatalogRow:
    audience = draw(st.sampled_from(["", "全社会", "特定群体"]) | groups | groups.map("全社会、{}".format))
    tiers = draw(st.sets(st.sampled_from(["县级", "乡级", "村级"]), min_size=1))
    return CatalogRow(
        number=0,
        sequence=draw(wording(least=0).map(one_line)),
        level1=draw(st.sampled_from(["政策文件", "行政许可"]) | names),
        name=draw(names),
        content=draw(wording()),
        legal_basis=draw(wording(least=0)),
        time_limit=draw(wording()),
        responsible=draw(wording()),
        channels=tuple(draw(channels)),
        audience=audience,
        method=draw(st.sampled_from(["主动公开", "依申请公开"])),
        tiers=tuple(tier for tier in ("县级", "乡级", "村级") if tier in tiers),
    )


sheets = st.lists(catalog_rows(), max_size=5, unique_by=lambda row: (row.level1, row.name)).map(
    lambda rows: SheetRows("目录", tuple(rows))
)


def _read_back(data: bytes, filename: str):
    result = read_catalog(io.BytesIO(data), filename)
    assert not result.errors
    return result.sheets


@given(sheets)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_csv_reads_back_as_written(sheet):
    assert _read_back(write_csv(sheet), "目录.csv") == (sheet,)


@given(sheets)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_workbook_reads_back_as_written(sheet):
    assert _read_back(write_xlsx([sheet]), "目录.xlsx") == (sheet,)


@given(st.binary(max_size=300) | st.text(max_size=100).map(str.encode))
@settings(max_examples=100, deadline=None)
def test_reading_never_raises(data):
    assert read_catalog(io.BytesIO(data), "upload").errors


@given(st.text(letters, max_size=40))
def test_cleaning_twice_is_cleaning_once(text):
    assert tidy(tidy(text)) == tidy(text)
    assert one_line(one_line(text)) == one_line(text)


@pytest.fixture(scope="module")
def standard_catalog() -> tuple[SheetRows, ...]:
    return tuple(sheet for path in FILES for sheet in _read_back(path.read_bytes(), path.name))


def test_standard_catalog_reads_without_any_error(standard_catalog):
    assert len(standard_catalog) == 32
    assert sum(len(sheet.rows) for sheet in standard_catalog) == 1196
    assert [sheet.name for sheet in standard_catalog] == [path.stem for path in FILES]


def test_standard_catalog_reads_back_from_csv(standard_catalog):
    for sheet in standard_catalog:
        assert _read_back(write_csv(sheet), f"{sheet.name}.csv") == (sheet,)


def test_standard_catalog_reads_back_from_one_workbook_in_seconds(standard_catalog):
    data = write_xlsx(standard_catalog)
    started = time.perf_counter()
    assert _read_back(data, "目录.xlsx") == standard_catalog
    assert time.perf_counter() - started < 10
