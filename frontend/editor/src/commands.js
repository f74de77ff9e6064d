import { setBlockType, toggleMark, lift, wrapIn } from "prosemirror-commands";
import { Fragment, Slice } from "prosemirror-model";
import { liftListItem, sinkListItem, wrapInList } from "prosemirror-schema-list";
import { NodeSelection, Selection, TextSelection } from "prosemirror-state";
import { findTable } from "prosemirror-tables";
import { nextNumber, numberOf, renumbered, written } from "./numbering.js";
import { schema } from "./schema.js";

const { nodes, marks } = schema;
const SHORT = 40;

export const STYLES = [
  ["paragraph", "正文"],
  ["h2", "一级标题"],
  ["h3", "二级标题"],
  ["h4", "三级标题"],
  ["article", "条文"],
  ["flush", "顶格（主送机关）"],
  ["signature", "落款"],
];

/** The style of the paragraph the cursor stands in, as in STYLES. */
export function styleAt(state) {
  const node = state.selection.$from.parent;
  if (node.type === nodes.heading) return `h${node.attrs.level}`;
  return node.attrs.kind || "paragraph";
}

export function setStyle(style) {
  if (/^h\d$/.test(style)) return setBlockType(nodes.heading, { level: Number(style[1]) });
  return setBlockType(nodes.paragraph, { kind: style === "paragraph" ? null : style });
}

export const mark = (name) => toggleMark(marks[name]);

export function isMarked(state, name) {
  const { from, $from, to, empty } = state.selection;
  const type = marks[name];
  return empty ? Boolean(type.isInSet(state.storedMarks || $from.marks())) : state.doc.rangeHasMark(from, to, type);
}

export function isInside(state, name) {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth--) if ($from.node(depth).type === nodes[name]) return true;
  return false;
}

export const toggleList = (name) => (state, dispatch) =>
  (isInside(state, name) ? liftListItem(nodes.list_item) : wrapInList(nodes[name]))(state, dispatch);
export const toggleQuote = (state, dispatch) => (isInside(state, "blockquote") ? lift : wrapIn(nodes.blockquote))(state, dispatch);
export const indent = sinkListItem(nodes.list_item);
export const outdent = liftListItem(nodes.list_item);

export function clearFormat(state, dispatch) {
  const { from, to, empty } = state.selection;
  if (empty) return false;
  if (dispatch) dispatch(Object.values(marks).reduce((tr, type) => tr.removeMark(from, to, type), state.tr).scrollIntoView());
  return true;
}

export function insertRule(state, dispatch) {
  if (dispatch) dispatch(state.tr.replaceSelectionWith(nodes.horizontal_rule.create()).scrollIntoView());
  return true;
}

/** Number the paragraphs of the selection at `level`, counting on from what stands before them; null takes numbers away. */
export const setNumber = (level) => (state, dispatch) => {
  const places = selectedParagraphs(state);
  if (!places.length) return false;
  if (!dispatch) return true;
  const before = textsBefore(state.doc, places[0].pos);
  const { tr } = state;
  for (const { node, pos } of places) {
    const number = level && nextNumber(before, level);
    const text = write(tr, tr.mapping.map(pos), node, level, number);
    before.push(text);
  }
  dispatch(tr.scrollIntoView());
  return true;
};

/** Count every number of the document anew. */
export function renumber(state, dispatch) {
  const places = paragraphsOf(state.doc);
  const numbers = renumbered(places.map(({ node }) => node.textContent));
  if (!dispatch) return numbers.some(Boolean);
  const { tr } = state;
  numbers.forEach((found, index) => {
    if (found) replaceNumber(tr, places[index], found);
  });
  if (tr.docChanged) dispatch(tr);
  return true;
}

function replaceNumber(tr, { node, pos }, found) {
  const right = written(found.level, found.number);
  const old = node.textContent.slice(0, found.length);
  if (old.trimEnd() === right || old === right) return;
  const start = tr.mapping.map(pos) + 1;
  const kept = old.length - old.trimEnd().length;
  const first = node.firstChild;
  tr.replaceWith(start, start + found.length - kept, schema.text(right, first.marks));
}

function write(tr, pos, node, level, number) {
  const found = numberOf(node.textContent);
  if (found) tr.delete(pos + 1, pos + 1 + found.length);
  const rest = node.textContent.slice(found ? found.length : 0);
  retype(tr, pos, node, level, rest);
  if (!level) return rest;
  if (level === "article") {
    tr.insert(pos + 1, [schema.text(written(level, number), [marks.strong.create()]), schema.text("\u3000")]);
  } else tr.insert(pos + 1, schema.text(written(level, number)));
  return written(level, number) + rest;
}

