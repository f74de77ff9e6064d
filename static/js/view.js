// Loaded before the first paint: puts the visitor's own settings on <html>. An address that carries options (/v/elder/) wins.
(function () {
  "use strict";
  const KEY = "mingchuang-view";
  const root = document.documentElement;
  const fromAddress = root.className.split(/\s+/).filter((name) => name.startsWith("view-"));

  function read() {
    try {
      return JSON.parse(localStorage.getItem(KEY)) || {};
    } catch {
      return {};
    }
  }

  function write(settings) {
    try {
      localStorage.setItem(KEY, JSON.stringify(settings));
    } catch {
      return false;
    }
    return true;
  }

  function apply(settings) {
    const views = fromAddress.length ? fromAddress : (settings.views || []).map((name) => "view-" + name);
    const aids = (settings.aids || []).map((name) => "aid-" + name);
    root.className = ["js", settings.open ? "tools-open" : ""].concat(views, aids).join(" ").trim();
  }

  apply(read());
  window.mingchuang = { read, write, apply, addressViews: fromAddress.map((name) => name.slice(5)) };
})();
