"""An inspector's day: from the county's figures to the single missing obligation, and out as a spreadsheet."""

import re
from io import BytesIO

from openpyxl import load_workbook


def test_from_the_matrix_to_the_missing_obligations(signed_in, site):
    page = signed_in("ducha")
    page.locator("#user-tools").get_by_role("link", name="公开情况督查").click()
    assert page.url == site.url + "/oversight/"
    page.get_by_role("link", name="对照表", exact=True).click()
    page.get_by_label("层级").select_option("乡级")
    page.get_by_role("button", name="查询").click()
    assert page.locator("#row-yunxi").is_visible()
    assert page.locator("#row-civil-affairs").count() == 0
    lacking = page.locator("#row-yunxi .lack").first
    number = int(re.search(r"\d+", lacking.inner_text())[0])
    lacking.click()
    assert page.locator(".freshness strong").inner_text() == str(number)
    first = page.locator("table.lines tbody tr").first
    assert "云溪镇" in first.inner_text()
    assert first.locator(".explanation span").count() >= 2
    check_export(page, number)


def check_export(page, number: int) -> None:
    """The spreadsheet has exactly the obligations on the page, under one row of headings."""
    with page.expect_download() as download:
        page.get_by_role("link", name="下载清单（XLSX）").click()
    sheet = load_workbook(BytesIO(download.value.path().read_bytes()), read_only=True).active
    rows = [row for row in sheet.iter_rows(values_only=True) if row[0]]
    assert "单位" in rows[0]
    assert len(rows) == number + 1


def test_a_clerk_is_not_an_inspector(signed_in, site):
    page = signed_in("jingban")
    assert page.get_by_role("link", name="公开情况督查").count() == 0
    assert page.goto(site.url + "/oversight/").status == 403
