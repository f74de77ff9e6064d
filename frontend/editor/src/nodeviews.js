// How pictures and footnotes look while writing.
import { element } from "./dialog.js";
import { textOf } from "./html.js";

export function figureView(source) {
  return (node) => {
    const { src, alt, caption } = node.attrs;
    const preview = source.previewOf(src);
    const image = preview
      ? element("img", { src: preview, alt })
      : element("p", { class: "editor-missing" }, `图片“${alt}”不在这条信息的“图片”栏中，请删除或者重新插入。`);
    const words = element("figcaption", {}, caption || "（没有图注）", element("small", {}, `文字说明：${alt}`));
    return { dom: element("figure", { class: "editor-figure" }, image, words) };
  };
}

export function footnoteView(node) {
  const dom = element("sup", { class: "editor-footnote", title: textOf(node.attrs.html) });
  return { dom };
}
