// Above a conversation: all of it as a Word or Excel file.

import { announce, button, byId, el } from "./dom.js";
import * as store from "./store.js";
import { save } from "./take_away.js";

const FORMS = { Word: "docx", Excel: "xlsx" };

/** Offer the answered turns of a conversation to be saved; nothing where there are none. */
export function showHead(id, turns) {
  const answered = turns.filter((turn) => turn.reply);
  const head = byId("conversation-head");
  head.hidden = !answered.length;
  const said = el("span", { className: "small" });
  const form = (label) =>
    button(label, async () => {
      const all = await store.conversations().catch(() => []);
      const name = all.find((one) => one.id === id)?.name ?? answered[0].question; // as it is called now
      said.textContent = await save(answered, FORMS[label], name).catch((error) => error.message);
      announce(said.textContent);
    }, { className: "plain", "aria-label": `この会話を${label}に書き出す` });
  head.replaceChildren(said, el("span", { className: "small" }, "この会話を書き出す"), ...Object.keys(FORMS).map(form));
}
