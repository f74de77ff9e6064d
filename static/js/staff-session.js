// Says two minutes before the session ends that it will, and lets the clerk go on. Without this nothing is lost either.
(() => {
  "use strict";

  const address = document.currentScript.dataset.session;
  const WARN_BEFORE = 120;
  let timer;
  let notice;

  const token = () => document.querySelector("input[name=csrfmiddlewaretoken]")?.value;

  function closeNotice() {
    notice?.remove();
    notice = undefined;
  }

  function show(text, mayGoOn) {
    closeNotice();
    notice = document.createElement("div");
    notice.className = "session-notice";
    notice.setAttribute("role", "alert");
    const words = document.createElement("p");
    words.textContent = text;
    notice.append(words);
    if (mayGoOn && token()) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button";
      button.textContent = "继续使用";
      button.addEventListener("click", () => ask("POST"));
      notice.append(button);
    }
    document.body.append(notice);
  }

  function react({ left, at_most: atMost }) {
    clearTimeout(timer);
    if (left <= 0) {
      show("登录已经到时。请先不要关闭本页：提交时会请您重新登录，填写的内容会保留。", false);
    } else if (left > WARN_BEFORE) {
      closeNotice();
      timer = setTimeout(() => ask("GET"), (left - WARN_BEFORE + 1) * 1000);
    } else {
      const minutes = Math.max(1, Math.round(left / 60));
      const mayGoOn = atMost > left + 1;
      const why = mayGoOn ? "您很久没有操作" : "本次登录时间已满";
      const what = mayGoOn ? "还要继续的，请按“继续使用”。" : "请先保存，再重新登录。";
      show(`${why}，${minutes}分钟以后自动退出登录。${what}`, mayGoOn);
      timer = setTimeout(() => ask("GET"), (left + 1) * 1000);
    }
  }

  async function ask(method) {
    const headers = method === "POST" ? { "X-CSRFToken": token() } : {};
    try {
      const answer = await fetch(address, { method, headers, credentials: "same-origin" });
      if (answer.ok) react(await answer.json());
    } catch {
      timer = setTimeout(() => ask("GET"), 60000);
    }
  }

  ask("GET");
})();
