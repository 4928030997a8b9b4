// The evidence of an answer, as the panel steps through it: citations, or what stands near to a refused question.

import { el } from "./dom.js";
import { lineName } from "./place.js";

/** The citations of a reply: number, place, and the column of a comparison in which they are said. */
export function evidenceOf(reply) {
  const { answer } = reply;
  const columns = new Map();
  for (const statement of answer.statements) {
    if (statement.column === null) continue;
    for (const number of statement.citations) if (!columns.has(number)) columns.set(number, statement.column);
  }
  return answer.citations.map((citation) => ({ ...shownPlace(reply, citation), column: columns.get(citation.number) ?? null }));
}

export function relatedOf(reply) {
  return reply.answer.related.map((place) => ({ ...shownPlace(reply, place), column: null }));
}

function shownPlace(reply, citation) {
  return {
    number: citation.number,
    slug: citation.document,
    title: citation.title,
    date: citation.date,
    date_in_words: dateInWords(reply, citation.date),
    status: citation.status,
    section: citation.section,
    quote: citation.quote,
    boxes: citation.boxes ?? [],
    lines: reply.lines[citation.number],
    place: citation.lines ? lineName(citation.lines) : reply.places[citation.number],
    counterpart: reply.counterparts?.[citation.number] ?? null,
    citation,
  };
}

/** What stands beside a place in the other column of a comparison; null where nothing is compared. */
export function counterpart(items, item) {
  if (item.column === null) return null;
  const others = items.filter((other) => other.column !== null && other.column !== item.column);
  return others.find((other) => other.number === item.counterpart) ?? others[0] ?? null;
}

/** An edition as staff name it. */
export function editionName({ title, date_in_words: date, status }) {
  const beside = [date, status].filter(Boolean).join("・");
  return beside ? `『${title}』（${beside}）` : `『${title}』`;
}

/** The same as elements: its date stays in one line. */
export function editionView({ title, date_in_words: date, status }) {
  const beside = [date ? el("span", { className: "together" }, date) : "", status ? `${date ? "・" : ""}${status}` : ""];
  return date || status ? [`『${title}』（`, ...beside, "）"] : [`『${title}』`];
}

/** What the assistant says in its own words, its editions dated as everywhere on the page. */
export function framedText(reply, text) {
  const parts = text.split(/(?<=（)([0-9]{4}(?:-[0-9]{2}){0,2})(?=[・）])/);
  return parts.map((part, place) => (place % 2 ? el("span", { className: "together" }, dateInWords(reply, part)) : part));
}

const dateInWords = (reply, date) => reply.dates?.[date] ?? date; // a conversation of old has none
