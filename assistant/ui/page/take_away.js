// An answer as a Word or Excel file that the browser saves.

import { el } from "./dom.js";
import { call } from "./server.js";

export async function save(turns, ending) {
  const { name, href } = await call("sheet", turns.map((turn) => turn.reply.answer), ending);
  const link = el("a", { href, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  return "保存しました";
}
