// The toolbar: one tab stop, arrow keys inside (WAI-ARIA toolbar), Alt+F10 comes from the text, Escape goes back.
import { redo, undo } from "prosemirror-history";
import {
  addColumnAfter, addColumnBefore, addRowAfter, addRowBefore, deleteColumn, deleteRow, deleteTable, isInTable,
  mergeCells, splitCell, toggleHeader,
} from "prosemirror-tables";
import * as commands from "./commands.js";
import { element } from "./dialog.js";
import * as questions from "./questions.js";

const { mark, isMarked, isInside } = commands;
const marked = (name) => (state) => isMarked(state, name);
const inside = (name) => (state) => isInside(state, name);

const MAIN = [
  [
    { label: "加粗", keys: "Ctrl+B", command: mark("strong"), pressed: marked("strong") },
    { label: "斜体", keys: "Ctrl+I", command: mark("em"), pressed: marked("em") },
    { label: "下划线", keys: "Ctrl+U", command: mark("underline"), pressed: marked("underline") },
    { label: "上标", command: mark("superscript"), pressed: marked("superscript") },
    { label: "下标", command: mark("subscript"), pressed: marked("subscript") },
    { label: "清除格式", command: commands.clearFormat },
  ],
  [
    { label: "符号列表", command: commands.toggleList("bullet_list"), pressed: inside("bullet_list") },
    { label: "数字列表", command: commands.toggleList("ordered_list"), pressed: inside("ordered_list") },
    { label: "降一级", title: "列表降一级", keys: "Ctrl+]", command: commands.indent },
    { label: "升一级", title: "列表升一级", keys: "Ctrl+[", command: commands.outdent },
    { label: "引用", command: commands.toggleQuote, pressed: inside("blockquote") },
    { label: "分隔线", command: commands.insertRule },
  ],
  [
    { label: "链接", keys: "Ctrl+K", ask: questions.askLink, pressed: marked("link") },
    { label: "脚注", ask: questions.askFootnote },
    { label: "图片", ask: questions.askPicture },
    { label: "表格", ask: questions.askTable },
  ],
  [
    { label: "撤销", keys: "Ctrl+Z", command: undo },
    { label: "重做", keys: "Ctrl+Y", command: redo },
  ],
];

const TABLE = [
  [
    { label: "上方插入行", command: addRowBefore },
    { label: "下方插入行", command: addRowAfter },
    { label: "左侧插入列", command: addColumnBefore },
    { label: "右侧插入列", command: addColumnAfter },
    { label: "删除行", command: deleteRow },
    { label: "删除列", command: deleteColumn },
  ],
  [
    { label: "合并单元格", command: mergeCells },
    { label: "拆分单元格", command: splitCell },
    { label: "表头行", title: "所在表格的第一行作表头", command: toggleHeader("row") },
    { label: "表头列", title: "所在表格的第一列作表头", command: toggleHeader("column") },
    { label: "表题", ask: questions.askCaption },
    { label: "删除表格", command: deleteTable },
  ],
];

const NUMBERS = [
  ["", "编号…"], ["chapter", "一、"], ["section", "（一）"], ["item", "1."], ["subitem", "（1）"], ["article", "第一条"],
  ["none", "去掉编号"], ["renumber", "全文重新编号"],
];

/** `editor`: {view, source, toggleFull, toggleSource}. Returns {bar, tableBar, update(state), focus()}. */
export function toolbar(editor) {
  const items = [];
  const style = select("段落样式", commands.STYLES, (value) => run(editor, commands.setStyle(value)));
  const number = select("编号", NUMBERS, (value) => {
    run(editor, value === "renumber" ? commands.renumber : commands.setNumber(value === "none" ? null : value));
    number.value = "";
  });
  const bar = element("div", { role: "toolbar", "aria-label": "正文工具栏", class: "editor-toolbar" });
  const tableBar = element("div", { role: "toolbar", "aria-label": "表格工具栏", class: "editor-toolbar editor-table-bar", hidden: true });
  bar.append(group([style, number]), ...groups(MAIN, editor, items), group([viewButton("全屏", editor.toggleFull, items), viewButton("源码", editor.toggleSource, items)]));
  tableBar.append(...groups(TABLE, editor, items));
  rove(bar, editor);
  rove(tableBar, editor);
  return { bar, tableBar, focus: () => bar.querySelector("[tabindex='0']").focus(), update: (state) => update(state, { style, items, tableBar }) };
}

function update(state, { style, items, tableBar }) {
  style.value = commands.styleAt(state);
  tableBar.hidden = !isInTable(state);
  for (const { button, command, pressed } of items) {
    if (pressed) button.setAttribute("aria-pressed", String(pressed(state)));
    if (command) button.setAttribute("aria-disabled", String(!command(state)));
  }
}

function groups(rows, editor, items) {
  return rows.map((row) => group(row.map((item) => actionButton(item, editor, items))));
}

function group(controls) {
  return element("span", { class: "editor-group" }, ...controls);
}

function actionButton({ label, title, keys, command, ask, pressed }, editor, items) {
  const hint = [title, keys].filter(Boolean).join("　") || null;
  const button = element("button", { type: "button", tabindex: "-1", title: hint, "aria-haspopup": ask ? "dialog" : null }, label);
  button.addEventListener("mousedown", (event) => event.preventDefault());
  button.addEventListener("click", () => (ask ? ask(editor) : run(editor, command)));
  items.push({ button, command, pressed });
  return button;
}

function viewButton(label, act, items) {
  const button = element("button", { type: "button", tabindex: "-1", "aria-pressed": "false" }, label);
  button.addEventListener("click", () => button.setAttribute("aria-pressed", String(act())));
  items.push({ button });
  return button;
}

function select(label, choices, act) {
  const control = element("select", { "aria-label": label, tabindex: "-1" }, ...choices.map(([value, text]) => element("option", { value }, text)));
  control.addEventListener("change", () => act(control.value));
  return control;
}

function run({ view }, command) {
  if (command(view.state)) command(view.state, view.dispatch, view);
  view.focus();
}

function rove(bar, editor) {
  const controls = [...bar.querySelectorAll("button, select")];
  controls[0].tabIndex = 0;
  bar.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return void editor.view.focus();
    const at = controls.indexOf(event.target);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: controls.length - 1 }[event.key];
    if (at === -1 || to === undefined) return;
    event.preventDefault();
    controls[(to + controls.length) % controls.length].focus();
  });
  bar.addEventListener("focusin", (event) => {
    for (const control of controls) control.tabIndex = control === event.target ? 0 : -1;
  });
}
