// The pictures stored with the publication: what they are, where staff see them, how one is added.

export function pictureSource(textarea) {
  const pictures = JSON.parse(textarea.dataset.pictures || "[]");
  const address = textarea.dataset.uploadUrl;
  return {
    pictures,
    canUpload: Boolean(address),
    previewOf: (src) => pictures.find(({ id }) => src.startsWith(`/pictures/${id}/`))?.preview || null,
    figureOf: ({ src, alt, caption, width, height }) => ({ src, alt, caption, width, height }),
    upload: (values) => upload(address, values, textarea.form, pictures),
  };
}

async function upload(address, { file, alt, caption }, form, pictures) {
  const data = new FormData();
  data.append("upload", file);
  data.append("alt", alt);
  data.append("caption", caption);
  try {
    const response = await fetch(address, { method: "POST", body: data, headers: { "X-CSRFToken": tokenOf(form) } });
    const answer = await response.json();
    if (response.ok) pictures.push(answer.picture);
    return answer;
  } catch {
    return { refusal: "图片没有上传成功。请先保存正文，再检查网络或者重新登录后重试。" };
  }
}

export function tokenOf(form) {
  return form?.querySelector("input[name=csrfmiddlewaretoken]")?.value || "";
}
