// Many questions at once: a table is chosen, looked at, answered row by row, and saved with its answers.

import { announce, button, byId, el } from "./dom.js";
import { confirmed } from "./dialog.js";
import { call, sendFile } from "./server.js";
import { download } from "./take_away.js";

const TOLD = 4; // times that the progress is said, the end included
const PATIENCE = 1000; // milliseconds that a stop waits for the row that is being answered; the server keeps it too

let place = ""; // the word for the server's place of our table
let running = null; // what stops the work that is on its way
let unsaved = false; // whether there are answers that nobody saved

export function startSheet() {
  const choice = byId("sheet-choice");
  choice.addEventListener("click", () => {
    choice.value = ""; // the same file, mended, can be chosen again
  });
  choice.addEventListener("change", choose);
  byId("sheet-choose").addEventListener("click", () => choice.click());
  window.addEventListener("beforeunload", (event) => {
    const isTheirs = document.body.classList.contains("ready") && !document.body.classList.contains("logged-out");
    if (unsaved && isTheirs) event.preventDefault(); // the browser asks; but what a log-out takes away is gone
  });
}

async function choose() {
  const [file] = byId("sheet-choice").files;
  if (!file) return;
  if (unsaved && !(await confirmed("別の表", "今の表には、まだダウンロードしていない回答があります。消えてもよいですか。", "消して別の表にする"))) {
    byId("sheet-choice").value = "";
    return;
  }
  unsaved = false;
  running?.abort();
  const old = place;
  place = "";
  byId("sheet-work").replaceChildren();
  announce("表を読んでいます");
  try {
    if (old) await call("sheet_forget", old);
    const { sheet, most_bytes: most } = await call("sheet_place");
    if (file.size > most) throw new Error(`ファイルが大きすぎます（${most / 1e6} MBまで）。質問の表だけのファイルにしてください。`);
    const table = await sendFile(`sheets/${sheet}`, file);
    if (byId("sheet-choice").files[0] !== file) return; // another was chosen meanwhile
    place = sheet;
    showTable(file, table);
  } catch (error) {
    if (byId("sheet-choice").files[0] === file) byId("sheet-work").replaceChildren(el("p", { className: "error", role: "alert" }, error.message));
  }
}

function showTable(file, { rows, first, named }) {
  const limited = first.some((row) => row.documents);
  const count = `「${file.name}」: ${rows.toLocaleString()}行の質問`;
  byId("sheet-work").replaceChildren(
    el("h3", { id: "sheet-name", tabIndex: -1 }, count),
    ...(named ? [] : [el("p", { className: "warning" }, "「質問」という列がないため、すべての行の1列目を質問として扱います。")]),
    el(
      "table",
      { className: "first-rows" },
      el("caption", {}, rows > first.length ? `はじめの${first.length}行` : "すべての行"),
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "行"), el("th", { scope: "col" }, "質問"), limited ? el("th", { scope: "col" }, "資料") : null)),
      el(
        "tbody",
        {},
        first.map((row, number) =>
          el("tr", {}, el("th", { scope: "row" }, String(number + 1)), el("td", {}, row.question || "（空）"), limited ? el("td", {}, row.documents) : null),
        ),
      ),
    ),
    el("div", { id: "sheet-answers", className: "sheet-progress" }),
    el("div", { id: "sheet-tools", className: "sheet-tools" }),
  );
  offer(rows, { rows, done: 0, errors: 0 });
  announce(`${count}があります`);
  byId("sheet-tools").firstElementChild.focus();
}

/** What can be done with the table as far as it is. */
function offer(rows, progress) {
  const { done } = progress;
  const file = button("回答の表をダウンロード", () => save(), { className: done === rows ? "primary" : "secondary" });
  const go = button(done ? "続きに答える" : "回答を始める", () => answer(rows, progress), { className: "primary" });
  byId("sheet-tools").replaceChildren(...(done < rows ? [go] : []), ...(done ? [file] : []));
}

async function answer(rows, progress) {
  const mine = place;
  const { signal } = (running = new AbortController());
  const bar = el("progress", { id: "sheet-bar", max: rows, value: progress.done });
  const said = el("p", { className: "small" }, inWords(progress));
  const box = byId("sheet-answers");
  box.replaceChildren(el("label", { for: "sheet-bar" }, "進み具合"), bar, said);
  byId("sheet-tools").replaceChildren(button("止める", () => running?.abort(), { className: "stop" }));
  byId("sheet-tools").firstElementChild.focus();
  byId("sheet-saved")?.remove(); // there will be more than what was saved
  announce("回答を始めました");
  let told = Math.floor((TOLD * progress.done) / rows);
  let failed = null;
  const stopped = new Promise((resolve) => signal.addEventListener("abort", () => setTimeout(resolve, PATIENCE)));
  while (progress.done < rows && !signal.aborted && !failed) {
    try {
      progress = (await Promise.race([call("sheet_rows", mine), stopped])) ?? progress;
    } catch (error) {
      failed = error;
    }
    if (mine !== place) return; // another table was chosen meanwhile
    unsaved = progress.done > 0;
    bar.value = progress.done;
    said.textContent = inWords(progress);
    const quarter = Math.floor((TOLD * progress.done) / rows);
    if (quarter > told && quarter < TOLD) announce(inWords(progress));
    told = quarter;
  }
  running = null;
  if (failed) box.append(el("p", { className: "error" }, failed.message));
  offer(rows, progress);
  byId("sheet-tools").firstElementChild?.focus();
  announce(failed ? failed.message : ended(progress, rows));
  if (!failed) said.textContent = ended(progress, rows);
}

const inWords = ({ rows, done, errors }) =>
  `${done.toLocaleString()}／${rows.toLocaleString()}行${errors ? `（答えられなかった行 ${errors.toLocaleString()}）` : ""}`;

function ended(progress, rows) {
  const end = progress.done < rows ? "止めました。答えた分は保存できます" : "終わりました";
  const why = progress.errors ? "答えられなかった理由は表の「注」の列にあります。" : "";
  return `${end}: ${progress.counted}。${why}`;
}

async function save() {
  try {
    const file = await call("sheet_file", place);
    download(file);
    unsaved = Boolean(running);
    tellSaved(`保存しました: ${file.name}`);
  } catch (error) {
    byId("sheet-answers").append(el("p", { className: "error", role: "alert" }, error.message));
  }
}

function tellSaved(text) {
  byId("sheet-saved")?.remove();
  byId("sheet-tools").after(el("p", { id: "sheet-saved", className: "done" }, text));
  announce(text);
}
