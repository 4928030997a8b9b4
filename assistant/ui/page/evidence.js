// The evidence panel: one place of a document, or two side by side; steps through the evidence of an answer.

import { announce, button, byId, el, isNarrow, onNarrow } from "./dom.js";
import { loadDocument } from "./document_view.js";
import { counterpart, editionName } from "./evidence_list.js";
import { paneView, placeName, settlePane } from "./evidence_pane.js";
import { closePassingOutline } from "./pane_outline.js";

const HINTS = [
  "回答の番号 [1] を選ぶと、その根拠が資料のどこにあるかを、ここに原文で示します。",
  "「前の根拠」「次の根拠」で順に、目次で節に移れます。Esc キーで回答に戻ります。",
  "「リンクをコピー」で、同じ箇所をもう一度開けるアドレスが得られます。",
];
const COLUMNS = ["旧", "新"];
const MOST_SAID = 120; // characters of a quote that are read out

let items = [];
let at = 0;
let sort = "根拠";
let back = null; // where the focus goes when the panel is left
let turn = 0; // of two places opened in a hurry, the last counts

const panel = () => byId("evidence");

export function startEvidence() {
  panel().addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !closePassingOutline(event.target.closest(".pane"))) leave();
  });
  onNarrow(() => setOpen(document.body.classList.contains("evidence-open")));
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
  const said = await show(focus);
  if (focus && said) announce(`${title()}を開きました。${said}`);
}

/** Show a place that no answer named: from a link, or from the outline of a document. */
export async function showPlace(slug, lines, options = {}) {
  const item = { number: 1, slug, lines, place: "", section: [], quote: "", column: null };
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

/** Put new content; the focus stays on the button of the same name, so that it can be pressed again. */
function fill(...children) {
  const content = byId("evidence-content");
  const held = content.contains(document.activeElement) ? document.activeElement.id : "";
  content.replaceChildren(...children);
  if (held) byId(held)?.focus();
}

/** Show where `at` is; gives what it is in words, or nothing where it could not be shown. */
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
    return "";
  }
  if (mine !== turn) return "";
  const panes = pair.map((one, place) => paneView(one, views[place], other && COLUMNS[one.column], sort === "関連する箇所"));
  const opened = pair.indexOf(item);
  const choice = other ? columnChoice(pair, panes) : null;
  fill(head(), ...(choice ? [choice] : []), el("div", { className: other ? "panes two" : "panes" }, panes));
  choose(panes, choice, opened);
  panes.forEach((pane, place) => settlePane(pane, pair[place], focus && place === opened));
  return `${editionName(views[opened])} ${placeName(item, views[opened])}`;
}

/** Which of two editions is to be seen, where there is room for one only. */
function columnChoice(pair, panes) {
  const choice = el("div", { className: "column-choice", role: "group", "aria-label": "表示する版" });
  const choices = pair.map((one, place) =>
    button(COLUMNS[one.column], () => {
      choose(panes, choice, place);
      announce(panes[place].getAttribute("aria-label"));
    }),
  );
  choice.append(...choices);
  return choice;
}

function choose(panes, choice, chosen) {
  panes.forEach((pane, place) => pane.classList.toggle("chosen", place === chosen));
  [...(choice?.children ?? [])].forEach((one, place) => one.setAttribute("aria-pressed", String(place === chosen)));
}

const title = () => (sort === "場所" ? "資料" : `${sort} ${at + 1}／${items.length}`);

function head() {
  const step = async (by) => {
    at = (at + by + items.length) % items.length;
    const said = await show(false);
    if (said) announce(`${title()}。${said}。${items[at].quote.trim().slice(0, MOST_SAID)}`);
  };
  const short = sort === "根拠" ? sort : "箇所";
  const steps = items.length > 1
    ? [
        button(`前の${short}`, () => step(-1), { className: "plain", id: "previous-evidence" }),
        button(`次の${short}`, () => step(1), { className: "plain", id: "next-evidence" }),
      ]
    : [];
  return el(
    "div",
    { className: "panel-head" },
    el("h2", { id: "evidence-head" }, title()),
    el("div", { className: "panel-tools" }, steps, button(back ? "回答に戻る" : "閉じる", leave, { className: "plain only-narrow", id: "close-evidence" })),
  );
}
