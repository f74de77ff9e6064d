// The 无障碍浏览 toolbar: views (colours, sizes, elderly mode), aids, shortcuts; and the print and copy buttons.
(function () {
  "use strict";
  const portal = window.mingchuang;
  const THEMES = ["white-black", "blue-yellow", "yellow-black", "black-yellow"];
  const SIZES = ["", "text-large", "text-larger", "text-largest"];
  const SIZE_NAMES = ["标准", "125%", "150%", "200%"];
  const EXCLUSIVE = [THEMES, SIZES];
  const settings = Object.assign({ views: [], aids: [], rate: 1, volume: 1 }, portal.read());
  const panel = document.getElementById("tools");
  const opener = document.querySelector("[data-tools-open]");
  const status = document.querySelector("[data-tools-status]");
  const listeners = [];

  if (portal.addressViews.length) settings.views = portal.addressViews.slice();

  function say(message) {
    status.textContent = "";
    requestAnimationFrame(() => (status.textContent = message));
  }

  function changed() {
    portal.write(settings);
    portal.apply(settings);
    paint();
    listeners.forEach((listener) => listener(settings));
  }

  // On /v/… the server puts the classes on every page, so a change goes back to the plain address.
  function viewsChanged() {
    if (!portal.addressViews.length) return changed();
    portal.write(settings);
    location.assign(location.href.replace(/\/v\/[^/]+\//, "/"));
  }

  function without(list, names) {
    return list.filter((name) => !names.includes(name));
  }

  function setView(name, on) {
    const group = EXCLUSIVE.find((names) => names.includes(name)) || [name];
    settings.views = without(settings.views, group).concat(on && name ? [name] : []);
    viewsChanged();
  }

  function toggleView(name, label) {
    const on = !settings.views.includes(name);
    setView(name, on);
    say((on ? "已打开：" : "已关闭：") + label);
  }

  function clearTheme() {
    settings.views = without(settings.views, THEMES);
    viewsChanged();
    say("已恢复原始配色");
  }

  function stepSize(step) {
    const now = Math.max(0, SIZES.findIndex((name) => name && settings.views.includes(name)));
    const next = Math.min(SIZES.length - 1, Math.max(0, now + step));
    if (next === now) return say(step > 0 ? "已是最大字号" : "已是标准字号");
    setView(SIZES[next], true);
    say("字号：" + SIZE_NAMES[next]);
  }

  function toggleAid(name, label) {
    const on = !settings.aids.includes(name);
    settings.aids = without(settings.aids, [name]).concat(on ? [name] : []);
    changed();
    say((on ? "已打开：" : "已关闭：") + label);
  }

  function reset() {
    Object.assign(settings, { views: [], aids: [], rate: 1, volume: 1 });
    viewsChanged();
    say("已恢复默认设置");
  }

  function setOpen(open) {
    settings.open = open;
    changed();
    if (open) panel.querySelector("a, button").focus();
    else opener.focus();
  }

  function leave() {
    reset();
    setOpen(false);
  }

  function nextTheme() {
    const now = THEMES.findIndex((name) => settings.views.includes(name));
    const next = THEMES[now + 1];
    if (!next) return clearTheme();
    setView(next, true);
    say("配色：" + document.querySelector('.tool[data-view="' + next + '"]').dataset.label);
  }

  function paint() {
    document.querySelectorAll("[data-view]").forEach((control) => {
      const name = control.dataset.view;
      if (name) control.setAttribute("aria-pressed", String(settings.views.includes(name)));
    });
    document.querySelectorAll("[data-aid]").forEach((control) => {
      control.setAttribute("aria-pressed", String(settings.aids.includes(control.dataset.aid)));
    });
    const themed = THEMES.some((name) => settings.views.includes(name));
    document.querySelectorAll("[data-theme-none]").forEach((control) => {
      control.setAttribute("aria-pressed", String(!themed));
    });
    opener.setAttribute("aria-expanded", String(Boolean(settings.open)));
  }

  function onPress(selector, act) {
    document.querySelectorAll(selector).forEach((control) => {
      control.addEventListener("click", (event) => {
        event.preventDefault();
        act(control);
      });
      if (control.tagName !== "A") return;
      control.setAttribute("role", "button");
      control.removeAttribute("aria-current");
      control.addEventListener("keydown", (event) => {
        if (event.key !== " ") return;
        event.preventDefault();
        act(control);
      });
    });
  }

  function toggleHelp(control) {
    const help = document.getElementById("tools-help");
    help.hidden = !help.hidden;
    control.setAttribute("aria-expanded", String(!help.hidden));
  }

  function copyAddress(control) {
    const done = () => (control.querySelector("[data-copy-text]").textContent = "已复制网址");
    if (navigator.clipboard) navigator.clipboard.writeText(control.dataset.copyLink || location.href).then(done);
  }

  // Tables written in an article get the same keyboard-scrollable frame as the portal's own.
  function frameTables() {
    document.querySelectorAll(".prose > table").forEach((table) => {
      const frame = document.createElement("div");
      const caption = table.querySelector("caption");
      frame.className = "table-scroll";
      frame.tabIndex = 0;
      frame.setAttribute("role", "region");
      frame.setAttribute("aria-label", caption ? caption.textContent.trim() : "表格，可左右滚动");
      table.replaceWith(frame);
      frame.append(table);
    });
  }

  const shortcuts = {
    KeyE: () => toggleView("elder", "长者模式"),
    KeyC: nextTheme,
    Equal: () => stepSize(1),
    Minus: () => stepSize(-1),
    KeyM: () => toggleAid("pointer", "大鼠标"),
    KeyG: () => toggleAid("guides", "辅助线"),
    KeyT: () => toggleAid("caption", "大字幕"),
    Digit0: reset,
    KeyH: () => setOpen(!settings.open),
  };

  document.addEventListener("keydown", (event) => {
    const act = event.altKey && event.shiftKey && !event.ctrlKey && shortcuts[event.code];
    if (!act) return;
    event.preventDefault();
    act();
  });

  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") setOpen(false);
  });

  onPress("[data-tools-open]", () => setOpen(!settings.open));
  onPress("[data-tools-leave]", leave);
  onPress("[data-tools-reset]", reset);
  onPress("[data-tools-help]", toggleHelp);
  onPress("[data-view]", (control) => toggleView(control.dataset.view, control.dataset.label));
  onPress("[data-theme-none]", clearTheme);
  onPress("[data-size-step]", (control) => stepSize(Number(control.dataset.sizeStep)));
  onPress("[data-aid]", (control) => toggleAid(control.dataset.aid, control.textContent.trim()));
  onPress("[data-print]", () => window.print());
  onPress("[data-copy-link]", copyAddress);
  opener.setAttribute("aria-controls", "tools");
  frameTables();
  paint();

  Object.assign(portal, { settings, say, changed, shortcuts, onPress, onChange: (listener) => listeners.push(listener) });
})();
