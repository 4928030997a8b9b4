// An answer with its citations as plain text, for a mail or a paper.

import { editionName } from "./evidence_list.js";

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

export function plainText(turn) {
  const { answer, places } = turn.reply;
  const parts = [`質問: ${turn.question}`, "", answer.answer];
  const list = answer.citations.length ? answer.citations : answer.related;
  if (list.length) {
    parts.push("", answer.citations.length ? "根拠" : "関連箇所（答えそのものではありません）");
    for (const place of list) {
      parts.push(`[${place.number}] ${editionName(place)} ${place.section.join(" > ")} ${places[place.number] ?? ""}`.trimEnd());
      parts.push(...place.quote.split("\n").filter((line) => line.trim()).map((line) => `    ${line.trim()}`));
    }
  }
  if (answer.notices.length) parts.push("", ...answer.notices.map((notice) => `※ ${notice}`));
  return `${parts.join("\n")}\n`;
}
