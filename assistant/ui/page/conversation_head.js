// Above a conversation: all of it as a Word or Excel file.

import { button, byId, el, sayBeside } from "./dom.js";
import * as store from "./store.js";
import { save } from "./take_away.js";

const FORMS = { "Wordで保存": "docx", "Excelで保存": "xlsx" };

/** Offer the answered turns of a conversation to be saved; nothing where there are none. */
export function showHead(id, turns) {
  const answered = turns.filter((turn) => turn.reply);
  const head = byId("conversation-head");
  head.hidden = !answered.length;
  const form = (label) =>
    button(label, async () => {
      const all = await store.conversations().catch(() => []);
      const name = all.find((one) => one.id === id)?.name ?? answered[0].question; // as it is called now
      sayBeside(head, await save(answered, FORMS[label], name).catch((error) => error.message));
    }, { className: "plain", "aria-label": `この会話を${label}` });
  head.replaceChildren(el("span", { className: "small" }, "この会話を"), ...Object.keys(FORMS).map(form));
}
