// The printed page of a PDF with the boxes of a citation drawn on it.

import { el } from "./dom.js";
import { call } from "./server.js";

/** Pictures of the pages on which a citation stands; `boxes` are [page, left, top, right, bottom] in points. */
export async function pagesView(slug, boxes) {
  const numbers = [...new Set(boxes.map(([page]) => page))];
  const pages = await Promise.all(numbers.map((number) => call("page", slug, number)));
  return el(
    "div",
    { className: "page-images", tabIndex: 0, role: "region", "aria-label": "頁の画像" },
    pages.map((page, place) => pageView(page, numbers[place], boxes.filter(([number]) => number === numbers[place]))),
  );
}

function pageView(page, number, boxes) {
  const sheet = el("div", { className: "sheet" }, el("img", { src: page.image, alt: `p.${number} の画像。引用した行に印があります。` }));
  for (const [, left, top, right, bottom] of boxes) {
    const box = el("span", { className: "box", "aria-hidden": "true" });
    box.style.left = `${(100 * left) / page.width}%`;
    box.style.top = `${(100 * top) / page.height}%`;
    box.style.width = `${(100 * (right - left)) / page.width}%`;
    box.style.height = `${(100 * (bottom - top)) / page.height}%`;
    sheet.append(box);
  }
  return el("figure", {}, el("figcaption", { className: "small" }, `p.${number}`), sheet);
}
