// What a text may hold. The same set as disclosure/html.py allows: what the editor cannot hold would be lost on saving.
import { Schema } from "prosemirror-model";
import { tableNodes } from "prosemirror-tables";

const KINDS = ["flush", "signature", "article"];

const paragraph = {
  content: "inline*",
  group: "block",
  attrs: { kind: { default: null } },
  parseDOM: [{ tag: "p", getAttrs: (dom) => ({ kind: KINDS.find((kind) => dom.classList.contains(kind)) || null }) }],
  toDOM: (node) => ["p", node.attrs.kind ? { class: node.attrs.kind } : {}, 0],
};

const heading = {
  content: "inline*",
  group: "block",
  defining: true,
  attrs: { level: { default: 2 } },
  parseDOM: [1, 2, 3, 4, 5, 6].map((n) => ({ tag: `h${n}`, attrs: { level: Math.min(4, Math.max(2, n)) } })),
  toDOM: (node) => [`h${node.attrs.level}`, 0],
};

const orderedList = {
  content: "list_item+",
  group: "block",
  attrs: { start: { default: 1 }, articles: { default: false } },
  parseDOM: [{ tag: "ol", getAttrs: (dom) => ({ start: dom.start, articles: dom.classList.contains("articles") }) }],
  toDOM: ({ attrs }) => {
    const kept = {};
    if (attrs.start !== 1) kept.start = attrs.start;
    if (attrs.articles) kept.class = "articles";
    return ["ol", kept, 0];
  },
};

const figure = {
  group: "block",
  atom: true,
  draggable: true,
  attrs: { src: {}, alt: {}, caption: { default: "" }, width: { default: null }, height: { default: null } },
  parseDOM: [
    { tag: "figure", getAttrs: (dom) => pictureIn(dom.querySelector("img"), dom.querySelector("figcaption")) },
    { tag: "img", getAttrs: (dom) => pictureIn(dom, null) },
  ],
  toDOM: ({ attrs: { src, alt, caption, width, height } }) => {
    const image = ["img", withoutEmpty({ src, alt, width, height })];
    return caption ? ["figure", image, ["figcaption", caption]] : ["figure", image];
  },
};

const footnote = {
  group: "inline",
  inline: true,
  atom: true,
  attrs: { html: {} },
  parseDOM: [{ tag: "span[data-footnote]", getAttrs: (dom) => ({ html: dom.dataset.footnote }) }],
  toDOM: (node) => ["span", { "data-footnote": node.attrs.html }],
};

function pictureIn(image, caption) {
  const src = image?.getAttribute("src") || "";
  const alt = image?.getAttribute("alt")?.trim();
  if (!alt || !/^\/pictures\/\d+\/\d+\/$/.test(src)) return false;
  const size = { width: image.getAttribute("width"), height: image.getAttribute("height") };
  return { src, alt, caption: caption?.textContent.trim() || "", ...size };
}

function withoutEmpty(attributes) {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value));
}

function tables() {
  const nodes = tableNodes({ tableGroup: "block", cellContent: "block+", cellAttributes: {} });
  const table = {
    ...nodes.table,
    attrs: { caption: { default: "" } },
    parseDOM: [
      { tag: "table", getAttrs: (dom) => ({ caption: dom.caption?.textContent.trim() || "" }) },
      { tag: "caption", ignore: true },
    ],
    toDOM: ({ attrs: { caption } }) =>
      caption ? ["table", ["caption", { contenteditable: "false" }, caption], ["tbody", 0]] : ["table", ["tbody", 0]],
  };
  return { ...nodes, table };
}

const nodes = {
  doc: { content: "block+" },
  paragraph,
  heading,
  blockquote: {
    content: "block+",
    group: "block",
    defining: true,
    parseDOM: [{ tag: "blockquote" }],
    toDOM: () => ["blockquote", 0],
  },
  horizontal_rule: { group: "block", parseDOM: [{ tag: "hr" }], toDOM: () => ["hr"] },
  ordered_list: orderedList,
  bullet_list: { content: "list_item+", group: "block", parseDOM: [{ tag: "ul" }], toDOM: () => ["ul", 0] },
  list_item: { content: "paragraph block*", defining: true, parseDOM: [{ tag: "li" }], toDOM: () => ["li", 0] },
  ...tables(),
  figure,
  text: { group: "inline" },
  hard_break: { inline: true, group: "inline", selectable: false, parseDOM: [{ tag: "br" }], toDOM: () => ["br"] },
  footnote,
};

const marks = {
  link: {
    attrs: { href: {}, title: { default: null } },
    inclusive: false,
    parseDOM: [{ tag: "a[href]", getAttrs: (dom) => ({ href: dom.getAttribute("href"), title: dom.getAttribute("title") }) }],
    toDOM: ({ attrs }) => ["a", withoutEmpty(attrs), 0],
  },
  strong: { parseDOM: [{ tag: "strong" }, { tag: "b" }], toDOM: () => ["strong", 0] },
  em: { parseDOM: [{ tag: "em" }, { tag: "i" }], toDOM: () => ["em", 0] },
  underline: { parseDOM: [{ tag: "u" }], toDOM: () => ["u", 0] },
  superscript: { excludes: "subscript", parseDOM: [{ tag: "sup" }], toDOM: () => ["sup", 0] },
  subscript: { excludes: "superscript", parseDOM: [{ tag: "sub" }], toDOM: () => ["sub", 0] },
};

export const schema = new Schema({ nodes, marks });
