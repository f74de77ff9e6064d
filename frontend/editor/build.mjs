// Bundles the editor and puts the licences of what is in it beside it.
import { readFile, readdir, writeFile } from "node:fs/promises";
import { build } from "esbuild";

const TARGET = "../../static/vendor/editor";

const { metafile } = await build({
  entryPoints: ["src/main.js"],
  outfile: `${TARGET}/editor.js`,
  bundle: true,
  minify: true,
  metafile: true,
  charset: "utf8",
  format: "iife",
  target: "es2020",
  logLevel: "warning",
  legalComments: "none",
});

const packages = new Set(Object.keys(metafile.inputs).flatMap((path) => /^node_modules\/([^/]+)\//.exec(path)?.[1] ?? []));
const texts = await Promise.all([...packages].sort().map(licence));
await writeFile(`${TARGET}/LICENSES.txt`, texts.join("\n\n"));

async function licence(name) {
  const folder = `node_modules/${name}`;
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
  return `${name}\n\n${file ? await readFile(`${folder}/${file}`, "utf8") : "MIT"}`.trim();
}
