// The outline of a pane: beside the text where there is room, else over it and only until it has been used.

import { button, el, isNarrow } from "./dom.js";
import { keepInSight, outlineView, scrollToLine, showCurrent } from "./document_view.js";

const WISH = "plan-assistant/outline";
const BESIDE_FROM = 35; // rem, as in evidence.css

/** The outline of the text in `box`, and the button that opens and closes it. */
export function outlineParts(view, box, name) {
  const outline = el("nav", { className: "outline", "aria-label": `${name}目次（上下の矢印キーで移動）` }, outlineView(view, (line) => jump(box, line)));
  const toggle = button("目次", () => choose(paneOf(toggle)), { className: "plain", "aria-expanded": "true" });
  return { outline, toggle };
}

/** Open it where that is wished and covers nothing; close it where the pane becomes too narrow for both. */
export function startOutline(pane) {
  let passing = isPassing(pane);
  put(pane, !passing && isWished());
  new ResizeObserver(() => {
    if (passing === isPassing(pane)) return;
    passing = !passing;
    put(pane, !passing && isWished());
  }).observe(pane);
}

/** Close an outline that is open for the moment only; false where there is none. */
export function closePassingOutline(pane) {
  if (!pane || !isOpen(pane) || !isPassing(pane)) return false;
  put(pane, false);
  toggleOf(pane).focus();
  return true;
}

const paneOf = (element) => element.closest(".pane");
const toggleOf = (pane) => pane.querySelector("[aria-expanded]");
const isOpen = (pane) => !pane.classList.contains("no-outline");

/** Over the text, or taking a good part of a narrow page. */
const isPassing = (pane) => isNarrow() || pane.querySelector(".pane-body").clientWidth <= BESIDE_FROM * parseFloat(getComputedStyle(document.documentElement).fontSize);

function jump(box, line) {
  const pane = paneOf(box);
  if (isPassing(pane)) put(pane, false);
  scrollToLine(box, line, { above: 0.02, focus: true });
}

function choose(pane) {
  put(pane, !isOpen(pane));
  if (isPassing(pane)) return;
  try {
    localStorage.setItem(WISH, isOpen(pane) ? "on" : "off");
  } catch {
    // then it is asked again
  }
}

function put(pane, open) {
  const change = () => pane.classList.toggle("no-outline", !open);
  toggleOf(pane).setAttribute("aria-expanded", String(open));
  keepInSight(pane.querySelector(".lines"), change);
  showCurrent(pane.querySelector(".outline"));
}

function isWished() {
  try {
    return localStorage.getItem(WISH) !== "off";
  } catch {
    return true;
  }
}
