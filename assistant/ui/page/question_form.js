// The form at the foot of the chat. It takes what is typed from the first moment on, and sends it once all is ready.

import { announce, byId } from "./dom.js";

let ask = null; // nothing can be asked before the page is ready

/** Before all else: nothing that is typed early is lost. */
export function startForm() {
  byId("ask").addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  byId("question").addEventListener("keydown", (event) => {
    if (!isSending(event)) return;
    event.preventDefault();
    send();
  });
}

/** From now on questions are asked: `given(question)` says whether it takes one; else it stays where it was typed. */
export function openForm(given) {
  ask = given;
  setButton("質問する", false);
}

/** The page cannot be used: its button does not promise to be ready soon. */
export const closeForm = () => setButton("質問する", true);

/** Enter; but not one that makes a line, nor one that ends a conversion of kana. */
export const isSending = (event) => event.key === "Enter" && !event.shiftKey && !isConverting(event);
export const isConverting = (event) => event.isComposing || event.keyCode === 229;

function setButton(label, disabled) {
  byId("send").textContent = label;
  byId("send").disabled = disabled;
}

function send() {
  const box = byId("question");
  const question = box.value.trim();
  if (!ask) announce("準備しています。書いた質問はそのまま残ります。");
  else if (question && ask(question)) box.value = "";
}
