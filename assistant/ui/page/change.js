// A change of the documents on its way: how far it is, what came of it, and what the index warns of.

import { announce, byId, el } from "./dom.js";
import { stream } from "./server.js";

let followed = 0; // the number of the change that is shown

/** Show how a change goes on until it is done; true if it came to a good end. */
export async function follow(job) {
  if (followed === job) return false;
  followed = job;
  let last = null;
  try {
    await stream("changing", [job], (state) => {
      if (state.what !== last?.what) announce(`${state.what}…`);
      last = state;
      showProgress(state.what, state.done, state.total);
    }, new AbortController().signal);
    showOutcome(last);
  } catch (error) {
    showFailure(`進み具合を受け取れなくなりました（索引づくりは続いています）。${error.message}`);
  }
  return Boolean(last && !last.running && !last.failed);
}

/** `total` is 0 where nobody knows how much there is to do; `amount` says how much is done. */
export function showProgress(what, done, total, amount = `${done.toLocaleString()}／${total.toLocaleString()}`) {
  const box = byId("change");
  let bar = byId("change-bar");
  if (!bar) {
    bar = el("progress", { id: "change-bar" });
    box.replaceChildren(el("label", { for: "change-bar", id: "change-what" }), bar);
  }
  byId("change-what").textContent = total ? `${what}（${amount}）` : `${what}…`;
  if (total) {
    bar.max = total;
    bar.value = done;
  } else {
    bar.removeAttribute("value");
  }
}

export function clearProgress() {
  byId("change").replaceChildren();
}

function showOutcome(state) {
  if (state.failed) return showFailure(`変更できませんでした。資料も索引も元のままです。${state.failed.replace(/。?$/, "。")}`);
  const count = state.warnings.length;
  const said = `${state.said}${count ? `注意が${count}件あります。` : ""}`;
  byId("change").replaceChildren(
    el("p", { className: "done" }, said),
    ...(count
      ? [el("ul", { className: "notices", "aria-label": "索引の注意" }, state.warnings.map(({ file, why, do: remedy }) => el("li", {}, `${file}: ${why}。${remedy}。`)))]
      : []),
  );
  announce(said);
  return null;
}

export function showFailure(...lines) {
  byId("change").replaceChildren(...lines.map((line) => el("p", { className: "error", role: "alert" }, line)));
}
