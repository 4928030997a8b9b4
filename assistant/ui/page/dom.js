// Elements made of text. Nothing on this page is ever parsed as HTML: document text stays text.

/** Make an element; `options` are properties, `on…` listeners, `aria-…`/`data-…` attributes; strings become text. */
export function el(tag, options = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name.includes("-") || name === "role" || name === "for" || name === "scope") element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

export function button(label, onclick, options = {}) {
  return el("button", { type: "button", className: "secondary", onclick, ...options }, label);
}

export const byId = (id) => document.getElementById(id);

/** Say something to people who do not see the page. */
export function announce(text) {
  const announcer = byId("announcer");
  announcer.textContent = "";
  requestAnimationFrame(() => {
    announcer.textContent = text;
  });
}

const SAID = 6000; // milliseconds that a message beside a button is seen

/** Say at the end of a row of buttons what came of one of them, for a while; the buttons stay where they are. */
export function sayBeside(row, text) {
  row.querySelector(".said")?.remove();
  const said = el("span", { className: "small said", role: "status" });
  row.append(said);
  requestAnimationFrame(() => {
    said.textContent = text; // after the element: only then is it read out
  });
  setTimeout(() => said.remove(), SAID);
}

const narrow = window.matchMedia("(max-width: 1023px)");

export const isNarrow = () => narrow.matches;

/** `tell` is called when the page becomes narrow, or wide again. */
export const onNarrow = (tell) => narrow.addEventListener("change", tell);
