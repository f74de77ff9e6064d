// Paste: the server cleans what word processors put on the clipboard (disclosure/writing/paste.py), one rule for all.
import { Plugin, PluginKey } from "prosemirror-state";
import { insertDocument } from "./commands.js";
import { escapeHtml, toDocument } from "./html.js";
import { tokenOf } from "./pictures.js";

const key = new PluginKey("pasting");
const UNNEEDED = /<(head|style|script|xml)\b[\s\S]*?<\/\1\s*>|<!--\[if gte[\s\S]*?<!\[endif\]-->/gi;
const EMBEDDED = /\s(src|href)\s*=\s*("(data|file):[^"]*"|'(data|file):[^']*')/gi;

export function pasting({ textarea, say }) {
  return new Plugin({
    key,
    state: {
      init: () => null,
      apply(tr, range) {
        const set = tr.getMeta(key);
        if (set !== undefined) return set;
        return range && { from: tr.mapping.map(range.from), to: tr.mapping.map(range.to) };
      },
    },
    props: {
      handleDOMEvents: { paste: (view, event) => take(view, event, { textarea, say }) },
      transformPastedHTML: (html) => html.replace(/\sstyle\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, ""),
      clipboardTextParser: (text) => toDocument(paragraphs(text)).slice(0),
    },
  });
}

function take(view, event, { textarea, say }) {
  const html = event.clipboardData?.getData("text/html") || "";
  const text = event.clipboardData?.getData("text/plain") || "";
  if (!html && event.clipboardData?.files.length) {
    event.preventDefault();
    say("图片不能直接粘贴。请用“图片”按钮上传，并填写文字说明。");
    return true;
  }
  if (!html || html.includes("data-pm-slice") || !textarea.dataset.cleanUrl) return false;
  event.preventDefault();
  insertCleaned(view, { html, text, textarea, say });
  return true;
}

async function insertCleaned(view, { html, text, textarea, say }) {
  const { from, to } = view.state.selection;
  view.dispatch(view.state.tr.setMeta(key, { from, to }));
  say("正在整理粘贴的内容…");
  const cleaned = await clean(html, textarea);
  const doc = toDocument(cleaned ?? paragraphs(text));
  const range = key.getState(view.state) || view.state.selection;
  view.dispatch(insertDocument(view.state.tr, range.from, range.to, doc).setMeta(key, null).setMeta("paste", true));
  const lost = /<img|<v:imagedata/i.test(html) ? "图片没有带过来，请用“图片”按钮上传并填写文字说明。" : "";
  say(cleaned === null ? "没有连上服务器，只粘贴了文字。请检查网络，需要时撤销后重新粘贴。" : `已粘贴，并去掉了多余的格式。${lost}`);
}

async function clean(html, textarea) {
  const body = new FormData();
  body.append("html", html.replace(UNNEEDED, "").replace(EMBEDDED, ""));
  try {
    const response = await fetch(textarea.dataset.cleanUrl, { method: "POST", body, headers: { "X-CSRFToken": tokenOf(textarea.form) } });
    const isJson = response.headers.get("content-type")?.includes("json");
    return response.ok && isJson ? (await response.json()).html : null;
  } catch {
    return null;
  }
}

function paragraphs(text) {
  const lines = text.split(/\r\n?|\n/).map((line) => line.replace(/^[\s\u3000]+|[\s\u3000]+$/g, ""));
  return lines.filter(Boolean).map((line) => `<p>${escapeHtml(line)}</p>`).join("");
}
