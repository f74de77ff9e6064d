// Read-aloud with the browser's own voices: 连读 reads on from the focus, 指读 reads what is pointed at or focused.
(function () {
  "use strict";
  const portal = window.mingchuang;
  const synthesis = window.speechSynthesis;
  const BLOCK = "h1, h2, h3, h4, p, li, dt, dd, th, td, caption, figcaption, a, button, label, div";
  const SENTENCE = /[^。！？；!?;\n]+[。！？；!?;]*/g;
  const highlights = window.CSS && CSS.highlights;
  let queue = [];
  let at = -1;
  let turn = 0;
  let pointing = false;
  let marked = null;
  let lastPointed = null;

  function chineseVoice() {
    return synthesis.getVoices().find((voice) => /^(zh|cmn)/i.test(voice.lang));
  }

  function visible(node) {
    const box = node.parentElement;
    return box && !box.closest("[hidden], script, style, .visually-hidden, .tools") && box.getClientRects().length > 0;
  }

  function textNodes(root) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) if (walker.currentNode.data.trim() && visible(walker.currentNode)) found.push(walker.currentNode);
    return found;
  }

  function runs(root) {
    const groups = [];
    let last = null;
    textNodes(root).forEach((node) => {
      const block = node.parentElement.closest(BLOCK.replace("a, button, label, ", "")) || root;
      if (block !== last) groups.push([]);
      groups[groups.length - 1].push(node);
      last = block;
    });
    return groups;
  }

  function place(nodes, offset) {
    let rest = offset;
    for (const node of nodes) {
      if (rest <= node.data.length) return [node, rest];
      rest -= node.data.length;
    }
    const end = nodes[nodes.length - 1];
    return [end, end.data.length];
  }

  function sentences(root) {
    return runs(root).flatMap((nodes) => {
      const text = nodes.map((node) => node.data).join("");
      return Array.from(text.matchAll(SENTENCE)).filter((match) => match[0].trim()).map((match) => {
        const range = new Range();
        range.setStart(...place(nodes, match.index));
        range.setEnd(...place(nodes, match.index + match[0].length));
        return { text: match[0].replace(/\s+/g, " ").trim(), range };
      });
    });
  }

  function unmark() {
    if (highlights) highlights.delete("reading");
    if (marked) marked.classList.remove("reading-block");
    marked = null;
  }

  function mark(range) {
    unmark();
    const block = range.startContainer.parentElement;
    if (highlights) highlights.set("reading", new Highlight(range));
    else {
      marked = block;
      marked.classList.add("reading-block");
    }
    if (pointing) return; // what is pointed at is in sight; scrolling would move something else under the pointer
    const box = range.getBoundingClientRect();
    if (box.top < 60 || box.bottom > window.innerHeight - 150) block.scrollIntoView({ block: "center" });
  }

  function stop() {
    turn += 1;
    at = -1;
    synthesis.cancel();
    unmark();
    paint();
  }

  function speak(index) {
    if (index >= queue.length) {
      stop();
      return pointing ? null : portal.say("已读完");
    }
    const mine = (turn += 1);
    const words = new SpeechSynthesisUtterance(queue[index].text);
    at = index;
    words.lang = "zh-CN";
    words.voice = chineseVoice();
    words.rate = portal.settings.rate;
    words.volume = portal.settings.volume;
    words.onend = () => mine === turn && speak(index + 1);
    words.onerror = (event) => mine === turn && !/cancel|interrupt/.test(event.error) && fail();
    mark(queue[index].range);
    synthesis.speak(words);
    return paint();
  }

  function fail() {
    stop();
    portal.say("朗读未能进行，请稍后再试，或使用系统自带的读屏软件。");
  }

  function ready() {
    if (chineseVoice()) return true;
    portal.say("这台设备没有中文语音，不能朗读。请在系统设置中安装中文语音包，或使用读屏软件。");
    return false;
  }

  function start(root, from) {
    synthesis.cancel();
    queue = sentences(root);
    const first = from ? queue.findIndex((item) => from.compareDocumentPosition(item.range.startContainer) & 20) : 0;
    speak(Math.max(0, first));
  }

  function readOn() {
    if (at >= 0 && !pointing) return stop();
    if (!ready()) return null;
    setPointing(false);
    const main = document.querySelector("main");
    const focus = document.activeElement;
    return start(main, main.contains(focus) && focus !== main ? focus : null);
  }

  function setPointing(on) {
    pointing = on;
    portal.settings.pointing = on;
    portal.changed();
    paint();
  }

  function readPointed() {
    if (pointing) {
      setPointing(false);
      return stop();
    }
    if (!ready()) return null;
    stop();
    setPointing(true);
    return portal.say("指读已打开：鼠标或键盘移到哪里就读哪里");
  }

  function point(node) {
    const block = pointing && node instanceof Element && node.closest(BLOCK);
    if (!block || block === lastPointed || block.closest(".tools") || block.querySelector("h1, h2, h3, p, li, table")) return;
    lastPointed = block;
    start(block, null);
  }

  function adjust(name, step, least, most, label) {
    const value = Math.min(most, Math.max(least, portal.settings[name] + step));
    portal.settings[name] = Math.round(value * 100) / 100;
    portal.changed();
    portal.say(label + "：" + Math.round(portal.settings[name] * 100) + "%");
    if (at >= 0) {
      synthesis.cancel();
      speak(at);
    }
  }

  function paint() {
    const press = (name, on) => {
      document.querySelectorAll('[data-speech="' + name + '"]').forEach((control) => {
        control.setAttribute("aria-pressed", String(on));
      });
    };
    press("on", at >= 0 && !pointing);
    press("point", pointing);
  }

  const acts = {
    on: readOn,
    point: readPointed,
    stop: () => {
      if (pointing) setPointing(false);
      stop();
      portal.say("已停止朗读");
    },
    slower: () => adjust("rate", -0.25, 0.5, 2, "语速"),
    faster: () => adjust("rate", 0.25, 0.5, 2, "语速"),
    quieter: () => adjust("volume", -0.2, 0.2, 1, "音量"),
    louder: () => adjust("volume", 0.2, 0.2, 1, "音量"),
  };

  function unsupported() {
    document.querySelectorAll("[data-speech]").forEach((control) => (control.disabled = true));
  }

  if (!synthesis || !window.SpeechSynthesisUtterance) return unsupported();
  synthesis.getVoices();
  portal.onPress("[data-speech]", (control) => acts[control.dataset.speech]());
  portal.shortcuts.KeyR = readOn;
  portal.shortcuts.KeyP = readPointed;
  document.addEventListener("pointerover", (event) => point(event.target));
  document.addEventListener("focusin", (event) => point(event.target));
  document.addEventListener("keydown", (event) => event.key === "Escape" && at >= 0 && stop());
  window.addEventListener("pagehide", () => synthesis.cancel());
  pointing = Boolean(portal.settings.pointing);
  return paint();
})();
