// The one dialog of the page: a question to the user that must be answered first.

import { byId, el } from "./dom.js";

/**
 * Open the dialog with a head, what stands under it, and buttons { label, value, className }.
 * Resolves to the value of the button that was chosen, "" if the user left; the focus goes back to where it was.
 */
export function openDialog(head, content, buttons) {
  const dialog = byId("dialog");
  const before = document.activeElement;
  return new Promise((resolve) => {
    dialog.returnValue = "";
    dialog.replaceChildren(
      el("h2", { id: "dialog-head" }, head),
      ...content,
      el(
        "div",
        { className: "dialog-buttons" },
        [{ label: "やめる", value: "" }, ...buttons].map(({ label, value, className = "secondary" }) =>
          el("button", { type: "button", className, onclick: () => dialog.close(value) }, label),
        ),
      ),
    );
    dialog.addEventListener(
      "close",
      () => {
        if (before?.isConnected) before.focus();
        resolve(dialog.returnValue);
      },
      { once: true },
    );
    dialog.showModal();
  });
}

/** Ask before something is lost; true if the user agrees. */
export async function confirmed(head, text, yes) {
  return (await openDialog(head, [el("p", {}, text)], [{ label: yes, value: "yes", className: "danger" }])) === "yes";
}
