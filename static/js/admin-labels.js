// Fields that Django's scripts build anew have no name for a screen reader: they take the label of the field they stand for.
(() => {
  "use strict";
  const name = () => {
    for (const box of document.querySelectorAll("select + .select2-container")) {
      const label = box.previousElementSibling.labels?.[0]?.textContent.trim();
      for (const part of box.querySelectorAll("[role=combobox], [role=textbox]")) {
        part.removeAttribute("aria-labelledby");
        if (label) part.setAttribute("aria-label", label);
      }
    }
    for (const icon of document.querySelectorAll(".search-label-icon[aria-label]")) icon.setAttribute("role", "img");
  };
  const isNew = (node) => node.nodeType === 1 && node.matches(".select2-container, .selector, .selector *");
  new MutationObserver((changes) => {
    if (changes.some((change) => [...change.addedNodes].some(isNew))) name();
  }).observe(document.body, { childList: true, subtree: true });
  name();
})();
