// The evidence panel: one place of a document, or two side by side; steps through the evidence of an answer.

import { announce, button, byId, el, isNarrow } from "./dom.js";
import { followOutline, linesView, loadDocument, outlineView, scrollToLine } from "./document_view.js";
import { counterpart, editionName } from "./evidence_list.js";
import { copyCitation, copyText } from "./copy.js";
import { pagesView } from "./page_image.js";
import { lineName, placeLink } from "./place.js";

const WIDE_ENOUGH = 560; // pixels of a pane that has room for its outline
const OUTLINE = "plan-assistant/outline";
const HINTS = [
  "回答の番号 [1] を選ぶと、その根拠が資料のどこにあるかを、ここに原文で示します。",
  "「前の根拠」「次の根拠」で順に、目次で節に移れます。Esc キーで回答に戻ります。",
  "「リンクをコピー」で、同じ箇所をもう一度開けるアドレスが得られます。",
];

let items = [];
let at = 0;
let sort = "根拠";
let back = null; // where the focus goes when the panel is left
let turn = 0; // of two places opened in a hurry, the last counts

const panel = () => byId("evidence");

export function startEvidence() {
  panel().addEventListener("keydown", (event) => {
    if (event.key === "Escape") leave();
  });
  clearEvidence();
}

export function clearEvidence() {
  items = [];
  turn += 1;
  fill(el("h2", { id: "evidence-head" }, "根拠"), el("ul", { className: "hint" }, HINTS.map((hint) => el("li", {}, hint))));
  setOpen(false);
}

/** Show one of some places. `focus`: go there; `from`: where Esc leads back to. */
export async function showEvidence(all, number, { kind = "根拠", focus = false, from = null, open = true } = {}) {
  items = all;
  at = Math.max(0, all.findIndex((item) => item.number === number));
  sort = kind;
  back = from ?? back;
  if (open) setOpen(true);
  await show(focus);
}

/** Show a place that no answer named: from a link, or from the outline of a document. */
export async function showPlace(slug, lines, options = {}) {
  const item = { number: 1, slug, lines, place: lines ? lineName(lines) : "", section: [], quote: "", column: null };
  await showEvidence([item], 1, { kind: "場所", ...options });
}

export function leave() {
  setOpen(false);
  if (back?.isConnected) back.focus();
}

function setOpen(open) {
  document.body.classList.toggle("evidence-open", open);
  const covers = open && isNarrow();
  for (const part of [byId("main"), byId("conversations"), document.querySelector(".top")]) part.inert = covers;
}

function fill(...children) {
  byId("evidence-content").replaceChildren(...children);
}

async function show(focus) {
  const mine = (turn += 1);
  const item = items[at];
  const other = counterpart(items, item);
  const pair = other ? [item, other].sort((one, two) => one.column - two.column) : [item];
  let views;
  try {
    views = await Promise.all(pair.map((one) => loadDocument(one.slug)));
  } catch (error) {
    if (mine === turn) fill(head(), el("p", { className: "error", role: "alert" }, error.message));
    return;
  }
  if (mine !== turn) return;
  const panes = pair.map((one, place) => paneView(one, views[place], other && ["旧", "新"][one.column]));
  fill(head(), el("div", { className: other ? "panes two" : "panes" }, panes));
  panes.forEach((pane, place) => settle(pane, pair[place], focus && pair[place] === item));
  if (focus) announce(`${title()}を開きました。${editionName(views[pair.indexOf(item)])} ${item.place ?? ""}`);
}

const title = () => (sort === "場所" ? "資料" : `${sort} ${at + 1}／${items.length}`);

function head() {
  const step = (by) => {
    at = (at + by + items.length) % items.length;
    show(true);
  };
  const steps = items.length > 1
    ? [
        button(`前の${sort}`, () => step(-1), { className: "plain" }),
        button(`次の${sort}`, () => step(1), { className: "plain" }),
      ]
    : [];
  return el(
    "div",
    { className: "panel-head" },
    el("h2", { id: "evidence-head" }, title()),
    el("div", { className: "panel-tools" }, steps, button(back ? "回答に戻る" : "閉じる", leave, { className: "plain only-narrow", id: "close-evidence" })),
  );
}