function retype(tr, pos, node, level, text) {
  const isShort = text.length <= SHORT && !text.includes("。");
  if (level === "chapter") tr.setNodeMarkup(pos, nodes.heading, { level: 2 });
  else if (level === "section" && isShort) tr.setNodeMarkup(pos, nodes.heading, { level: 3 });
  else if (level) tr.setNodeMarkup(pos, nodes.paragraph, { kind: level === "article" ? "article" : null });
  else if (node.attrs.kind === "article") tr.setNodeMarkup(pos, nodes.paragraph, { kind: null });
}

function selectedParagraphs(state) {
  const { from, to } = state.selection;
  return paragraphsOf(state.doc).filter(({ node, pos }) => pos < to && pos + node.nodeSize > from);
}

function paragraphsOf(doc) {
  const found = [];
  doc.forEach((node, pos) => {
    if (node.isTextblock) found.push({ node, pos });
  });
  return found;
}

function textsBefore(doc, pos) {
  return paragraphsOf(doc).filter((place) => place.pos < pos).map(({ node }) => node.textContent);
}

export const insertTable = (wanted) => (state, dispatch) => {
  if (!dispatch) return true;
  const { tr } = state;
  const pos = state.selection.from;
  tr.replaceSelectionWith(emptyTable(wanted));
  const inside = tr.doc.resolve(Math.min(pos + 3, tr.doc.content.size));
  dispatch(tr.setSelection(TextSelection.near(inside)).scrollIntoView());
  return true;
};

function emptyTable({ rows, columns, headRow, headColumn, caption }) {
  const cell = (r, c) => ((headRow && r === 0) || (headColumn && c === 0) ? nodes.table_header : nodes.table_cell).createAndFill();
  const row = (r) => nodes.table_row.create(null, Array.from({ length: columns }, (_, c) => cell(r, c)));
  return nodes.table.create({ caption }, Array.from({ length: rows }, (_, r) => row(r)));
}

export function tableAt(state) {
  return findTable(state.selection.$from);
}

export const setCaption = (caption) => (state, dispatch) => {
  const found = tableAt(state);
  if (found && dispatch) dispatch(state.tr.setNodeMarkup(found.pos, null, { ...found.node.attrs, caption }));
  return Boolean(found);
};

export const insertFigure = (attrs) => (state, dispatch) => {
  if (dispatch) dispatch(state.tr.replaceSelectionWith(nodes.figure.create(attrs)).scrollIntoView());
  return true;
};

export const insertFootnote = (html) => (state, dispatch) => {
  const { selection, tr } = state;
  const isOld = selection instanceof NodeSelection && selection.node.type === nodes.footnote;
  const note = nodes.footnote.create({ html });
  if (dispatch) dispatch((isOld ? tr.replaceSelectionWith(note, false) : tr.insert(selection.to, note)).scrollIntoView());
  return true;
};

/** Set, change (href) or remove (null) the link of the selection; with nothing selected the address itself is inserted. */
export const setLink = (href, text) => (state, dispatch) => {
  const { from, to, empty } = linkRange(state);
  if (!dispatch) return true;
  const { tr } = state;
  if (empty && href) tr.insert(from, schema.text(text || href, [marks.link.create({ href })]));
  else {
    tr.removeMark(from, to, marks.link);
    if (href) tr.addMark(from, to, marks.link.create({ href }));
  }
  dispatch(tr.scrollIntoView());
  return true;
};

export function linkAt(state) {
  const found = marks.link.isInSet(state.selection.$from.marks()) || marks.link.isInSet(state.selection.$to.marks());
  return found ? found.attrs.href : "";
}

function linkRange(state) {
  const { from, to, empty, $from } = state.selection;
  const link = empty && marks.link.isInSet($from.marks());
  if (!link) return { from, to, empty };
  let start = $from.start();
  for (let index = 0; index < $from.parent.childCount; index++) {
    const child = $from.parent.child(index);
    const end = start + child.nodeSize;
    if (start <= from && from <= end && link.isInSet(child.marks)) return { from: start, to: end, empty: false };
    start = end;
  }
  return { from, to, empty };
}

/** Put a parsed document in place of the range, the cursor behind it: a single plain paragraph joins the line, blocks stay blocks. */
export function insertDocument(tr, from, to, doc) {
  const opens = (node) => (node && node.type === nodes.paragraph && !node.attrs.kind ? 1 : 0);
  const content = Fragment.from(doc.content);
  tr.replaceRange(from, to, new Slice(content, opens(content.firstChild), opens(content.lastChild)));
  return tr.setSelection(Selection.near(tr.doc.resolve(tr.mapping.map(to)), -1)).scrollIntoView();
}
