// The focus outlasts that parts of the page are drawn anew: nobody falls out to the top of the page.

import { byId } from "./dom.js";

const PARTS = "#turns, #conversation-list, #conversation-head";
const STOPS = "a[href], button, summary, input, textarea, select";

/** To where the next question is typed; where that would open a keyboard over the answer, to what is read. */
export function toQuestion() {
  const touched = window.matchMedia("(pointer: coarse)").matches;
  byId(touched ? "main" : "question").focus({ preventScroll: true });
}

/** Draw something anew. What had the focus has it again, or what is now in its place; else `lost` says where it goes. */
export function keepingFocus(draw, lost = toQuestion) {
  const before = document.activeElement;
  const place = placeOf(before);
  draw();
  if (before === document.body || isSeen(before)) return;
  const again = place && sameIn(place);
  if (again) again.focus({ preventScroll: true });
  else lost();
}

const isSeen = (element) => element.isConnected && element.getClientRects().length > 0;

/** Where a button or link stands, in words that are the same when it is drawn again. */
function placeOf(element) {
  const part = element.closest(PARTS);
  return part && { part: part.id, row: rowOf(part, element), name: nameOf(element) };
}

const rowOf = (part, element) => [...part.children].findIndex((child) => child.contains(element));
const nameOf = (element) => element.getAttribute("aria-label") ?? element.textContent;

function sameIn({ part, row, name }) {
  const stops = [...(byId(part).children[row]?.querySelectorAll(STOPS) ?? [])];
  return stops.find((stop) => nameOf(stop) === name && isSeen(stop)) ?? null;
}
