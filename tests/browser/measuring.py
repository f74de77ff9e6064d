"""Questions asked of a page in the browser (measuring.js, axe-core). Each returns offenders in words; none is good."""

from pathlib import Path

from playwright.sync_api import Page

HERE = Path(__file__).parent
AXE = (HERE / "vendor/axe.min.js").read_text()
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = "(options) => axe.run(document, options).then((result) => result.violations)"
MEASURING = (HERE / "measuring.js").read_text().split("\n", 1)[1]

CONTROLS = "a, button, input:not([type=hidden]), select, textarea, summary"
MAIN_CONTROLS = (
    ".button, .tool, .strip-link, .doors a, .pagination a, .tabs a, .actions a, "
    "input:not([type=hidden]), select, textarea"
)


def axe_violations(page: Page) -> list[str]:
    """What axe-core finds wrong, one line per element."""
    page.evaluate(AXE)
    found = page.evaluate(RUN_AXE, {"runOnly": AXE_RULES, "resultTypes": ["violations"]})
    return [
        f"{rule['id']}: {node['html'][:160]} {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"][:5]
    ]


def overflowing(page: Page) -> list[str]:
    """What makes the page scroll sideways."""
    return _ask(page, "overflowing")


def small_text(page: Page, least: float) -> list[str]:
    """Visible text of the content under `least` CSS pixels."""
    return _ask(page, "smallText", least)


def small_targets(page: Page, selector: str, least: float) -> list[str]:
    """What can be pressed, stands for itself (not inside a sentence) and is under `least` CSS pixels wide or high."""
    return _ask(page, "smallTargets", [selector, least])


def focus(page: Page) -> dict:
    """Where the focus is, and whether it can be seen."""
    return _ask(page, "focus")


def _ask(page: Page, question: str, argument=None):
    return page.evaluate(f"(argument) => ({MEASURING})().{question}(argument)", argument)
