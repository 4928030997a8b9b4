// Answers as a Word or Excel file that the browser saves.

import { el } from "./dom.js";
import { call } from "./server.js";

const STOPPED = "途中で止めた回答です。続きがあったかもしれません。";

/** Save the answers of some turns; `name` is that of their conversation. */
export async function save(turns, ending, name) {
  const { name: file, href } = await call("sheet", turns.map(answerOf), ending, name);
  const link = el("a", { href, download: file });
  document.body.append(link);
  link.click();
  link.remove();
  return "保存しました";
}

function answerOf({ reply: { answer }, stopped }) {
  return stopped ? { ...answer, notices: [...answer.notices, STOPPED] } : answer;
}
