// Questions asked of a page. Each answers with a list of offenders in words; empty is good.
() => {
  const name = (box) => `${box.tagName}.${box.className} ${box.textContent.trim().slice(0, 30)}`;
  const isDrawn = (box) => box.getClientRects().length > 0 && !box.closest(".visually-hidden");

  function isClipped(box) {
    for (let parent = box.parentElement; parent; parent = parent.parentElement) {
      if (["auto", "scroll", "hidden"].includes(getComputedStyle(parent).overflowX)) return true;
    }
    return false;
  }

  function overflowing() {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const wide = [...document.body.querySelectorAll("*")].filter(
      (box) => box.getBoundingClientRect().right > root.clientWidth + 0.5 && !isClipped(box),
    );
    return [`page is ${root.scrollWidth} wide in ${root.clientWidth}`, ...wide.slice(0, 5).map(name)];
  }

  function smallText(least) {
    const found = new Set();
    const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const box = walker.currentNode.parentElement;
      if (!walker.currentNode.data.trim() || !isDrawn(box) || box.closest("[aria-hidden], option")) continue;
      // Text of a drawing is as large as the drawing is scaled.
      const scale = box.closest("svg")?.getScreenCTM().a ?? 1;
      const size = parseFloat(getComputedStyle(box).fontSize) * scale;
      if (size < least) found.add(`${size.toFixed(1)}px ${name(box)}`);
    }
    return [...found];
  }

  // What stands inside a sentence is as high as its line (WCAG 2.5.8, exception "inline").
  function smallTargets([selector, least]) {
    return [...document.querySelectorAll(selector)]
      .filter((box) => isDrawn(box) && getComputedStyle(box).display !== "inline")
      .map((box) => [box, box.getBoundingClientRect()])
      .filter(([, place]) => place.height < least - 0.5 || place.width < least - 0.5)
      .map(([box, place]) => `${Math.round(place.width)}x${Math.round(place.height)} ${name(box)}`);
  }

  function focus() {
    const box = document.activeElement;
    const style = getComputedStyle(box);
    const place = box.getBoundingClientRect();
    return {
      name: name(box),
      text: box.textContent.trim(),
      isBody: box === document.body,
      isMarked: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
      isSeen: place.bottom > 0 && place.top < innerHeight && place.width > 0 && place.height > 0,
    };
  }

  return { overflowing, smallText, smallTargets, focus };
}
