// Documents added, replaced and removed by those who may; others see none of this.

import { announce, button, byId, el } from "./dom.js";
import { clearProgress, follow, showFailure } from "./change.js";
import { confirmed } from "./dialog.js";
import { askForms } from "./document_form.js";
import { call } from "./server.js";
import { forget, sendAll } from "./uploads.js";

let documents = () => [];
let changed = async () => {};
let busy = false;

/**
 * Show what an editor needs. `all()` are the documents that are there, `refresh()` is called when they changed.
 * Resolves to what stands on the card of a document: `tools(one)`, a list of buttons.
 */
export async function startEditing(all, refresh) {
  documents = all;
  changed = refresh;
  const terms = await call("editing").catch(() => ({ may_edit: false }));
  if (!terms.may_edit) return () => [];
  byId("editing").hidden = false;
  if (terms.why_not) {
    byId("editing").replaceChildren(el("p", { className: "warning" }, terms.why_not));
    return () => [];
  }
  byId("editing").replaceChildren(...dropZone(terms), el("div", { id: "change", className: "change" }));
  if (terms.change.running) watch(terms.change.job);
  return (one) => [
    button("差し替える", () => choose(terms, one.slug), { className: "plain", "aria-label": `「${one.title}」を差し替える` }),
    button("取り除く", () => remove(one), { className: "plain danger-text", "aria-label": `「${one.title}」を取り除く` }),
  ];
}

function dropZone(terms) {
  const zone = el(
    "div",
    { className: "drop-zone" },
    el("h3", {}, "資料を加える"),
    el("p", { className: "small" }, `${terms.formats.map((ending) => ending.slice(1)).join("・")}。1件 ${terms.most_bytes / 1e6} MBまで。ここにファイルを置くこともできます。`),
    button("ファイルを選ぶ", () => choose(terms, "")),
  );
  const over = (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    zone.classList.add("dropping");
  };
  zone.addEventListener("dragenter", over);
  zone.addEventListener("dragover", over);
  zone.addEventListener("dragleave", () => zone.classList.remove("dropping"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("dropping");
    bring([...event.dataTransfer.files], "");
  });
  return [zone];
}

function choose(terms, replaces) {
  const input = el("input", { type: "file", multiple: !replaces, accept: terms.formats.join(",") });
  input.addEventListener("change", () => bring([...input.files], replaces));
  input.click();
}

/** Send files, ask what to say of them, and begin. */
async function bring(files, replaces) {
  if (!files.length || busy) return;
  busy = true;
  const { arrived, refused } = await sendAll(files, replaces);
  busy = false;
  if (!arrived.length) return showFailure(...refused);
  clearProgress();
  announce("内容を確かめてください");
  const tickets = arrived.map((one) => one.ticket);
  const begun = await askForms({ arrived, refused, replaces, documents: documents(), submit: (additions) => call("change", additions, []) });
  if (begun) await watch(begun.job);
  return forget(tickets);
}

async function remove(one) {
  try {
    const { file, entry, seen } = await call("removal", one.slug);
    const what = `『${one.title}』のファイル「${file}」${entry ? "と、目録の記載" : ""}を消し、この資料からは答えなくなります。画面からは元に戻せません。`;
    if (!(await confirmed("資料を取り除く", what, "取り除く"))) return;
    const begun = await call("change", [], [{ slug: one.slug, seen }]);
    await watch(begun.job);
  } catch (error) {
    showFailure(error.message);
  }
}

async function watch(job) {
  byId("editing").scrollIntoView({ block: "nearest" });
  if (await follow(job)) await changed();
}
