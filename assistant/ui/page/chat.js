// Asking: the turns of one conversation, the answer that is on its way, stopping it, asking again.

import { announce, button, byId, el, sayBeside } from "./dom.js";
import { answerView } from "./answer.js";
import { doubt } from "./confidence.js";
import { confirmed } from "./dialog.js";
import { useGeneration } from "./document_view.js";
import { clearEvidence, showEvidence } from "./evidence.js";
import { evidenceOf, relatedOf } from "./evidence_list.js";
import { filterName, selectDocuments, selectedDocuments } from "./filter.js";
import { keepingFocus, toQuestion } from "./focus.js";
import { showHead } from "./conversation_head.js";
import { showConversations } from "./conversations.js";
import { isConverting, isSending, openForm } from "./question_form.js";
import { LoggedOut, stream } from "./server.js";
import * as store from "./store.js";
import { turnActions } from "./turn_actions.js";
import { icon } from "./icons.js";

const CURRENT = "plan-assistant/current"; // of this tab: a reload comes back to it
const LONGEST_NAME = 40;

let id = "";
let turns = [];
let running = null; // the AbortController of the answer that is on its way
let examples = [];

export async function startChat(given) {
  examples = given;
  byId("stop").addEventListener("click", () => running?.abort());
  const last = sessionStorage.getItem(CURRENT);
  const known = last && (await store.conversations()).some((one) => one.id === last);
  if (known) await openConversation(last);
  else newConversation({ focus: false });
  openForm(send);
}

/** Other examples to begin with: the documents have changed. */
export function useExamples(given) {
  examples = given;
  if (!turns.length) showStart();
}

export function newConversation({ focus = true } = {}) {
  running?.abort();
  id = store.newId();
  turns = [];
  sessionStorage.removeItem(CURRENT);
  clearEvidence();
  show();
  if (focus) byId("question").focus();
}

/** Whether it was opened: something else may have been meanwhile. */
export async function openConversation(chosen) {
  running?.abort();
  id = chosen;
  turns = [];
  let found;
  try {
    found = await store.turnsOf(chosen);
  } catch (error) {
    newConversation();
    announce(error.message);
    return false;
  }
  if (id !== chosen || running) return false; // another one was opened, or something was asked meanwhile
  turns = found;
  sessionStorage.setItem(CURRENT, id);
  clearEvidence();
  selectDocuments(turns.at(-1)?.documents ?? []);
  show();
  const last = turns.at(-1);
  if (last) {
    toLastTurn();
    if (last.reply) open(last.reply, { open: false });
  }
  return true;
}

function send(question) {
  if (running) return false;
  ask(question, selectedDocuments(), turns.length);
  return true;
}

/** Ask as turn number `place`; what came after it is gone. */
async function ask(question, documents, place) {
  const mine = id;
  const turn = { question, documents, reply: null, stopped: false };
  const conversation = questionsBefore(place);
  const after = place < turns.length ? conversation.length : null; // of the turns that are kept
  const own = [...turns.slice(0, place), turn];
  turns = own;
  running = new AbortController();
  const { signal } = running;
  show();
  toLastTurn();
  announce("回答を準備しています");
  try {
    await stream("ask", [question, documents, conversation, store.placeOf(mine, after)], (reply) => {
      if (!reply.answer) return store.begun(mine, reply.conversation);
      const first = !turn.reply;
      turn.reply = reply;
      useGeneration(reply.answer.index);
      if (mine !== id) return;
      refresh(place);
      if (first) open(reply, { open: false });
    }, signal);
    turn.stopped = signal.aborted;
  } catch (error) {
    turn.error = error.message;
    if (error instanceof LoggedOut && mine === id) giveBack(turn);
  }
  if (running?.signal === signal) running = null;
  const known = turn.reply ? await save(mine, own) : mine;
  if (mine !== id) {
    showConversations(id); // another conversation is open by now; this one is kept as far as it came
    return;
  }
  id = known;
  sessionStorage.setItem(CURRENT, id);
  const seen = byId("main").scrollTop;
  show();
  byId("main").scrollTop = seen;
  announce(summary(turn));
}

/** The questions of this conversation that were answered before turn number `place`. */
const questionsBefore = (place) => turns.slice(0, place).filter((one) => one.reply).map((one) => one.question);

/** The session has ended: the question goes back to where it was typed. */
function giveBack(turn) {
  turns = turns.filter((one) => one !== turn);
  byId("question").value ||= turn.question;
}

function summary(turn) {
  if (turn.error) return turn.error;
  if (turn.stopped) return "止めました";
  const { answer } = turn.reply;
  if (answer.status === "not_found") return `見つかりませんでした。関連する箇所は${answer.related.length}件です。`;
  return `回答しました。根拠は${answer.citations.length}件です。${doubt(answer)}`;
}

function open(reply, options) {
  const refused = reply.answer.status === "not_found";
  const items = refused ? relatedOf(reply) : evidenceOf(reply);
  if (items.length) showEvidence(items, items[0].number, { kind: refused ? "関連する箇所" : "根拠", ...options });
  else clearEvidence();
}

