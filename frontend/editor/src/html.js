// Between the stored HTML and the document of the editor.
import { DOMParser as ModelParser, DOMSerializer } from "prosemirror-model";
import { schema } from "./schema.js";

const BACK = "返回正文";
const parser = ModelParser.fromSchema(schema);
const serializer = DOMSerializer.fromSchema(schema);

/** The document of `text`: HTML, or plain text in which an empty line ends a paragraph (as disclosure/admin/typed_text.py). */
export function toDocument(text) {
  return parser.parse(inlineFootnotes(detached(isHtml(text) ? text : paragraphs(text))));
}

/** HTML of `doc` as the server stores it; empty when there is nothing in it. */
export function toHtml(doc) {
  const holder = document.implementation.createHTMLDocument("").body;
  serializer.serializeFragment(doc.content, { document: holder.ownerDocument }, holder);
  holder.querySelectorAll("td, th, li").forEach(unwrapSingle);
  holder.querySelectorAll("table").forEach(headTable);
  for (const block of [...holder.children]) if (block.matches("p, h2, h3, h4") && isEmpty(block)) block.remove();
  collectFootnotes(holder);
  return [...holder.children].map((block) => block.outerHTML).join("\n");
}

export function escapeHtml(text) {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}

export function textOf(html) {
  return detached(html).textContent;
}

function detached(html) {
  return new DOMParser().parseFromString(html, "text/html").body;
}

function isHtml(text) {
  return /<(p|h[1-6]|ul|ol|table|blockquote|div|hr|figure|section|br|strong|b|em|i|u|a|sub|sup|span)(\s[^<>]*)?\/?>/i.test(text);
}

function paragraphs(text) {
  const blocks = text.replace(/\r\n?/g, "\n").split(/\n\s*\n/).map((block) => block.trim());
  return blocks.filter(Boolean).map((block) => `<p>${escapeHtml(block).replace(/\n/g, "<br>")}</p>`).join("");
}

function isEmpty(block) {
  return !block.textContent.trim() && !block.querySelector("img, [data-footnote]");
}

function unwrapSingle(item) {
  const first = item.firstElementChild;
  const others = [...item.children].slice(1);
  const isSingle = others.every((child) => item.tagName === "LI" && child.matches("ul, ol"));
  if (first?.tagName === "P" && !first.className && isSingle) first.replaceWith(...first.childNodes);
}

function headTable(table) {
  const rows = [...table.rows];
  const isHead = (row) => [...row.cells].every((cell) => cell.tagName === "TH");
  const count = rows.findIndex((row) => !isHead(row));
  const heads = count === -1 ? (rows.length > 1 ? 1 : 0) : count;
  table.querySelectorAll("th").forEach((cell) => cell.setAttribute("scope", rows.indexOf(cell.parentNode) < heads ? "col" : "row"));
  table.querySelector("caption")?.removeAttribute("contenteditable");
  if (!heads) return;
  const head = table.ownerDocument.createElement("thead");
  head.append(...rows.slice(0, heads));
  table.querySelector("tbody").before(head);
}

function inlineFootnotes(body) {
  const notes = new Map();
  for (const item of body.querySelectorAll("li[id^='fn-']")) {
    item.querySelectorAll("a[href^='#fnref-']").forEach((back) => back.remove());
    notes.set(`#${item.id}`, item.innerHTML.trim());
  }
  for (const link of body.querySelectorAll("a[href^='#fn-']")) {
    const note = notes.get(link.getAttribute("href"));
    if (note === undefined) continue;
    const mark = body.ownerDocument.createElement("span");
    mark.dataset.footnote = note;
    (link.closest("sup") || link).replaceWith(mark);
  }
  body.querySelectorAll("section.footnotes").forEach((section) => section.remove());
  return body;
}

function collectFootnotes(holder) {
  const marks = [...holder.querySelectorAll("[data-footnote]")];
  if (!marks.length) return;
  const items = marks.map((mark, index) => {
    const number = index + 1;
    const note = mark.dataset.footnote;
    mark.outerHTML = `<sup><a href="#fn-${number}" id="fnref-${number}">${number}</a></sup>`;
    return `<li id="fn-${number}">${note} <a href="#fnref-${number}">${BACK}</a></li>`;
  });
  holder.insertAdjacentHTML("beforeend", `<section class="footnotes"><ol>${items.join("")}</ol></section>`);
}
