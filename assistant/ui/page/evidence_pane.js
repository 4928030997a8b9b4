// A place in its document: what it is, what can be done with it, and the text around it with the place marked.

import { announce, button, el } from "./dom.js";
import { copyCitation, copyText } from "./copy.js";
import { followOutline, linesView, scrollToLine } from "./document_view.js";
import { editionName } from "./evidence_list.js";
import { pagesView } from "./page_image.js";
import { outlineParts, startOutline } from "./pane_outline.js";
import { lineName, placeLink } from "./place.js";

/** `column` is 旧 or 新 where two editions are compared; `isRelated`: a place that is no answer. */
export function paneView(item, view, column, isRelated) {
  const lines = item.lines ? clamp(item.lines, view.lines.length) : null;
  const box = linesView(view, lines, isRelated ? "関連する箇所、" : "引用、");
  const moved = item.quote && lines && !stands(item.quote, view.lines.slice(lines[0] - 1, lines[1]));
  const { outline, toggle } = outlineParts(view, box, column ?? "");
  const path = item.section.join(" ＞ ");
  return el(
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
        view.date ? el("span", { className: "date together" }, view.date_in_words) : null,
        lines ? el("a", { href: placeLink(view.slug, lines), className: "place place-name" }, placeName(item, view)) : null,
      ),
      path ? el("p", { className: "path", title: path }, path) : null,
      isRelated ? el("p", { className: "small" }, "質問に近い箇所です。答えそのものではありません。") : null,
      moved ? el("p", { className: "small warning" }, "この回答の後に資料が変わったため、行がずれている可能性があります。") : null,
      el("div", { className: "pane-tools" }, toggle, placeTools(item, view, lines)),
    ),
    el("div", { className: "pane-body" }, outline, box),
  );
}

/** Once the pane stands on the page: go to its place. */
export function settlePane(pane, item, focus) {
  const box = pane.querySelector(".lines");
  startOutline(pane);
  if (item.lines) scrollToLine(box, Math.min(item.lines[0], box.querySelectorAll(".line").length), { focus });
  else if (focus) box.focus();
  followOutline(box, pane.querySelector(".outline"));
}

/** A place in words; one that nobody named has lines, or what the document has in their stead. */
export function placeName(item, view) {
  if (item.place || !item.lines) return item.place ?? "";
  const [first] = clamp(item.lines, view.lines.length);
  return view.places[first - 1] ?? lineName(clamp(item.lines, view.lines.length));
}

function placeTools(item, view, lines) {
  const link = lines && placeLink(view.slug, lines);
  const copyLink = async (event) => said(event.target, (await copyText(new URL(link, location.href).href)) ? "コピーしました" : "コピーできません");
  const copySource = async (event) => said(event.target, await copyCitation(item.citation).catch((error) => error.message));
  return [
    item.boxes?.length ? button("頁の画像", (event) => togglePages(event.target, item), { className: "plain", "aria-pressed": "false" }) : null,
    link ? button("リンクをコピー", copyLink, { className: "plain" }) : null,
    item.citation ? button("出典をコピー", copySource, { className: "plain" }) : null,
  ];
}

async function togglePages(toggle, item) {
  const body = toggle.closest(".pane").querySelector(".pane-body");
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
