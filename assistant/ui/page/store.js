// Where conversations are kept: by the server for whoever is logged in, else in this browser. Both do the same.

import * as browser from "./browser_store.js";
import * as server from "./server_store.js";

let chosen = browser;
let said = browser.retention;

/** Have the server keep them; `retention` says for how long. */
export function keepOnServer(retention) {
  chosen = server;
  said = retention;
}

export const retention = () => said;
/** For how many days readers may choose to have them kept: { days, choices }; null where that is not theirs to choose. */
export const keptFor = () => (chosen === browser ? { days: browser.days(), choices: browser.choices } : null);
export const keepFor = (days) => browser.keepFor(days);
export const where = () => chosen.where;

/** All conversations, the last used first: [{ id, name, used }]. */
export const conversations = async () => chosen.conversations();
export const turnsOf = async (id) => chosen.turnsOf(id);
/** What the server is told of where an answer belongs: its conversation, and after how many turns (null: the end). */
export const placeOf = (id, after) => chosen.placeOf(id, after);
/** The server has said under which number it keeps a conversation. */
export const begun = (id, number) => chosen.begun(id, number);
/** The turns as they are now: { id, kept }, by which id they are found from now on, and whether there was room. */
export const keep = async (id, name, turns) => chosen.keep(id, name, turns);
export const rename = async (id, name) => chosen.rename(id, name);
export const remove = async (id) => chosen.remove(id);
export const removeAll = async () => chosen.removeAll();
export const newId = () => chosen.newId();
export const onChangeElsewhere = (listener) => chosen.onChangeElsewhere(listener);
