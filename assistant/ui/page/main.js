// Puts the parts together.

import { announce, byId, el } from "./dom.js";
import { enter } from "./account.js";
import { newConversation, openConversation, startChat, useExamples } from "./chat.js";
import { startConversations } from "./conversations.js";
import { showDocuments } from "./documents.js";
import { onNewGeneration, useGeneration } from "./document_view.js";
import { startEditing } from "./editing.js";
import { showPlace, startEvidence } from "./evidence.js";
import { selectDocuments, startFilter } from "./filter.js";
import { toQuestion } from "./focus.js";
import { placeOf } from "./place.js";
import { closeForm, startForm } from "./question_form.js";
import { call } from "./server.js";
import { startSheet } from "./sheet.js";
import { keepOnServer } from "./store.js";
import { startViews, toChat, toView } from "./views.js";

function askAbout(slug) {
  selectDocuments([slug]);
  toChat();
  byId("question").focus();
}

async function toConversation(id, name) {
  toChat();
  if (!(await openConversation(id))) return;
  announce(`会話「${name}」を開きました`);
  toQuestion();
}

/** What the last conversation was limited to does not limit this one. */
function toNewConversation() {
  toChat();
  selectDocuments([]);
  newConversation();
}

let documents = [];
let cardTools = () => [];

/** Show what can be asked about, as it is by now. */
function useDocuments(all) {
  documents = all;
  const list = byId("document-list");
  const lost = list.contains(document.activeElement);
  startFilter(documents);
  showDocuments(documents, askAbout, (one) => cardTools(one));
  if (lost) byId("documents-head").focus();
}

/** The documents have changed: take up what there is now. What is being read or asked stays. */
async function refresh() {
  const opening = await call("opening");
  useGeneration(opening.index, { tell: false });
  useDocuments(opening.documents);
  useExamples(opening.examples);
}

async function start() {
  startForm();
  startViews();
  startEvidence();
  startSheet();
  let me;
  let opening;
  try {
    me = await enter();
    if (me.editor) cardTools = await startEditing(() => documents, refresh);
    if (me.retention) keepOnServer(me.retention);
    startConversations({ open: toConversation, start: toNewConversation });
    opening = await call("opening");
  } catch (error) {
    byId("turns").replaceChildren(el("p", { className: "error", role: "alert" }, error.message));
    closeForm();
    return;
  }
  useGeneration(opening.index);
  byId("banner").hidden = !opening.notices.length;
  byId("banner").replaceChildren(...opening.notices.map((notice) => el("p", {}, notice)));
  useDocuments(opening.documents);
  onNewGeneration(() => refresh().catch(() => null));
  await startChat(opening.examples);
  const place = placeOf(location.search);
  if (me.asked) announce("ログインしました");
  if (place) await showPlace(place.slug, place.lines, { focus: true });
  else if (me.asked) toView();
  document.body.classList.add("ready");
}

start();
