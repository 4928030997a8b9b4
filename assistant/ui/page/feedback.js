// 👍 or 👎: a form that says what is stored before anything is sent.

import { button, byId, el } from "./dom.js";
import { call } from "./server.js";

export async function praise(turn) {
  return send(turn, { rating: "good" });
}

export async function complain(turn) {
  const { reasons, stored } = await call("opinion_form");
  const said = await asked(reasons, stored);
  return said ? send(turn, { rating: "bad", ...said }) : "";
}

async function send(turn, opinion) {
  const { said } = await call("opinion", opinion, turn.reply.answer, []);
  return said;
}

/** The reason and the comment, or nothing if the reader would rather not. */
function asked(reasons, stored) {
  const dialog = byId("dialog");
  const before = document.activeElement;
  const choices = Object.entries(reasons).map(([value, label], place) =>
    el("label", { className: "choice" }, el("input", { type: "radio", name: "reason", value, checked: place === 0 }), ` ${label}`),
  );
  const comment = el("textarea", { rows: 3, maxLength: 2000, "aria-label": "コメント（任意）" });
  return new Promise((resolve) => {
    dialog.returnValue = "";
    dialog.replaceChildren(
      el("h2", { id: "dialog-head" }, "どこが違いますか"),
      el("fieldset", {}, el("legend", { className: "hidden" }, "理由"), choices),
      el("p", {}, "コメント（任意）"),
      comment,
      el("p", { className: "small" }, stored),
      el("div", { className: "dialog-buttons" }, button("やめる", () => dialog.close("")), button("送る", () => dialog.close("send"))),
    );
    dialog.addEventListener(
      "close",
      () => {
        if (before?.isConnected) before.focus();
        const chosen = dialog.querySelector("input[name=reason]:checked");
        resolve(dialog.returnValue === "send" ? { reason: chosen.value, comment: comment.value } : null);
      },
      { once: true },
    );
    dialog.showModal();
  });
}
