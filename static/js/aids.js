// Reading guides (辅助线) and the large caption bar (大字幕): both follow the pointer and the keyboard focus.
(function () {
  "use strict";
  const portal = window.mingchuang;
  const NAMED = "a, button, summary, label, input, select, textarea, img, h1, h2, h3, h4, p, li, dt, dd, th, td, caption";
  const LONGEST = 90;
  let guides = null;
  let caption = null;

  function element(className) {
    const made = document.createElement("div");
    made.className = className;
    made.setAttribute("aria-hidden", "true");
    document.body.append(made);
    return made;
  }

  function drawGuides(x, y) {
    if (!guides) return;
    guides.across.style.transform = "translateY(" + y + "px)";
    guides.down.style.transform = "translateX(" + x + "px)";
  }

  function textOf(node) {
    const target = node.closest(NAMED);
    if (!target) return "";
    const label = target.getAttribute("aria-label") || target.getAttribute("alt") || target.value;
    return (label || target.textContent).replace(/\s+/g, " ").trim();
  }

  function showCaption(node) {
    if (!caption || !(node instanceof Element)) return;
    const text = textOf(node);
    if (!text) return;
    caption.classList.toggle("caption-bar-long", text.length > 24);
    caption.textContent = text.length > LONGEST ? text.slice(0, LONGEST) + "……" : text;
  }

  function update(settings) {
    const wantGuides = settings.aids.includes("guides");
    const wantCaption = settings.aids.includes("caption");
    if (wantGuides && !guides) guides = { across: element("guide guide-across"), down: element("guide guide-down") };
    if (!wantGuides && guides) {
      guides.across.remove();
      guides.down.remove();
      guides = null;
    }
    if (wantCaption && !caption) {
      caption = element("caption-bar");
      caption.textContent = "鼠标或键盘移到哪里，这里就用大字显示哪里";
    }
    if (!wantCaption && caption) {
      caption.remove();
      caption = null;
    }
  }

  document.addEventListener("pointermove", (event) => {
    if (!guides && !caption) return;
    requestAnimationFrame(() => drawGuides(event.clientX, event.clientY));
    showCaption(event.target);
  });

  document.addEventListener("focusin", (event) => {
    const box = event.target.getBoundingClientRect();
    drawGuides(box.left, box.bottom);
    showCaption(event.target);
  });

  portal.onChange(update);
  update(portal.settings);
})();
