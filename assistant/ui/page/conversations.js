// The list of conversations: open, rename, delete.

import { announce, button, byId, el, isNarrow, onNarrow } from "./dom.js";
import { confirmed } from "./dialog.js";
import { keepingFocus } from "./focus.js";
import * as store from "./store.js";

let current = "";
let listed = []; // the conversations that were last shown
let looks = 0; // the last look at them is the one that counts
let actions = { open: () => {}, start: () => {} };

/** `open(id, name)` shows a conversation, `start()` begins one. */
export function startConversations(given) {
  actions = given;
  byId("retention").textContent = store.retention();
  showKeptFor();
  byId("new-conversation").addEventListener("click", () => {
    setDrawer(false);
    actions.start();
  });
  byId("open-conversations").addEventListener("click", () => setDrawer(true));
  for (const part of ["close-conversations", "shade"]) byId(part).addEventListener("click", () => setDrawer(false));
  byId("conversations").addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.body.classList.contains("drawer-open")) setDrawer(false);
  });
  onNarrow(() => setDrawer(false)); // a wide window has no drawer to close
  store.onChangeElsewhere(async () => {
    if (byId("conversation-list").querySelector("form")) return; // a name is being typed
    const all = await found();
    const gone = all && listed.includes(current) && !all.some((one) => one.id === current);
    if (gone) actions.start();
    else showConversations(current);
  });
}

/** The choice of how long conversations are kept. */
function showKeptFor() {
  const kept = store.keptFor();
  byId("kept-for").hidden = !kept;
  if (!kept) return;
  const choice = byId("kept-for-days");
  choice.replaceChildren(...kept.choices.map((days) => el("option", { value: String(days), selected: days === kept.days }, `${days}日`)));
  choice.addEventListener("change", async () => {
    store.keepFor(Number(choice.value));
    announce(`最後に使ってから${choice.value}日で消えます`);
    const all = await found();
    if (all && listed.includes(current) && !all.some((one) => one.id === current)) actions.start();
    else showConversations(current);
  });
}

function setDrawer(open) {
  if (!isNarrow() && !document.body.classList.contains("drawer-open")) return;
  const was = document.body.classList.contains("drawer-open");
  if (was === open) return; // what else holds the page back stays
  document.body.classList.toggle("drawer-open", open);
  byId("open-conversations").setAttribute("aria-expanded", String(open));
  for (const part of [byId("main"), document.querySelector(".top")]) part.inert = open;
  if (open) byId("close-conversations").focus();
  else if (was) byId("open-conversations").focus();
}

/** All conversations; none if the server does not say. */
async function found() {
  try {
    return await store.conversations();
  } catch (error) {
    announce(error.message);
    return null;
  }
}

export async function showConversations(id) {
  current = id;
  const look = ++looks;
  const all = await found();
  if (!all || look !== looks) return;
  listed = all.map((one) => one.id);
  const rows = all.map(row);
  if (all.length) rows.push(el("li", {}, button("すべての会話を削除", removeAll, { className: "plain danger-text" })));
  keepingFocus(() => byId("conversation-list").replaceChildren(...rows), () => byId("new-conversation").focus());
}

function row(one) {
  return el(
    "li",
    { className: one.id === current ? "conversation current" : "conversation" },
    el(
      "button",
      {
        type: "button",
        className: "conversation-name",
        "aria-current": one.id === current ? "true" : null,
        onclick: () => {
          setDrawer(false);
          actions.open(one.id, one.name);
        },
      },
      one.name,
    ),
    el(
      "span",
      { className: "conversation-tools" },
      button("名前を変える", (event) => edit(event.target.closest("li"), one), { className: "plain", "aria-label": `「${one.name}」の名前を変える` }),
      button("削除", () => remove(one), { className: "plain", "aria-label": `「${one.name}」を削除` }),
    ),
  );
}

function edit(item, one) {
  const done = async (name) => {
    if (name) await said(store.rename(one.id, name));
    await showConversations(current);
    byId("conversation-list").querySelector(`[aria-label="「${CSS.escape(name || one.name)}」の名前を変える"]`)?.focus();
  };
  const input = el("input", { type: "text", value: one.name, maxLength: 60, "aria-label": "会話の名前", required: true });
  const form = el(
    "form",
    {
      className: "rename",
      onsubmit: (event) => {
        event.preventDefault();
        done(input.value.trim());
      },
      onkeydown: (event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        done("");
      },
    },
    input,
    el("button", { type: "submit", className: "plain" }, "保存"),
    button("やめる", () => done(""), { className: "plain" }),
  );
  item.replaceChildren(form);
  input.select();
}

async function remove(one) {
  if (!(await confirmed("会話の削除", `「${one.name}」を${store.where()}から削除します。元に戻せません。`, "削除する"))) return;
  if (!(await said(store.remove(one.id), "会話を削除しました"))) return;
  if (one.id === current) actions.start();
  else await showConversations(current);
  byId("new-conversation").focus();
}

async function removeAll() {
  if (!(await confirmed("すべての会話の削除", `${store.where()}にある会話をすべて削除します。元に戻せません。`, "すべて削除する"))) return;
  if (!(await said(store.removeAll(), "すべての会話を削除しました"))) return;
  actions.start();
}

/** Say that something is done, or why not; whether it is. */
async function said(work, done = "") {
  try {
    await work;
    if (done) announce(done);
    return true;
  } catch (error) {
    announce(error.message);
    return false;
  }
}
