// 👍 or 👎: a form that says what is stored before anything is sent. What this page said can be revised or taken back
// until the page is closed: the ticket for it is kept nowhere else.

import { el } from "./dom.js";
import { openDialog } from "./dialog.js";
import { call } from "./server.js";

const given = new Map(); // of each answer that was judged here: { opinion, ticket }

/** Whether this page gave an answer this rating ("good", "bad"). */
export const isRated = (turn, rating) => given.get(keyOf(turn))?.opinion.rating === rating;

/** 👍, or no longer 👍. */
export async function praise(turn, earlier) {
  return isRated(turn, "good") ? takeBack(turn) : send(turn, { rating: "good" }, earlier);
}

/** 👎, or another reason for it, or no longer 👎. */
export async function complain(turn, earlier) {
  const { reasons, stored } = await call("opinion_form");
  const before = isRated(turn, "bad") ? given.get(keyOf(turn)).opinion : null;
  const chosen = await asked(reasons, stored, before);
  if (chosen.value === "take back") return takeBack(turn);
  return chosen.value === "send" ? send(turn, { rating: "bad", ...chosen.opinion }, earlier) : "";
}

async function send(turn, opinion, earlier) {
  const { said, ticket } = await call("opinion", opinion, turn.reply.answer, earlier, given.get(keyOf(turn))?.ticket ?? "");
  given.set(keyOf(turn), { opinion, ticket });
  return said;
}

async function takeBack(turn) {
  const { said } = await call("take_back", given.get(keyOf(turn)).ticket);
  given.delete(keyOf(turn));
  return said;
}

/** The same for the same answer, however often its conversation is left and opened. */
function keyOf(turn) {
  const { question, answer, index, timings_ms: times } = turn.reply.answer;
  return JSON.stringify([question, answer, index, times]);
}

/** What the reader chose, with the reason and the comment; `before` is what they said so far. */
async function asked(reasons, stored, before) {
  const reason = before?.reason || Object.keys(reasons)[0];
  const choices = Object.entries(reasons).map(([value, label]) =>
    el("label", { className: "choice" }, el("input", { type: "radio", name: "reason", value, checked: value === reason }), ` ${label}`),
  );
  const comment = el("textarea", { id: "comment", rows: 3, maxLength: 2000, value: before?.comment ?? "" });
  const form = el(
    "div",
    { className: "opinion" },
    el("fieldset", {}, el("legend", { className: "hidden" }, "理由"), choices),
    el("label", { for: "comment" }, "コメント（任意）"),
    comment,
    el("p", { className: "small" }, stored),
  );
  const value = await openDialog("どこが違いますか", [form], [
    ...(before ? [{ label: "評価を取り消す", value: "take back", className: "danger" }] : []),
    { label: before ? "直して送る" : "送る", value: "send", className: "primary" },
  ]);
  return { value, opinion: { reason: form.querySelector("input[name=reason]:checked").value, comment: comment.value } };
}
