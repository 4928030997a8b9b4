// Conversations of whoever is logged in, kept by the server, which appends each answer itself.

import { call } from "./server.js";

export const where = "サーバー";

const LATER = [2000, 6000]; // milliseconds
let changed = () => {};
const numbers = new Map(); // those that began on this page: what the server calls them

const numberOf = (id) => numbers.get(id) ?? (/^[0-9]+$/.test(id) ? Number(id) : null);

/** All conversations, the last used first. */
export async function conversations() {
  const all = (await call("conversations")).conversations;
  return all.map(({ number, name, used }) => ({ id: String(number), name, used }));
}

export async function turnsOf(id) {
  return (await call("conversation", numberOf(id))).turns;
}

/** Where the answer to a question is to be kept: in which conversation (a new one has no number yet), in which place. */
export const placeOf = (id, after) => ({ number: numberOf(id), after });

export function begun(id, number) {
  if (number !== null) numbers.set(id, number);
}

/** The server keeps them itself: what it calls the conversation. One that was stopped it keeps a little later. */
export function keep(id, name, turns) {
  if (turns.at(-1).stopped) LATER.forEach((wait) => setTimeout(() => changed(), wait));
  return { id: String(numberOf(id) ?? id), kept: true };
}

export const rename = (id, name) => call("rename_conversation", numberOf(id), name);
export const remove = (id) => call("delete_conversation", numberOf(id));
export const removeAll = () => call("delete_conversations");

export const newId = () => `new-${crypto.getRandomValues(new Uint32Array(1))[0]}`;

/** Be told when another tab or browser may have changed something: whoever was there comes back here. */
export function onChangeElsewhere(listener) {
  changed = listener;
  window.addEventListener("focus", listener);
}
