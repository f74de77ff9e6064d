// An editor of official documents on every textarea with data-editor. Without this script the textarea does.
import { baseKeymap, chainCommands, exitCode } from "prosemirror-commands";
import { dropCursor } from "prosemirror-dropcursor";
import { gapCursor } from "prosemirror-gapcursor";
import { history, redo, undo } from "prosemirror-history";
import { inputRules, wrappingInputRule } from "prosemirror-inputrules";
import { keymap } from "prosemirror-keymap";
import { splitListItem } from "prosemirror-schema-list";
import { EditorState } from "prosemirror-state";
import { goToNextCell, tableEditing } from "prosemirror-tables";
import { EditorView } from "prosemirror-view";
import { indent, mark, outdent, setStyle } from "./commands.js";
import { element } from "./dialog.js";
import { toDocument, toHtml } from "./html.js";
import { figureView, footnoteView } from "./nodeviews.js";
import { pasting } from "./pasting.js";
import { pictureSource } from "./pictures.js";
import { askFootnote, askLink, askPicture } from "./questions.js";
import { schema } from "./schema.js";
import { toolbar } from "./toolbar.js";

const { nodes } = schema;

function start(textarea) {
  const label = document.querySelector(`label[for="${textarea.id}"]`);
  const status = element("p", { class: "editor-status", role: "status" });
  const counter = element("span", { class: "editor-count" });
  const editor = { source: pictureSource(textarea), toggleFull: () => toggleFull(box), toggleSource: () => toggleSource(editor, parts) };
  const tools = toolbar(editor);
  const ground = element("div", { class: "editor-ground" });
  const box = element("div", { class: "editor" }, tools.bar, tools.tableBar, ground, element("div", { class: "editor-foot" }, status, counter));
  const parts = { box, ground, tools, textarea, status };
  textarea.before(box);
  ground.append(textarea);
  textarea.hidden = true;
  const show = (state) => {
    tools.update(state);
    counter.textContent = `${state.doc.textContent.replace(/\s/g, "").length} 字`;
  };
  editor.view = new EditorView({ mount: ground.insertBefore(element("div", { class: "editor-text" }), textarea) }, {
    state: EditorState.create({ doc: toDocument(textarea.value), plugins: plugins(editor, textarea, (text) => (status.textContent = text)) }),
    attributes: attributesOf(textarea, label),
    nodeViews: { figure: figureView(editor.source), footnote: footnoteView },
    dispatchTransaction(transaction) {
      const state = editor.view.state.apply(transaction);
      editor.view.updateState(state);
      if (transaction.docChanged) textarea.value = toHtml(state.doc);
      show(state);
    },
    handleDoubleClickOn: (view, pos, node) => openAtom(editor, node),
  });
  label?.addEventListener("click", () => textarea.hidden && editor.view.focus());
  editor.tools = tools;
  show(editor.view.state);
}

function attributesOf(textarea, label) {
  if (label && !label.id) label.id = `${textarea.id}_label`;
  const named = label ? { "aria-labelledby": label.id } : { "aria-label": "正文" };
  const described = textarea.getAttribute("aria-describedby");
  return { role: "textbox", "aria-multiline": "true", ...named, ...(described ? { "aria-describedby": described } : {}) };
}

function plugins(editor, textarea, say) {
  return [
    pasting({ textarea, say }),
    inputRules({ rules: [wrappingInputRule(/^\s*([-*•●])\s$/, nodes.bullet_list)] }),
    keymap(keys(editor)),
    keymap(baseKeymap),
    dropCursor(),
    gapCursor(),
    tableEditing(),
    history(),
  ];
}

function keys(editor) {
  const question = (ask) => () => (ask(editor), true);
  return {
    "Mod-z": undo,
    "Mod-y": redo,
    "Mod-Shift-z": redo,
    "Mod-b": mark("strong"),
    "Mod-i": mark("em"),
    "Mod-u": mark("underline"),
    "Mod-k": question(askLink),
    "Mod-]": indent,
    "Mod-[": outdent,
    "Mod-Alt-0": setStyle("paragraph"),
    "Mod-Alt-2": setStyle("h2"),
    "Mod-Alt-3": setStyle("h3"),
    "Mod-Alt-4": setStyle("h4"),
    Enter: chainCommands(openSelected(editor), splitListItem(nodes.list_item)),
    "Shift-Enter": chainCommands(exitCode, insertBreak),
    Tab: goToNextCell(1),
    "Shift-Tab": goToNextCell(-1),
    "Alt-F10": () => (editor.tools.focus(), true),
    Escape: () => leaveFull(editor),
  };
}

function insertBreak(state, dispatch) {
  if (dispatch) dispatch(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView());
  return true;
}

const openSelected = (editor) => (state) => Boolean(state.selection.node && openAtom(editor, state.selection.node));

function openAtom(editor, node) {
  const ask = { figure: askPicture, footnote: askFootnote }[node.type.name];
  if (ask) ask(editor);
  return Boolean(ask);
}

function toggleFull(box) {
  const isFull = box.classList.toggle("editor-full");
  document.documentElement.classList.toggle("editor-is-full", isFull);
  return isFull;
}

function leaveFull(editor) {
  const box = editor.view.dom.closest(".editor-full");
  if (box) [...box.querySelectorAll("button")].find((button) => button.textContent === "全屏").click();
  return Boolean(box);
}

function toggleSource(editor, { box, tools, textarea, status }) {
  const isSource = textarea.hidden;
  if (!isSource) {
    const doc = toDocument(textarea.value);
    const { tr } = editor.view.state;
    editor.view.dispatch(tr.replaceWith(0, tr.doc.content.size, doc.content));
  }
  textarea.hidden = !isSource;
  editor.view.dom.hidden = isSource;
  box.classList.toggle("editor-source", isSource);
  status.textContent = isSource ? "正在编辑 HTML 源码。再按一次“源码”回到正文。" : "";
  if (isSource) tools.tableBar.hidden = true;
  (isSource ? textarea : editor.view).focus();
  return isSource;
}

function startAll() {
  document.querySelectorAll("textarea[data-editor]").forEach(start);
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", startAll);
else startAll();
