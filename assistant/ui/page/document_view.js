// A document in place: its outline on the edge, its lines numbered, the cited ones marked.

import { el } from "./dom.js";
import { call } from "./server.js";

const CHUNK = 80; // lines that the browser lays out together
const LONG = 4000; // lines of a document that is laid out only as it comes into sight
const known = new Map();
let generation = "";
let told = () => {};

/** Forget documents when the index has changed: their lines may have moved. */
export function useGeneration(fingerprint, { tell = true } = {}) {
  const before = generation;
  generation = fingerprint;
  if (fingerprint === before) return;
  known.clear();
  if (before && tell) told();
}

/** `tell` is called when an answer came from another index than what was known before. */
export function onNewGeneration(tell) {
  told = tell;
}

export async function loadDocument(slug) {
  if (!known.has(slug)) {
    known.set(slug, call("document", slug));
    known.get(slug).catch(() => known.delete(slug));
  }
  return known.get(slug);
}

/** The lines of a document; those of `cited` are marked. `label` is what the mark is said to be. */
export function linesView(view, cited, label) {
  const headings = new Set(view.outline.map((heading) => heading.line));
  const [first, last] = cited ?? [0, -1];
  const end = lastWithText(view.lines, first, last);
  const box = el("div", { className: view.lines.length > LONG ? "lines long" : "lines", role: "region", tabIndex: 0, "aria-label": `原文 ${view.title}` });
  for (let start = 1; start <= view.lines.length; start += CHUNK) {
    const chunk = el("div", { className: "chunk" });
    for (let number = start; number < start + CHUNK && number <= view.lines.length; number += 1) {
      chunk.append(lineView(view, number, number >= first && number <= end, headings.has(number)));
    }
    box.append(chunk);
  }
  const marked = box.querySelector(".cited mark");
  if (marked) {
    marked.tabIndex = -1;
    marked.prepend(el("span", { className: "hidden" }, `${label}ここから: `));
    [...box.querySelectorAll(".cited mark")].at(-1).append(el("span", { className: "hidden" }, " ここまで"));
  }
  return box;
}

function lastWithText(lines, first, last) {
  let end = last;
  while (end > first && !lines[end - 1]?.trim()) end -= 1;
  return end;
}

function lineView(view, number, isCited, isHeading) {
  const text = view.lines[number - 1];
  const blank = !text.trim();
  const shown = isCited && !blank ? el("mark", {}, text) : text;
  const place = view.places.length && view.places[number - 1] !== view.places[number - 2] ? view.places[number - 1] : "";
  return el(
    "div",
    {
      className: ["line", isCited && "cited", isHeading && "heading", blank && "blank"].filter(Boolean).join(" "),
      "data-line": String(number),
    },
    el("span", { className: "number", "aria-hidden": "true", "data-number": place || String(number) }),
    el("span", { className: "text" }, shown),
  );
}

/** The outline as a list of buttons, `jump(line)` goes there. One stop of the Tab key; the arrow keys move within. */
export function outlineView(view, jump) {
  if (!view.outline.length) return el("p", { className: "small" }, "この資料には見出しがありません。");
  const list = el(
    "ul",
    { className: "outline-list", onkeydown: moveInOutline },
    view.outline.map((heading) =>
      el(
        "li",
        { "data-level": String(Math.min(heading.level, 5)) },
        el("button", { type: "button", className: "outline-link", tabIndex: -1, "data-to": String(heading.line), onclick: () => jump(heading.line) }, heading.title),
      ),
    ),
  );
  makeStop(list, list.querySelector(".outline-link"));
  return list;
}

function makeStop(list, link) {
  for (const other of list.querySelectorAll(".outline-link")) other.tabIndex = other === link ? 0 : -1;
}

function moveInOutline(event) {
  const links = [...event.currentTarget.querySelectorAll(".outline-link")];
  const at = links.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[event.key];
  if (to === undefined || !links[to]) return;
  event.preventDefault();
  makeStop(event.currentTarget, links[to]);
  links[to].focus();
}

export function scrollToLine(box, line, { above = 0.25, focus = false } = {}) {
  const target = box.querySelector(`[data-line="${line}"]`);
  if (!target) return;
  const move = () => {
    const offset = target.getBoundingClientRect().top - box.getBoundingClientRect().top;
    box.scrollTop += offset - box.clientHeight * above;
  };
  move();
  if (box.classList.contains("long")) {
    // What lies between is laid out on the way, and moves the target.
    move();
    requestAnimationFrame(() => requestAnimationFrame(move));
  }
  if (!focus) return;
  const focused = target.querySelector("mark") ?? target;
  focused.tabIndex = -1;
  focused.focus({ preventScroll: true });
}

/** Make a change that breaks the lines anew; the cited line stays where it is, or if it is not in sight, the first one. */
export function keepInSight(box, change) {
  const ground = box.getBoundingClientRect();
  const isInSight = (line) => {
    const { top, bottom } = line.getBoundingClientRect();
    return bottom > ground.top && top < ground.bottom;
  };
  const cited = box.querySelector(".cited");
  const first = [...box.children].find(isInSight)?.children;
  const kept = cited && isInSight(cited) ? cited : [...(first ?? [])].find(isInSight);
  const before = kept?.getBoundingClientRect().top;
  change();
  if (kept) box.scrollTop += kept.getBoundingClientRect().top - before;
}

/** Bring the section that is marked in the outline into sight. */
export function showCurrent(outline) {
  const current = outline.querySelector("[aria-current]");
  if (!current || !outline.offsetParent) return;
  const offset = current.getBoundingClientRect().top - outline.getBoundingClientRect().top;
  if (offset < 0 || offset > outline.clientHeight - 40) outline.scrollTop += offset - outline.clientHeight / 3;
}

/** Mark in the outline the section that is in sight. */
export function followOutline(box, outline) {
  const links = [...outline.querySelectorAll("[data-to]")];
  const follow = () => {
    const top = box.getBoundingClientRect().top + box.clientHeight * 0.3;
    const inSight = [...box.querySelectorAll(".line")].findLast((line) => line.getBoundingClientRect().top <= top);
    const line = Number(inSight?.dataset.line ?? 1);
    const current = links.findLast((link) => Number(link.dataset.to) <= line);
    for (const link of links) {
      if (link === current) link.setAttribute("aria-current", "location");
      else link.removeAttribute("aria-current");
    }
    if (current && !outline.contains(document.activeElement)) makeStop(outline, current);
    showCurrent(outline);
  };
  let waiting = false;
  box.addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      follow();
    }, 80);
  });
  setTimeout(follow, 0);
}
