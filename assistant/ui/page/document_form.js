// What the catalogue is to say of files that were sent: a form for each, filled in as far as the file says it.

import { byId, el } from "./dom.js";

const DATE = "[12][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?";
const GUESSED = "※自動で読み取り（本文から推定）";
const FIELDS = [
  { key: "title", label: "題名", hint: "空なら、資料に書かれた題名を使います" },
  { key: "date", label: "日付", hint: "2023、2023-06、2023-06-09 のどれかの形", pattern: DATE, title: "2023、2023-06、2023-06-09 のどれかの形で書いてください" },
  { key: "status", label: "種別", hint: "閣議決定、案、報告書など", list: "status" },
  { key: "series", label: "計画", hint: "同じ計画の版どうしに、同じ名前を付けます", list: "series" },
  { key: "aliases", label: "呼び名", hint: "1行に1つ。質問で資料を指すのに使えます", rows: 2 },
  { key: "issuer", label: "発行元", list: "issuer" },
  { key: "source", label: "出典", hint: "公開されているページのアドレスなど" },
  { key: "licence", label: "利用条件", list: "licence" },
];

/**
 * Ask what to say of these files. `submit(additions)` begins the change; the form stays open while it fails.
 * Resolves to what `submit` gave, or null if the user left. `documents` are those that are there.
 */
export function askForms({ arrived, refused, replaces, documents, submit }) {
  const dialog = byId("dialog");
  const before = document.activeElement;
  const wrong = el("div", { className: "form-errors" }, refused.map((line) => el("p", { className: "error" }, line)));
  const parts = arrived.map((one, place) => documentPart(one, place, replaces, documents));
  let begun = null;
  const form = el(
    "form",
    {
      onsubmit: async (event) => {
        event.preventDefault();
        go.disabled = true;
        try {
          begun = await submit(parts.map((part) => part.read()));
          dialog.close("done");
        } catch (error) {
          wrong.replaceChildren(el("p", { className: "error", role: "alert" }, error.message));
          wrong.scrollIntoView({ block: "nearest" });
        }
        go.disabled = false;
      },
    },
    wrong,
    parts.map((part) => part.element),
    lists(documents),
    el("p", { className: "small" }, replaces ? "今のファイルは消え、このファイルに置き換わります。目録には上のとおり書きます。" : "ファイルを資料フォルダに置き、目録（catalog.toml）に上のとおり書きます。"),
  );
  const go = el("button", { type: "submit", className: "primary" }, replaces ? "差し替える" : "加える");
  form.append(el("div", { className: "dialog-buttons" }, el("button", { type: "button", className: "secondary", onclick: () => dialog.close("") }, "やめる"), go));
  dialog.returnValue = "";
  dialog.classList.add("wide-dialog");
  dialog.replaceChildren(el("h2", { id: "dialog-head" }, replaces ? "資料を差し替える" : `資料を加える（${arrived.length}件）`), form);
  return new Promise((resolve) => {
    dialog.addEventListener(
      "close",
      () => {
        dialog.classList.remove("wide-dialog");
        if (before?.isConnected) before.focus();
        resolve(begun);
      },
      { once: true },
    );
    dialog.showModal();
    form.querySelector("input:not([type=checkbox]):not([disabled])").focus();
  });
}

function documentPart({ ticket, told }, place, replaces, documents) {
  const stem = told.name.replace(/\.[^.]*$/, "");
  const old = documents.find((one) => one.slug === (replaces || stem));
  const name = textField({ key: "name", label: "資料の名前", hint: `ファイル名（${told.name.slice(stem.length)} の前）になります`, required: true }, place, stem);
  const fields = Object.fromEntries(FIELDS.map((field) => [field.key, textField(field, place, "")]));
  const fill = (form, guessed) => {
    for (const { key } of FIELDS) {
      fields[key].input.value = key === "aliases" ? form[key].join("\n") : form[key];
      fields[key].guess.hidden = !guessed || !fields[key].input.value;
    }
  };
  fill(told.form, told.guessed);
  const choice = el("input", {
    type: "checkbox",
    onchange: () => {
      name.input.disabled = choice.checked;
      if (choice.checked) name.input.value = stem;
      if (choice.checked && told.known) fill(told.known, false);
      else fill(told.form, told.guessed);
    },
  });
  const offer = told.taken && !replaces ? el("label", { className: "choice warning" }, choice, el("span", {}, `同じ名前の資料「${old?.title ?? stem}」がもうあります。これをこのファイルに差し替える（今のファイルは消えます）。別の資料なら、下の名前を変えてください。`)) : null;
  const element = el(
    "fieldset",
    { className: "document-form" },
    el("legend", {}, told.name),
    el("p", { className: "small" }, `読み取り: ${told.sections.toLocaleString()}節・${told.units.toLocaleString()}箇所。読み取れた値を入れてあります。違うところを直してください。`),
    told.warnings.length ? el("ul", { className: "notices" }, told.warnings.map((line) => el("li", {}, line))) : null,
    replaces ? el("p", {}, `差し替える資料: ${old?.title ?? replaces}`) : null,
    offer,
    replaces ? null : name.element,
    FIELDS.map(({ key }) => fields[key].element),
  );
  const read = () => ({
    ticket,
    name: replaces || choice.checked ? "" : name.input.value.trim(),
    replaces: replaces || (choice.checked ? stem : ""),
    seen: told.seen,
    form: Object.fromEntries(FIELDS.map(({ key }) => [key, key === "aliases" ? fields[key].input.value.split("\n") : fields[key].input.value])),
  });
  return { element, read };
}

function textField({ key, label, hint, pattern, title, list, rows, required }, place, value) {
  const id = `form-${place}-${key}`;
  const common = { id, value, "aria-describedby": `${id}-guess${hint ? ` ${id}-hint` : ""}` };
  const input = rows
    ? el("textarea", { ...common, rows })
    : el("input", { ...common, type: "text", pattern, title, required, list: null, autocomplete: "off" });
  if (list) input.setAttribute("list", `form-list-${list}`);
  // What was only guessed says so until somebody has written it.
  const guess = el("span", { id: `${id}-guess`, className: "small guess", hidden: true }, GUESSED);
  input.addEventListener("input", () => {
    guess.hidden = true;
  });
  const element = el(
    "div",
    { className: "field" },
    el("label", { for: id }, label),
    " ",
    guess,
    input,
    hint ? el("p", { className: "small", id: `${id}-hint` }, hint) : null,
  );
  return { element, input, guess };
}

/** What other documents say is offered: editions of one plan must be called the same. */
function lists(documents) {
  return ["status", "series", "issuer", "licence"].map((key) =>
    el("datalist", { id: `form-list-${key}` }, [...new Set(documents.map((one) => one[key]))].filter(Boolean).map((value) => el("option", { value }))),
  );
}
