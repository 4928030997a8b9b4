// An answer as elements: its statements with marks, a table of two editions, notices, and the list of its evidence.

import { doubt, sureness } from "./confidence.js";
import { el, isNarrow } from "./dom.js";
import { editionView, evidenceOf, framedText, relatedOf } from "./evidence_list.js";
import { showEvidence } from "./evidence.js";
import { placeLink } from "./place.js";

/** The whole answer of a turn, finished or growing. */
export function answerView(turn) {
  const { reply } = turn;
  const { answer } = reply;
  const refused = answer.status === "not_found";
  return el(
    "div",
    { className: refused ? "answer refused" : "answer" },
    doubt(answer) ? el("p", { className: "warning doubt" }, doubt(answer)) : null,
    statementsView(reply),
    turn.stopped ? el("p", { className: "small warning" }, "途中で止めました。") : null,
    answer.notices.length ? el("ul", { className: "notices", "aria-label": "注意" }, answer.notices.map((notice) => el("li", {}, notice))) : null,
    refused ? relatedList(reply) : [citationList(reply), relatedDetails(reply)],
    el("p", { className: "small facts" }, facts(answer)),
  );
}

function facts(answer) {
  if (answer.status === "not_found") return sureness(answer);
  const who = answer.composer === "extractive" ? "資料の抜き書き" : `対話モデル（${answer.composer}）の文を引用で確認`;
  return `${who}・${sureness(answer)}`;
}

function statementsView(reply) {
  const { statements } = reply.answer;
  const compared = statements.filter((statement) => statement.column !== null);
  const rest = statements.filter((statement) => statement.column === null);
  return [compared.length ? comparison(reply, compared) : null, ...runs(rest).map((run) => runView(reply, run))];
}

/** Neighbouring statements of one sort: quotes make a list, frames stand alone. */
function runs(statements) {
  const all = [];
  for (const statement of statements) {
    const list = all.at(-1);
    if (statement.kind === "quote" && list?.[0].kind === "quote") list.push(statement);
    else all.push([statement]);
  }
  return all;
}

function runView(reply, run) {
  if (run.length > 1) return el("ul", { className: "statements" }, run.map((one) => el("li", {}, one.text, marks(reply, one))));
  const [{ kind, text }] = run;
  return el("p", { className: kind }, kind === "frame" ? framedText(reply, text) : text, marks(reply, run[0]));
}

function comparison(reply, statements) {
  const columns = [...new Set(statements.map((statement) => statement.column))].sort();
  const heads = columns.map((column) => statements.find((one) => one.column === column && one.kind === "frame"));
  const cells = columns.map((column, place) => statements.filter((one) => one.column === column && one !== heads[place]));
  return el(
    "table",
    { className: "comparison" },
    el("caption", { className: "hidden" }, "新旧の比較"),
    el("thead", {}, el("tr", {}, heads.map((head) => el("th", { scope: "col" }, columnHead(reply, head?.text ?? ""))))),
    el(
      "tbody",
      {},
      el(
        "tr",
        {},
        cells.map((cell) => el("td", {}, cell.length ? el("ul", {}, cell.map((one) => el("li", { className: one.kind }, one.kind === "frame" ? framedText(reply, one.text) : one.text, marks(reply, one)))) : "記載は見つかりませんでした")),
      ),
    ),
  );
}

function columnHead(reply, text) {
  const match = /^([旧新]) (.+):$/.exec(text);
  return match ? [el("span", { className: "column-name" }, match[1]), ...framedText(reply, match[2])] : framedText(reply, text);
}

function marks(reply, statement) {
  return statement.citations.map((number) => mark(reply, number));
}

/** [1]: a click opens the evidence and goes there; coming by keyboard shows it beside. */
function mark(reply, number) {
  const items = evidenceOf(reply);
  const item = items.find((one) => one.number === number);
  if (!item) return `[${number}]`;
  return placeAnchor(items, item, "根拠", { className: "mark", "aria-label": `根拠[${number}] ${item.title} ${item.place}` }, `[${number}]`);
}

function placeAnchor(items, item, kind, options, ...children) {
  const open = (event, focus) => showEvidence(items, item.number, { kind, focus, from: event.currentTarget });
  return el(
    "a",
    {
      href: placeLink(item.slug, item.lines),
      onclick: (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return; // the browser opens a tab of its own
        event.preventDefault();
        open(event, true);
      },
      onfocus: (event) => {
        if (!isNarrow() && event.currentTarget.matches(":focus-visible")) open(event, false);
      },
      ...options,
    },
    ...children,
  );
}

function placeRow(items, item, kind) {
  return el(
    "li",
    {},
    placeAnchor(
      items,
      item,
      kind,
      { className: "place-row" },
      el("span", { className: "place-number" }, `[${item.number}]`),
      el("span", { className: "place-text" }, el("span", { className: "place-edition" }, editionView(item)), el("span", { className: "place-path" }, `${item.section.join(" ＞ ")} `, el("span", { className: "place-name" }, item.place))),
    ),
  );
}

function citationList(reply) {
  const items = evidenceOf(reply);
  if (!items.length) return null;
  return el("div", { className: "places" }, el("h4", {}, "根拠"), el("ul", {}, items.map((item) => placeRow(items, item, "根拠"))));
}

function relatedList(reply) {
  const items = relatedOf(reply);
  if (!items.length) return null;
  return el("div", { className: "places" }, el("h4", {}, "関連する箇所（答えそのものではありません）"), el("ul", {}, items.map((item) => placeRow(items, item, "関連する箇所"))));
}

function relatedDetails(reply) {
  const items = relatedOf(reply);
  if (!items.length) return null;
  return el("details", { className: "places" }, el("summary", {}, `関連する箇所（${items.length}）`), el("ul", {}, items.map((item) => placeRow(items, item, "関連する箇所"))));
}
