// A question to the user that must be answered first.

import { button, byId, el } from "./dom.js";

/** Ask before something is lost; true if the user agrees. */
export function confirmed(head, text, yes) {
  const dialog = byId("dialog");
  const before = document.activeElement;
  return new Promise((resolve) => {
    dialog.returnValue = "";
    dialog.replaceChildren(
      el("h2", { id: "dialog-head" }, head),
      el("p", {}, text),
      el(
        "div",
        { className: "dialog-buttons" },
        button("やめる", () => dialog.close("")),
        button(yes, () => dialog.close("yes"), { className: "danger" }),
      ),
    );
    dialog.addEventListener(
      "close",
      () => {
        if (before?.isConnected) before.focus();
        resolve(dialog.returnValue === "yes");
      },
      { once: true },
    );
    dialog.showModal();
  });
}
