// Text to the clipboard. What is copied of an answer is written by the server, in the form of papers.

import { call } from "./server.js";

export async function copyText(text) {
  if (navigator.clipboard && window.isSecureContext) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // not allowed: the old way
    }
  }
  const area = document.createElement("textarea");
  const before = document.activeElement;
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  before?.focus();
  return done;
}

/** An answer with its sources under it. */
export const copyAnswer = async (answer) => said(await copyText((await call("pasted_answer", answer)).text));

/** One citation in a line. */
export const copyCitation = async (citation) => said(await copyText((await call("pasted_citation", citation)).text));

const said = (done) => (done ? "コピーしました" : "コピーできません");
