// One question in a modal dialog. It stands at the end of the page: a form inside the admin's form would not do.

let serial = 0;

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return made;
}

/** A labelled field. `kind`: text, number, url, textarea, checkbox, file. */
export function field(name, label, { kind = "text", help = "", value = "", ...attributes } = {}) {
  const id = `editor-field-${++serial}`;
  const isArea = kind === "textarea";
  const described = help ? `${id}-help` : null;
  const input = element(isArea ? "textarea" : "input", { id, name, type: isArea ? null : kind, "aria-describedby": described, ...attributes });
  if (kind === "checkbox") input.checked = Boolean(value);
  else if (kind !== "file") input.value = value;
  const text = element("label", { for: id }, label);
  const note = help ? element("p", { id: described, class: "editor-help" }, help) : null;
  const parts = kind === "checkbox" ? [element("span", {}, input, text)] : [text, input];
  return element("div", { class: "editor-field" }, ...parts, note);
}

/**
 * Ask. `check(values)` returns a sentence when something is wrong, or "" (may be async).
 * Resolves with the values, the name of an extra button ({ button }), or null when cancelled.
 */
export function ask({ title, fields, submit = "确定", extra = [], check = () => "" }) {
  return new Promise((resolve) => {
    const id = `editor-dialog-${++serial}`;
    const alert = element("p", { class: "editor-alert", role: "alert" });
    const cancel = element("button", { type: "button" }, "取消");
    const more = extra.map(([name, label]) => element("button", { type: "button", value: name }, label));
    const buttons = element("div", { class: "editor-dialog-buttons" }, element("button", { type: "submit", class: "default" }, submit), ...more, cancel);
    const form = element("form", { method: "dialog", novalidate: true }, element("h2", { id }, title), ...fields, alert, buttons);
    const dialog = element("dialog", { class: "editor-dialog", "aria-labelledby": id }, form);
    const close = (value) => {
      dialog.close();
      dialog.remove();
      resolve(value);
    };
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const values = valuesOf(form);
      const wrong = await check(values);
      if (wrong) alert.textContent = wrong;
      else close(values);
    });
    cancel.addEventListener("click", () => close(null));
    more.forEach((button) => button.addEventListener("click", () => close({ button: button.value })));
    dialog.addEventListener("cancel", () => close(null));
    document.body.append(dialog);
    dialog.showModal();
  });
}

function valuesOf(form) {
  const values = {};
  for (const input of form.elements) {
    if (!input.name) continue;
    if (input.type === "radio") {
      if (input.checked) values[input.name] = input.value;
    } else if (input.type === "checkbox") values[input.name] = input.checked;
    else if (input.type === "file") values[input.name] = input.files[0] || null;
    else values[input.name] = input.value.trim();
  }
  return values;
}
