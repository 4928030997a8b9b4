// Which documents and editions may answer; none chosen means all.

import { announce, button, byId, el } from "./dom.js";

let documents = [];
const chosen = new Set();
const ALL = "すべての資料から答えます";

export const selectedDocuments = () => documents.map((one) => one.slug).filter((slug) => chosen.has(slug));

/** Lay out the choices: the editions of one plan together, then everything else. What was chosen stays so. */
export function startFilter(all) {
  documents = all;
  const series = [...new Set(all.map((one) => one.series))].sort((one, other) => (one === "") - (other === ""));
  const groups = series.map((name) =>
    el(
      "fieldset",
      {},
      el("legend", {}, name || (series.length > 1 ? "その他の資料" : "資料")),
      all.filter((one) => one.series === name).map(choice),
    ),
  );
  const search = all.length > 8 ? el("input", { type: "search", "aria-label": "資料名で絞り込む", placeholder: "資料名で絞り込む", oninput: (event) => narrow(event.target.value) }) : null;
  byId("filter-clear").onclick = clear;
  byId("filter-choices").replaceChildren(
    el(
      "div",
      { className: "filter-quick" },
      button("すべての資料", () => selectDocuments([]), { className: "plain" }),
      button("最新の版だけ", () => selectDocuments(all.filter((one) => one.newest).map((one) => one.slug)), { className: "plain" }),
      search,
    ),
    ...groups,
  );
  selectDocuments([...chosen]);
}

function choice(one) {
  const input = el("input", {
    type: "checkbox",
    value: one.slug,
    onchange: (event) => {
      if (event.target.checked) chosen.add(one.slug);
      else chosen.delete(one.slug);
      showChosen();
    },
  });
  const beside = [one.date_in_words, one.status].filter(Boolean).join("・");
  return el("label", { className: "choice" }, input, el("span", {}, one.title, beside ? el("span", { className: "small" }, `（${beside}）`) : null));
}

function narrow(text) {
  for (const label of byId("filter-choices").querySelectorAll(".choice")) label.hidden = !label.textContent.includes(text);
}

export function selectDocuments(slugs) {
  chosen.clear();
  slugs.filter((slug) => documents.some((one) => one.slug === slug)).forEach((slug) => chosen.add(slug));
  for (const input of byId("filter-choices").querySelectorAll("input[type=checkbox]")) input.checked = chosen.has(input.value);
  showChosen();
}

/** All documents answer again. */
function clear() {
  selectDocuments([]);
  byId("filter-toggle").focus();
  announce(ALL);
}

function showChosen() {
  const slugs = selectedDocuments();
  byId("filter-summary").textContent = slugs.length > 1 ? severalOf(slugs) : filterName(slugs);
  byId("filter-clear").hidden = !slugs.length;
  byId("filter").classList.toggle("limited", chosen.size > 0);
}

/** What a choice is called in one line. */
export function filterName(slugs) {
  if (!slugs.length) return ALL;
  const names = slugs.map((slug) => documents.find((one) => one.slug === slug)).map((one) => (one ? `${one.title}${one.status ? `（${one.status}）` : ""}` : "今はない資料"));
  return names.length === 1 ? `${names[0]}だけから答えます` : `${severalOf(slugs)}: ${names.join("、")}`;
}

const severalOf = (slugs) => `${slugs.length}件の資料だけから答えます`;
