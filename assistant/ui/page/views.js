// The views of the page: one is seen, the others wait as they were left.

import { byId } from "./dom.js";
import { toQuestion } from "./focus.js";

const VIEWS = ["chat", "documents", "sheet"]; // the first where the address names none
const TITLE = document.title;

const scrolled = new Map(); // how far each view was scrolled when it was left
let seen = "";

const links = () => [...document.querySelectorAll("a[data-view]")];
const named = () => VIEWS.find((view) => view === new URLSearchParams(location.search).get("view")) ?? VIEWS[0];

export function startViews() {
  for (const link of links()) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      history.pushState(null, "", link.getAttribute("href"));
      show(named());
      byId(`${seen}-head`).focus({ preventScroll: true });
    });
  }
  window.addEventListener("popstate", () => show(named()));
  show(named());
}

/** The view of questions, whichever was seen. */
export function toChat() {
  if (seen !== "chat") history.pushState(null, "", "./");
  show("chat");
}

/** To where one begins in the view that is seen. */
export function toView() {
  if (seen === "chat") toQuestion();
  else byId(`${seen}-head`).focus({ preventScroll: true });
}

function show(name) {
  if (name === seen) return;
  scrolled.set(seen, byId("main").scrollTop);
  seen = name;
  document.body.dataset.view = name;
  for (const view of VIEWS) byId(view).hidden = view !== name;
  for (const link of links()) {
    if (link.dataset.view === name) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  document.title = `${links().find((link) => link.dataset.view === name).textContent} - ${TITLE}`;
  byId("main").scrollTop = scrolled.get(name) ?? 0;
}