/** By which id the conversation is found from now on. */
async function save(conversation, all) {
  const kept = all.filter((turn) => turn.reply).map(({ question, documents, reply, stopped }) => ({ question, documents, reply, stopped }));
  const done = await store.keep(conversation, kept[0].question.slice(0, LONGEST_NAME), kept);
  if (!done.kept) announce("ブラウザーの保存場所がいっぱいです。古い会話を削除してください。");
  return done.id;
}

function show() {
  keepingFocus(draw);
}

function draw() {
  byId("turns").replaceChildren(...turns.map((turn, place) => turnView(turn, place)));
  byId("start").hidden = turns.length > 0;
  if (!turns.length) showStart();
  byId("send").hidden = Boolean(running);
  byId("stop").hidden = !running;
  showHead(id, running ? turns.slice(0, -1) : turns);
  makeRoom();
  showConversations(id);
}

function refresh(place) {
  keepingFocus(() => byId("turns").children[place]?.replaceWith(turnView(turns[place], place)));
  makeRoom();
}

/** The last turn is as high as what is seen of the chat, so that its question can stand on top. */
function makeRoom() {
  const last = byId("turns").lastElementChild;
  if (last && turns.length > 1) last.style.minHeight = `${byId("main").clientHeight - byId("ask").offsetHeight - byId("conversation-head").offsetHeight - 8}px`;
}

function toLastTurn() {
  byId("turns").lastElementChild.scrollIntoView({ block: "start", behavior: "instant" });
}

function showStart() {
  byId("start").replaceChildren(
    el("p", { className: "lead" }, "計画資料について、ふだんの言葉で質問してください。資料の記載をそのまま引いて答え、根拠の箇所を示します。"),
    ...(examples.length
      ? [el("h3", {}, "質問の例"), el("ul", { className: "examples" }, examples.map((text) => el("li", {}, button(text, () => send(text), { className: "example" }))))]
      : []),
  );
}

function turnView(turn, place) {
  const isRunning = running && place === turns.length - 1;
  return el(
    "article",
    { className: "turn", "aria-label": `質問 ${place + 1}`, "aria-busy": isRunning ? "true" : null },
    el("h3", { className: "question" }, turn.question),
    turn.documents.length ? el("p", { className: "small limited-to" }, filterName(turn.documents)) : null,
    turn.reply ? answerView(turn) : null,
    !turn.reply && isRunning ? el("p", { className: "waiting" }, "資料を調べています…") : null,
    !turn.reply && turn.stopped ? el("p", { className: "small warning" }, "回答の前に止めました。") : null,
    turn.error ? el("p", { className: "error" }, turn.error) : null,
    isRunning ? null : toolsView(turn, place),
  );
}

function toolsView(turn, place) {
  const pressed = (action) => (action.pressed ? String(action.pressed(turn)) : null);
  const act = (action) =>
    button(face(action), (event) => run(action, turn, place, event.currentTarget.parentElement), { className: "plain", "aria-pressed": pressed(action) });
  const actions = turn.reply ? turnActions.map(act) : [];
  return el(
    "div",
    { className: "turn-tools" },
    actions,
    turn.error || !turn.reply ? button("もう一度聞く", () => askAgain(turn.question, turn.documents, place), { className: "plain" }) : null,
    button("質問を直す", (event) => edit(event.target.closest("article"), turn, place), { className: "plain edit-question" }),
  );
}

/** What a button shows: a picture, if it has one, and its words. */
const face = (action) => [...(action.icon ? [icon(action.icon), " "] : []), action.label];

async function run(action, turn, place, tools) {
  const said = await action.run(turn, questionsBefore(place)).catch((error) => error.message);
  if (!said) return;
  turnActions.forEach((one, number) => {
    if (one.pressed) tools.children[number].setAttribute("aria-pressed", String(one.pressed(turn)));
  });
  sayBeside(tools, said);
}

function edit(article, turn, place) {
  const area = el("textarea", { value: turn.question, maxLength: 2000, rows: 3, "aria-label": "直した質問" });
  const later = turns.length - place - 1;
  const leave = () => {
    draw();
    byId("turns").children[place]?.querySelector(".edit-question")?.focus();
  };
  const form = el(
    "form",
    {
      className: "edit",
      onsubmit: (event) => {
        event.preventDefault();
        if (area.value.trim()) askAgain(area.value.trim(), turn.documents, place);
      },
      onkeydown: (event) => {
        if (event.key === "Escape" && !isConverting(event)) leave();
        if (isSending(event) && event.target === area) {
          event.preventDefault();
          form.requestSubmit();
        }
      },
    },
    area,
    later ? el("p", { className: "small" }, `この質問より後の${later}件のやり取りは消えます。`) : null,
    el("div", { className: "turn-tools" }, el("button", { type: "submit", className: "primary" }, "聞き直す"), button("やめる", leave)),
  );
  article.querySelector(".question").replaceWith(form);
  area.focus();
}

async function askAgain(question, documents, place) {
  if (running) return;
  const later = turns.length - place - 1;
  if (later > 0 && !(await confirmed("聞き直す", `この質問より後の${later}件のやり取りは消えます。`, "聞き直す"))) return;
  await ask(question, documents, place);
}
