// Files on their way to the server: each is asked for, sent, and looked into there.

import { announce } from "./dom.js";
import { call, ServerError } from "./server.js";
import { showProgress } from "./change.js";

const LOGGED_OUT = "ログインの期限が切れました。画面を読み込み直して、ログインしてください。";
const BROKEN = "送れませんでした。ファイルがフォルダでないか、計画アシスタントが動いているか確かめてください。";

/**
 * Send files; `replaces` is the slug of the document that the one file is to replace, if any.
 * Those that arrived, as { ticket, told }, and what is wrong with the others, a line each.
 */
export async function sendAll(files, replaces) {
  const arrived = [];
  const refused = [];
  announce("ファイルを送っています");
  for (const [place, file] of files.entries()) {
    const what = `ファイルを送っています${files.length > 1 ? ` ${place + 1}／${files.length}件` : ""}: ${file.name}`;
    let ticket = null;
    try {
      ({ ticket } = await call("upload_begin", file.name, file.size));
      await send(ticket, file, (done, total) => {
        if (done < total) showProgress(what, done, total, `${Math.floor((100 * done) / total)}%`);
        else showProgress(`内容を読み取っています: ${file.name}`, 0, 0);
      });
      arrived.push({ ticket, told: await call("upload_look", ticket, replaces) });
    } catch (error) {
      refused.push(`${file.name}: ${error.message.replace(/。?$/, "。")}`);
      if (ticket) await call("upload_drop", [ticket]).catch(() => null);
    }
  }
  return { arrived, refused };
}

/** `fetch` does not tell how much of a file is sent. */
function send(ticket, file, onprogress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `upload/${ticket}`);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.addEventListener("progress", (event) => onprogress(event.loaded, event.total));
    request.addEventListener("load", () => {
      const error = request.status === 401 ? LOGGED_OUT : errorOf(request.responseText);
      if (error) reject(new ServerError(error));
      else resolve();
    });
    request.addEventListener("error", () => reject(new ServerError(BROKEN)));
    request.send(file);
  });
}

function errorOf(text) {
  try {
    return JSON.parse(text).error;
  } catch {
    return BROKEN;
  }
}

export const forget = (tickets) => call("upload_drop", tickets).catch(() => null);