function paneView(item, view, column) {
  const isRelated = sort === "関連箇所";
  const lines = item.lines ? clamp(item.lines, view.lines.length) : null;
  const box = linesView(view, lines, isRelated ? "関連箇所、" : "引用、");
  const moved = item.quote && lines && !stands(item.quote, view.lines.slice(lines[0] - 1, lines[1]));
  const outline = el("nav", { className: "outline", "aria-label": `${column ?? ""}目次（上下の矢印キーで移動）` }, outlineView(view, (line) => scrollToLine(box, line, { above: 0.02, focus: true })));
  const toggle = button("目次", () => setOutline(pane, pane.classList.contains("no-outline"), true), { className: "plain", "aria-expanded": "true" });
  const link = lines && placeLink(view.slug, lines);
  const pane = el(
    "section",
    { className: "pane", "aria-label": `${column ? `${column} ` : ""}${editionName(view)}` },
    el(
      "div",
      { className: "pane-head" },
      el(
        "p",
        { className: "edition" },
        column ? el("span", { className: "column-name" }, column) : null,
        el("strong", {}, view.title),
        view.status ? el("span", { className: "badge" }, view.status) : null,
        view.date ? el("span", { className: "date" }, view.date) : null,
      ),
      item.section.length ? el("p", { className: "path" }, item.section.join(" ＞ ")) : null,
      isRelated ? el("p", { className: "small" }, "質問に近い箇所です。答えそのものではありません。") : null,
      moved ? el("p", { className: "small warning" }, "この回答の後に資料が変わったため、行がずれている可能性があります。") : null,
      el(
        "div",
        { className: "pane-tools" },
        toggle,
        item.boxes?.length ? button("頁の画像", (event) => togglePages(event.target, pane, item), { className: "plain", "aria-pressed": "false" }) : null,
        link ? el("a", { href: link, className: "place" }, item.place || lineName(lines)) : null,
        link ? button("リンクをコピー", async (event) => said(event.target, (await copyText(new URL(link, location.href).href)) ? "コピーしました" : "コピーできません"), { className: "plain" }) : null,
        item.citation ? button("出典をコピー", async (event) => said(event.target, await copyCitation(item.citation).catch((error) => error.message)), { className: "plain" }) : null,
      ),
    ),
    el("div", { className: "pane-body" }, outline, box),
  );
  return pane;
}

async function togglePages(toggle, pane, item) {
  const body = pane.querySelector(".pane-body");
  const shown = body.querySelector(".page-images");
  toggle.setAttribute("aria-pressed", String(!shown));
  body.classList.toggle("as-pages", !shown);
  if (shown) {
    shown.remove();
    return;
  }
  try {
    body.append(await pagesView(item.slug, item.boxes));
    body.querySelector(".box")?.scrollIntoView({ block: "center" });
    announce("頁の画像を表示しました");
  } catch (error) {
    body.append(el("p", { className: "page-images error", role: "alert" }, error.message));
  }
}

function settle(pane, item, focus) {
  const box = pane.querySelector(".lines");
  setOutline(pane, pane.clientWidth >= WIDE_ENOUGH && wantsOutline(), false);
  if (item.lines) scrollToLine(box, Math.min(item.lines[0], box.querySelectorAll(".line").length), { focus });
  else if (focus) box.focus();
  followOutline(box, pane.querySelector(".outline"));
}

function setOutline(pane, open, chosen) {
  pane.classList.toggle("no-outline", !open);
  pane.querySelector("[aria-expanded]").setAttribute("aria-expanded", String(open));
  if (!chosen) return;
  try {
    localStorage.setItem(OUTLINE, open ? "on" : "off");
  } catch {
    // then it is asked again
  }
}

function wantsOutline() {
  try {
    return localStorage.getItem(OUTLINE) !== "off";
  } catch {
    return true;
  }
}

const clamp = ([first, last], most) => [Math.max(1, Math.min(first, most)), Math.max(1, Math.min(last, most))];

function stands(quote, lines) {
  const letters = (text) => text.replace(/\s/g, "");
  const start = letters(quote.split("\n").find((line) => line.trim()) ?? "").slice(0, 40);
  return letters(lines.join("")).includes(start);
}

function said(element, text) {
  const label = element.textContent;
  element.textContent = text;
  announce(element.textContent);
  setTimeout(() => {
    element.textContent = label;
  }, 2000);
}
