// Answers as a Word or Excel file that the browser saves.

import { el } from "./dom.js";
import { call } from "./server.js";

const STOPPED = "途中で止めた回答です。続きがあったかもしれません。";

/** Save the answers of some turns; `name` is that of their conversation. */
export async function save(turns, ending, name) {
  download(await call("sheet", turns.map(answerOf), ending, name));
  return "保存しました";
}

/** Have the browser save a file that came as { name, href }. */
export function download({ name, href }) {
  const link = el("a", { href, download: name });
  document.body.append(link);
  link.click();
  link.remove();
}

function answerOf({ reply: { answer }, stopped }) {
  return stopped ? { ...answer, notices: [...answer.notices, STOPPED] } : answer;
}
