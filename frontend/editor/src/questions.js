// What the toolbar asks before it acts.
import { NodeSelection } from "prosemirror-state";
import { insertFigure, insertFootnote, insertTable, linkAt, setCaption, setLink, tableAt } from "./commands.js";
import { ask, element, field } from "./dialog.js";
import { escapeHtml, textOf } from "./html.js";
import { schema } from "./schema.js";

const ADDRESS = /^(https?:\/\/|mailto:|tel:|\/(?!\/)|#fn)/i;

export async function askLink({ view }) {
  const href = linkAt(view.state);
  const fields = [
    field("href", "网址", { value: href, help: "以 https:// 开头；本站的写 / 开头的地址；电话写 tel:，邮箱写 mailto:。", autocomplete: "off" }),
    ...(view.state.selection.empty && !href ? [field("text", "显示的文字", { help: "说明点开以后是什么，不要写“点击这里”。" })] : []),
  ];
  const check = ({ href: address }) => (ADDRESS.test(address) ? "" : "网址不完整。请从浏览器的地址栏复制，以 https:// 开头。");
  const said = await ask({ title: "链接", fields, check, extra: href ? [["remove", "去掉链接"]] : [] });
  if (said) run(view, said.button ? setLink(null) : setLink(said.href, said.text));
  view.focus();
}

export async function askFootnote({ view }) {
  const { selection } = view.state;
  const isOld = selection instanceof NodeSelection && selection.node.type === schema.nodes.footnote;
  const before = isOld ? selection.node.attrs.html : "";
  const value = textOf(before);
  const fields = [field("note", "脚注内容", { kind: "textarea", rows: 4, value, help: "编号按先后顺序自动生成，内容显示在正文末尾。" })];
  const check = ({ note }) => (note ? "" : "请填写脚注内容。不要这条脚注的，请取消后在正文中删除编号。");
  const said = await ask({ title: isOld ? "修改脚注" : "插入脚注", fields, check });
  if (said && said.note !== value) run(view, insertFootnote(escapeHtml(said.note).replace(/\s*\n\s*/g, " ")));
  view.focus();
}

export async function askTable({ view }) {
  const fields = [
    field("caption", "表题", { help: "如：表1 2026年救助标准。读屏软件先念表题。" }),
    field("rows", "行数（含表头）", { kind: "number", value: "3", min: "1", max: "200" }),
    field("columns", "列数", { kind: "number", value: "3", min: "1", max: "20" }),
    field("headRow", "第一行是表头", { kind: "checkbox", value: true }),
    field("headColumn", "第一列是表头", { kind: "checkbox" }),
  ];
  const check = ({ rows, columns }) =>
    within(rows, 200) && within(columns, 20) ? "" : "行数应为1至200，列数应为1至20。更大的表格请从 Word 或者 Excel 粘贴，或者作为附件上传。";
  const said = await ask({ title: "插入表格", fields, check });
  if (said) run(view, insertTable({ ...said, rows: Number(said.rows), columns: Number(said.columns) }));
  view.focus();
}

export async function askCaption({ view }) {
  const value = tableAt(view.state)?.node.attrs.caption || "";
  const said = await ask({ title: "表题", fields: [field("caption", "表题", { value, help: "留空就没有表题。" })] });
  if (said) run(view, setCaption(said.caption));
  view.focus();
}

/** Choose one of the stored pictures, or upload one. `source`: pictures.js. */
export async function askPicture({ view, source }) {
  const old = view.state.selection instanceof NodeSelection && view.state.selection.node.type === schema.nodes.figure;
  if (old) return changePicture(view);
  const fields = [...pictureChoice(source.pictures), ...(source.canUpload ? uploadFields() : [])];
  if (!fields.length) {
    await ask({ title: "插入图片", fields: [element("p", {}, "请先保存，再插入图片：图片要先存到这条信息的“图片”栏，并写好文字说明。")] });
    return view.focus();
  }
  let chosen = null;
  const check = async (values) => {
    if (!values.file) {
      chosen = source.pictures.find(({ id }) => String(id) === values.picture) || null;
      return chosen ? "" : "请选择一幅图片，或者选择要上传的文件。";
    }
    if (!values.alt) return "请填写文字说明：图上有什么、说明了什么。看不见图片的人靠它了解内容。";
    const answer = await source.upload(values);
    chosen = answer.picture;
    return answer.refusal || "";
  };
  const said = await ask({ title: "插入图片", fields, submit: "插入", check });
  if (said && chosen) run(view, insertFigure(source.figureOf(chosen)));
  return view.focus();
}

async function changePicture(view) {
  const { attrs } = view.state.selection.node;
  const fields = [
    field("alt", "文字说明", { kind: "textarea", rows: 3, value: attrs.alt, help: "图上有什么、说明了什么。必填。" }),
    field("caption", "图注", { value: attrs.caption, help: "显示在图下，可以留空。" }),
  ];
  const check = ({ alt }) => (alt ? "" : "请填写文字说明，看不见图片的人靠它了解内容。");
  const said = await ask({ title: "图片说明", fields, check });
  if (said) run(view, insertFigure({ ...attrs, ...said }));
  view.focus();
}

function pictureChoice(pictures) {
  if (!pictures.length) return [];
  const options = pictures.map(({ id, alt, preview }) =>
    element("label", { class: "editor-picture" }, element("input", { type: "radio", name: "picture", value: id }), element("img", { src: preview, alt: "" }), element("span", {}, alt)),
  );
  return [element("fieldset", { class: "editor-pictures" }, element("legend", {}, "这条信息的图片"), ...options)];
}

function uploadFields() {
  return [
    field("file", "上传新的图片", { kind: "file", accept: "image/jpeg,image/png,image/webp" }),
    field("alt", "新图片的文字说明", { help: "图上有什么、说明了什么。上传时必填。" }),
    field("caption", "新图片的图注", { help: "显示在图下，可以留空。" }),
  ];
}

function within(text, most) {
  return /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= most;
}

function run(view, command) {
  command(view.state, view.dispatch);
}
