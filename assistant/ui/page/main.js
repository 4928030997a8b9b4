// Puts the parts together.

import { byId, el } from "./dom.js";
import { enter } from "./account.js";
import { newConversation, openConversation, startChat, useExamples } from "./chat.js";
import { startConversations } from "./conversations.js";
import { showDocuments } from "./documents.js";
import { onNewGeneration, useGeneration } from "./document_view.js";
import { startEditing } from "./editing.js";
import { showPlace, startEvidence } from "./evidence.js";
import { selectDocuments, startFilter } from "./filter.js";
import { placeOf } from "./place.js";
import { call } from "./server.js";
import { startSheet } from "./sheet.js";
import { keepOnServer } from "./store.js";

const VIEWS = ["chat", "documents", "sheet"]; // the first where the address names none

function showView(name) {
  document.body.dataset.view = name;
  for (const view of VIEWS) byId(view).hidden = view !== name;
  for (const link of document.querySelectorAll("a[data-view]")) {
    if (link.dataset.view === name) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

function startViews() {
  const named = () => VIEWS.find((view) => view === new URLSearchParams(location.search).get("view")) ?? VIEWS[0];
  for (const link of document.querySelectorAll("a[data-view]")) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      history.pushState(null, "", link.getAttribute("href"));
      showView(named());
    });
  }
  window.addEventListener("popstate", () => showView(named()));
  showView(named());
}

function toChat() {
  if (byId("chat").hidden) history.pushState(null, "", "./");
  showView("chat");
}

function askAbout(slug) {
  selectDocuments([slug]);
  toChat();
  byId("question").focus();
}

function toConversation(id) {
  toChat();
  openConversation(id);
}

function toNewConversation() {
  toChat();
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
  startViews();
  startEvidence();
  startSheet();
  let opening;
  try {
    const me = await enter();
    if (me.editor) cardTools = await startEditing(() => documents, refresh);
    if (me.retention) keepOnServer(me.retention);
    startConversations({ open: toConversation, start: toNewConversation });
    opening = await call("opening");
  } catch (error) {
    byId("turns").replaceChildren(el("p", { className: "error", role: "alert" }, error.message));
    return;
  }
  useGeneration(opening.index);
  byId("banner").hidden = !opening.notices.length;
  byId("banner").replaceChildren(...opening.notices.map((notice) => el("p", {}, notice)));
  useDocuments(opening.documents);
  onNewGeneration(() => refresh().catch(() => null));
  await startChat(opening.examples);
  const place = placeOf(location.search);
  if (place) await showPlace(place.slug, place.lines, { focus: true });
  document.body.classList.add("ready");
}

start();
