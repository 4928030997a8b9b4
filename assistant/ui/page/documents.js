// The documents: what can be asked about, and the outline of each.

import { button, byId, el } from "./dom.js";
import { outlineView } from "./document_view.js";
import { showPlace } from "./evidence.js";

/** `askAbout(slug)` limits the next question to a document; `tools(one)` are further buttons on its card. */
export function showDocuments(all, askAbout, tools) {
  byId("document-list").replaceChildren(
    el("p", { className: "small" }, `${all.length}件の資料から答えます。新しい順に並べています。`),
    el("ul", { className: "cards" }, all.map((one) => el("li", {}, card(one, askAbout, tools)))),
  );
}

function card(one, askAbout, tools) {
  const open = (event, lines) => showPlace(one.slug, lines, { focus: true, from: event.currentTarget });
  const jump = (line) => showPlace(one.slug, [line, line], { focus: true, from: document.activeElement });
  const outline = el("details", { className: "card-outline" }, el("summary", {}, `目次（${one.outline.length}節）`));
  outline.addEventListener("toggle", () => {
    if (outline.open && outline.children.length === 1) outline.append(outlineView(one, jump));
  });
  return el(
    "article",
    { className: "card" },
    el("h3", {}, one.title),
    el(
      "p",
      { className: "card-facts" },
      one.status ? el("span", { className: "badge" }, one.status) : null,
      one.date ? el("span", { className: "together" }, one.date_in_words) : null,
      one.issuer ? el("span", {}, one.issuer) : null,
      one.series && one.newest ? el("span", { className: "badge strong" }, "この計画の最新の版") : null,
      one.derived ? el("span", { className: "small" }, "※題名などは自動で読み取り") : null,
    ),
    el(
      "dl",
      { className: "card-list" },
      fact("計画", one.series),
      fact("呼び名", one.aliases.slice(0, 5).join("、")),
      fact("出典", source(one.source)),
      fact("利用条件", one.licence),
      fact("名前", one.slug),
    ),
    el(
      "div",
      { className: "card-tools" },
      button("この資料に質問する", () => askAbout(one.slug)),
      button("原文を読む", (event) => open(event, null), { className: "plain" }),
      tools(one),
    ),
    outline,
  );
}

function fact(name, value) {
  return value ? el("div", {}, el("dt", {}, name), el("dd", {}, value)) : null;
}

function source(text) {
  return /^https?:\/\//.test(text) ? el("a", { href: text, rel: "noreferrer noopener", target: "_blank" }, text) : text;
}
