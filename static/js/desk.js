// The open draft says every minute that its writer is still there, and warns when a colleague took it over.
(() => {
  "use strict";
  const main = document.querySelector("#content-main form [name=base_version]");
  if (!main || main.disabled) return;
  const address = new URL("../pen/", location.href);
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const say = (text) => {
    const note = document.createElement("p");
    note.className = "errornote";
    note.setAttribute("role", "alert");
    note.textContent = text;
    document.querySelector("#content-main").prepend(note);
  };
  const timer = setInterval(async () => {
    try {
      const answer = await fetch(address, { method: "POST", headers: { "X-CSRFToken": token } });
      if (!answer.ok) return;
      const pen = await answer.json();
      if (!pen.mine) {
        say(`${pen.holder}已经接手编辑这份稿子。请先复制您刚写的内容，再与同事商量。`);
        clearInterval(timer);
      }
    } catch {
      // Offline for a while: the next minute asks again.
    }
  }, 60000);
})();
