// Conversations of whoever is not logged in, kept in this browser only (localStorage): a list, and one entry for each.

const LIST = "plan-assistant/conversations";
const ENTRY = "plan-assistant/conversation/";
const DAY = 24 * 60 * 60 * 1000;
const KEPT_FOR = "plan-assistant/days";
const MOST = 100;
/** How many days they may be kept after they were last used. */
export const choices = [1, 7, 30, 90, 365];
const USUAL = 90;
export const where = "このブラウザー";
export const retention =
  `会話はこのブラウザーの中だけに保存され、サーバーには残りません（${MOST}件まで）。共用の端末では、使い終わったら削除してください。`;

const memory = new Map(); // where the browser keeps nothing
const removed = new Set(); // an answer that is still on its way must not bring a conversation back

function read(key, missing) {
  try {
    const text = localStorage.getItem(key);
    return text === null ? (memory.get(key) ?? missing) : JSON.parse(text);
  } catch {
    return memory.get(key) ?? missing;
  }
}

function write(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
    memory.delete(key);
    return true;
  } catch {
    memory.set(key, value); // full or switched off: it holds until the page is closed
    return false;
  }
}

function erase(key) {
  memory.delete(key);
  try {
    localStorage.removeItem(key);
  } catch {
    // nothing was kept
  }
}

/** For how many days a conversation is kept after it was last used. */
export function days() {
  const chosen = read(KEPT_FOR, USUAL);
  return choices.includes(chosen) ? chosen : USUAL;
}

/** Keep them for so many days from now on; what is older is gone at once. */
export function keepFor(number) {
  write(KEPT_FOR, number);
  conversations();
}

/** All conversations, the last used first; what is too old is gone. */
export function conversations() {
  const all = read(LIST, []);
  const longest = days() * DAY;
  const kept = all
    .filter((one) => Date.now() - one.used < longest)
    .sort((one, other) => other.used - one.used)
    .slice(0, MOST);
  if (kept.length < all.length) {
    const ids = new Set(kept.map((one) => one.id));
    all.filter((one) => !ids.has(one.id)).forEach((one) => erase(ENTRY + one.id));
    write(LIST, kept);
  }
  return kept;
}

export const turnsOf = (id) => read(ENTRY + id, { turns: [] }).turns;

/** Nothing is told to the server of where a question belongs. */
export const placeOf = () => ({});
export const begun = () => {};

/** Keep the turns of a conversation; its name stays what it was. */
export function keep(id, name, turns) {
  if (removed.has(id)) return { id, kept: true };
  const others = conversations().filter((one) => one.id !== id);
  const known = conversations().find((one) => one.id === id);
  const kept = write(ENTRY + id, { turns });
  return { id, kept: write(LIST, [{ id, name: known?.name ?? name, used: Date.now() }, ...others]) && kept };
}

export function rename(id, name) {
  write(LIST, conversations().map((one) => (one.id === id ? { ...one, name } : one)));
}

export function remove(id) {
  removed.add(id);
  erase(ENTRY + id);
  write(LIST, conversations().filter((one) => one.id !== id));
}

export function removeAll() {
  conversations().forEach((one) => remove(one.id));
  erase(LIST);
}

export const newId = () => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;

/** Be told when another tab changed something. */
export function onChangeElsewhere(listener) {
  window.addEventListener("storage", (event) => {
    if (event.key === null || event.key.startsWith("plan-assistant/conversation")) listener();
  });
}
