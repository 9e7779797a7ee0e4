// Bundles what the pages load into ../static: one file per entry, named by its content, so that
// browsers may keep it for ever; a manifest that says which; each also compressed once, here.
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { constants, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { PurgeCSS } from "purgecss";

const pages = "..";
const out = "../static";
const icons = "node_modules/@tabler/icons/icons/outline";

const tokens = (text) => text.match(/[\w-]+/g) ?? [];

// Of Tabler only what a template, a script or a page could name is kept.
const tabler = {
  name: "tabler",
  setup(own) {
    own.onLoad({ filter: /tabler\.css$/ }, async ({ path }) => {
      const [purged] = await new PurgeCSS().purge({
        content: [`${pages}/templates/**/*.html`, `${pages}/*.py`, `${pages}/*/*.py`, "src/*.js"],
        css: [{ raw: await readFile(path, "utf8") }],
        defaultExtractor: tokens,
        safelist: { standard: [/^data-bs-theme/, /^is-invalid$/, "html", "body"] },
      });
      return { contents: purged.css, loader: "css" };
    });
  },
};

async function sourceFiles(folder) {
  const found = await readdir(folder, { withFileTypes: true, recursive: true });
  return found
    .filter((each) => each.isFile() && /\.(html|py)$/.test(each.name))
    .map((each) => join(each.parentPath, each.name))
    .filter((each) => !each.includes("node_modules"));
}

// How templates and pages name an icon: icon("…"), and last in shown.empty(…, …, "…").
const named = [/\bicon(?:=|\(|": )\s*["']([a-z0-9-]+)["']/g, /\bshown\.empty\([^{}]*,\s*"([a-z0-9-]+)"\)\s*(?:\}\}|%\})/g];

// One file with a symbol for every icon that is named.
async function sprite() {
  const names = new Set();
  for (const file of await sourceFiles(pages)) {
    const text = await readFile(file, "utf8");
    for (const pattern of named) for (const [, name] of text.matchAll(pattern)) names.add(name);
  }
  const symbols = [];
  for (const name of [...names].sort()) {
    const svg = await readFile(join(icons, `${name}.svg`), "utf8").catch(() => {
      throw new Error(`no icon is called "${name}" (@tabler/icons, outline)`);
    });
    const inner = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
    symbols.push(`<symbol id="${name}" viewBox="0 0 24 24">${inner.replace(/\s+/g, " ").trim()}</symbol>`);
  }
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`;
}

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
const { metafile } = await build({
  entryPoints: ["src/app.js", "src/app.css", "src/public.js", "src/diagram.js", "src/diagram.css", "src/charts.js"],
  outdir: out,
  entryNames: "[name]-[hash]",
  bundle: true,
  minify: true,
  format: "iife",
  target: ["chrome119"],
  loader: { ".eot": "empty", ".ttf": "empty", ".woff": "empty", ".svg": "dataurl" },
  legalComments: "external",
  metafile: true,
  logLevel: "warning",
  plugins: [tabler],
});

const manifest = {};
for (const [path, made] of Object.entries(metafile.outputs)) {
  if (!made.entryPoint) continue;
  manifest[basename(made.entryPoint)] = basename(path);
}
const { createHash } = await import("node:crypto");
const drawn = await sprite();
manifest["icons.svg"] = `icons-${createHash("sha256").update(drawn).digest("hex").slice(0, 8)}.svg`;
await writeFile(join(out, manifest["icons.svg"]), drawn);
for (const file of Object.values(manifest)) {
  const bytes = await readFile(join(out, file));
  await writeFile(join(out, `${file}.gz`), gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION }));
}
await writeFile(join(out, "manifest.json"), `${JSON.stringify(manifest, null, 1)}\n`);
