"""Questions asked of a page in the browser. Each returns a list of offenders in words; empty is good."""

from pathlib import Path

from playwright.sync_api import Page

AXE = (Path(__file__).parent / "vendor/axe.min.js").read_text()
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]

OVERFLOWING = """() => {
  const width = document.documentElement.clientWidth
  if (document.documentElement.scrollWidth <= width) return []
  const clips = (box) => ["auto", "scroll", "hidden"].includes(getComputedStyle(box).overflowX)
  const inClip = (box) => { for (let p = box.parentElement; p; p = p.parentElement) if (clips(p)) return true; return false }
  const wide = [...document.body.querySelectorAll("*")]
    .filter((box) => box.getBoundingClientRect().right > width + 0.5 && !inClip(box))
  return ["page is " + document.documentElement.scrollWidth + " wide in " + width,
    ...wide.slice(0, 5).map((box) => box.tagName + "." + box.className + " " + box.textContent.trim().slice(0, 30))]
}"""

SMALL_TEXT = """(least) => {
  const seen = new Set()
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const box = walker.currentNode.parentElement
    if (!walker.currentNode.data.trim() || box.closest(".visually-hidden, [aria-hidden], script, option") || !box.getClientRects().length)
      continue
    const size = parseFloat(getComputedStyle(box).fontSize)
    if (size < least) seen.add(size.toFixed(1) + "px " + box.tagName + "." + box.className + " " + walker.currentNode.data.trim().slice(0, 20))
  }
  return [...seen]
}"""

SMALL_TARGETS = """([selector, least]) => [...document.querySelectorAll(selector)]
  .filter((box) => box.getClientRects().length && !box.closest(".visually-hidden") && getComputedStyle(box).display !== "inline")
  .map((box) => [box, box.getBoundingClientRect()])
  .filter(([box, place]) => place.height < least - 0.5 || place.width < least - 0.5)
  .map(([box, place]) => Math.round(place.width) + "x" + Math.round(place.height) + " " + box.tagName + "." + box.className + " " + box.textContent.trim().slice(0, 20))"""

FOCUS = """() => {
  const box = document.activeElement
  const style = getComputedStyle(box)
  const place = box.getBoundingClientRect()
  return {
    name: box.tagName + "." + box.className + " " + (box.textContent || box.name || "").trim().slice(0, 30),
    text: (box.textContent || "").trim(),
    href: box.getAttribute("href"),
    isBody: box === document.body,
    marked: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    seen: place.bottom > 0 && place.top < innerHeight && place.width > 0 && place.height > 0,
  }
}"""

CONTROLS = "a, button, input:not([type=hidden]), select, textarea, summary"
MAIN_CONTROLS = ".button, .tool, .strip-link, .doors a, input:not([type=hidden]), select, textarea, .pagination a, .tabs a, .actions a"


def axe_violations(page: Page) -> list[str]:
    """What axe-core finds wrong, one line per element."""
    page.evaluate(AXE)
    options = {"runOnly": AXE_RULES, "resultTypes": ["violations"]}
    found = page.evaluate("(options) => axe.run(document, options).then((result) => result.violations)", options)
    return [
        f"{rule['id']}: {node['html'][:160]} {node['failureSummary']}" for rule in found for node in rule["nodes"][:5]
    ]


def overflowing(page: Page) -> list[str]:
    """What makes the page scroll sideways."""
    return page.evaluate(OVERFLOWING)


def small_text(page: Page, least: float) -> list[str]:
    """Visible text of the content under `least` CSS pixels."""
    return page.evaluate(SMALL_TEXT, least)


def small_targets(page: Page, selector: str, least: float) -> list[str]:
    """What can be pressed, stands for itself (not inside a sentence) and is under `least` CSS pixels wide or high."""
    return page.evaluate(SMALL_TARGETS, [selector, least])


def focus(page: Page) -> dict:
    """Where the focus is, and whether it can be seen."""
    return page.evaluate(FOCUS)
