// What the page asks of the server: Gradio's API (its queue, its streams, its log-in).

const API = "gradio_api";

export class ServerError extends Error {}

/** Nobody is logged in; `way` is how to: "password" or "proxy". */
export class LoggedOut extends ServerError {
  constructor(way) {
    super(LOGGED_OUT);
    this.way = way;
  }
}

const BROKEN = "サーバーに接続できません。計画アシスタントが動いているか確かめて、もう一度お試しください。";
const INTERNAL = "内部エラーが起きました。もう一度お試しください。続くときは管理者に知らせてください。";
const FULL = "質問が混み合っています。少し待ってから、もう一度お試しください。";
const LOGGED_OUT = "ログインの期限が切れました。もう一度ログインしてください。";

let loggedOut = () => {};

/** Be told whenever the server finds nobody logged in. */
export function onLoggedOut(listener) {
  loggedOut = listener;
}

/** Send something to an address of the server. */
export const post = (path, body) => send(path, "application/json", JSON.stringify(body));

async function send(path, type, body) {
  let response;
  try {
    response = await fetch(path, { method: "POST", headers: { "Content-Type": type }, body });
  } catch {
    throw new ServerError(BROKEN);
  }
  if (response.status === 401) {
    const error = new LoggedOut((await response.json()).login);
    loggedOut(error);
    throw error;
  }
  if ([403, 413, 429].includes(response.status)) throw new ServerError((await response.json()).error);
  if (response.status === 503) throw new ServerError(FULL);
  if (!response.ok) throw new ServerError(INTERNAL);
  return response.json();
}

/** Call an endpoint that answers at once. */
export async function call(name, ...data) {
  const { data: [value] } = await post(`${API}/run/${name}`, { data });
  return good(value);
}

/** Send a file to a route that takes files. */
export async function sendFile(path, file) {
  return good(await send(`${path}?name=${encodeURIComponent(file.name)}`, "application/octet-stream", file));
}

function good(value) {
  if (value?.error) throw new ServerError(value.error);
  return value;
}

/** Call an endpoint that answers bit by bit: `onpart` is given each part; ends with the last, or when stopped. */
export async function stream(name, data, onpart, signal) {
  const { event_id: event } = await post(`${API}/call/${name}`, { data });
  await new Promise((resolve, reject) => {
    const source = new EventSource(`${API}/call/${name}/${event}`);
    if (signal.aborted) {
      // Only a stream that was opened and left tells the server that nobody waits for the answer.
      source.addEventListener("open", () => source.close());
      source.addEventListener("error", () => source.close());
      return resolve();
    }
    const end = (finish, value) => {
      source.close();
      finish(value);
    };
    const part = (message) => {
      const [value] = JSON.parse(message.data) ?? [];
      if (!value) return true;
      if (value.error) {
        end(reject, new ServerError(value.error));
        return false;
      }
      onpart(value);
      return true;
    };
    signal.addEventListener("abort", () => end(resolve));
    source.addEventListener("generating", part);
    source.addEventListener("complete", (message) => part(message) && end(resolve));
    source.addEventListener("error", (message) => {
      end(reject, new ServerError(message.data === undefined ? BROKEN : INTERNAL));
    });
  });
}
