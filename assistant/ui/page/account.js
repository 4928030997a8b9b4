// Who is there: the log-in form in place of everything else, the name in the bar, the log-out.

import { announce, button, byId, el } from "./dom.js";
import { call, LoggedOut, onLoggedOut, post } from "./server.js";
import { toView } from "./views.js";

let me = null;
let entering = null; // the form is shown once, however many calls found nobody logged in

/** Whoever is there, asked to log in where that is needed: { name, editor, leaves, retention, asked }. */
export async function enter() {
  let asked = false;
  for (;;) {
    try {
      me = { ...(await call("account")), asked };
      break;
    } catch (error) {
      if (!(error instanceof LoggedOut)) throw error;
      await loggedIn(error.way);
      asked = true;
    }
  }
  showName();
  onLoggedOut((error) => {
    entering ??= again(error.way).finally(() => {
      entering = null;
    });
  });
  return me;
}

/** The session ended in the middle: what is on the page stays for whoever it belongs to, and for nobody else. */
async function again(way) {
  await loggedIn(way);
  const now = await call("account").catch(() => null);
  if (now?.name === me.name) {
    document.body.classList.add("ready");
    announce("ログインしました");
    toView();
    return;
  }
  byId("question").value = "";
  location.reload();
}

/** Show the form in place of the page until somebody is logged in. */
async function loggedIn(way) {
  byId("dialog").close("");
  document.body.classList.add("logged-out", "ready");
  const place = el("main", { className: "login", id: "login" });
  document.querySelector(".columns").before(place);
  if (way !== "password") return unknown(place);
  await new Promise((resolve) => {
    place.append(form(resolve));
    byId("login-name").focus();
  });
  place.remove();
  document.body.classList.remove("logged-out", "ready");
}

/** The proxy in front has sent no name: nothing can be typed here that would help. */
function unknown(place) {
  place.append(
    el("h2", {}, "利用者を確かめられません"),
    el("p", { className: "error", role: "alert" }, "手前の認証（プロキシ）から利用者名が届きませんでした。いつもの入口のアドレスから開き直してください。続くときは管理者に知らせてください。"),
    button("開き直す", () => location.reload(), { className: "primary" }),
  );
  return new Promise(() => {});
}

function form(done) {
  const name = el("input", { type: "text", id: "login-name", name: "username", autocomplete: "username", autocapitalize: "none", required: true, maxLength: 64, "aria-describedby": "login-error" });
  const password = el("input", { type: "password", id: "login-password", name: "password", autocomplete: "current-password", required: true, maxLength: 1000, "aria-describedby": "login-error" });
  const error = el("p", { id: "login-error", role: "alert" });
  const submit = el("button", { type: "submit", className: "primary wide" }, "ログイン");
  return el(
    "form",
    {
      onsubmit: async (event) => {
        event.preventDefault();
        if (submit.getAttribute("aria-disabled")) return;
        error.textContent = "";
        error.className = "";
        submit.setAttribute("aria-disabled", "true");
        try {
          await post("login", { name: name.value, password: password.value });
          done();
        } catch (problem) {
          error.className = "error";
          error.textContent = problem.message;
          password.value = "";
          password.focus();
        } finally {
          submit.removeAttribute("aria-disabled");
        }
      },
    },
    el("h2", {}, "ログイン"),
    el("label", { for: "login-name" }, "名前"),
    name,
    el("label", { for: "login-password" }, "パスワード"),
    password,
    error,
    submit,
    el("p", { className: "small" }, "名前やパスワードが分からないときは、管理者に問い合わせてください。"),
  );
}

function showName() {
  if (!me.name) return;
  byId("top-end").prepend(
    el("span", { className: "user" }, el("span", { className: "hidden" }, "ログイン中: "), el("span", { className: "user-name", title: me.name }, me.name), el("span", { className: "badge" }, me.editor ? "編集" : "閲覧")),
    ...(me.leaves ? [button("ログアウト", leave, { className: "plain" })] : []),
  );
}

async function leave() {
  try {
    await post("logout", {});
  } catch (error) {
    if (!(error instanceof LoggedOut)) return announce(error.message);
  }
  byId("question").value = "";
  document.body.classList.remove("ready"); // nothing may hold the page back
  location.replace("./");
}
