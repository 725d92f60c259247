/* Questions and windows: all are modal <dialog>s, so focus stays inside and Escape closes them. */

import { avatar, el, icon } from "./dom.js";
import { t } from "./words.js";

/** Show a dialog, centred on `over` when given; resolves with its return value, "" if dismissed. */
function show(dialog, over) {
  document.body.append(dialog);
  if (over) {
    const box = over.getBoundingClientRect();
    dialog.classList.add("over");
    dialog.style.setProperty("--middle-x", `${box.x + box.width / 2}px`);
    dialog.style.setProperty("--middle-y", `${box.y + box.height / 2}px`);
    dialog.style.setProperty("--room", `${box.width - 48}px`);
  }
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close("");
  });
  dialog.showModal();
  return new Promise((done) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      done(dialog.returnValue);
    });
  });
}

function frame(heading, ...content) {
  const dialog = el("dialog", { "aria-label": heading, test: "dialog" });
  dialog.append(el("form", { method: "dialog" }, ...content));
  return dialog;
}

const answerButton = (label, value) => el("button", { class: "button primary", value, test: "dialog-ok" }, label);

/** Not a submit button: Enter in a field must mean the main one. */
function cancelButton() {
  const button = el("button", { type: "button", class: "button plain", test: "dialog-cancel" }, t("cancel"));
  button.addEventListener("click", () => button.closest("dialog").close(""));
  return button;
}

/** Ask yes or no; true for yes. */
export async function ask(heading, note, yes) {
  const go = answerButton(yes, "yes");
  const foot = el("div", { class: "dialog-foot" }, cancelButton(), go);
  const dialog = frame(heading, el("h2", {}, heading), el("p", {}, note), foot);
  go.autofocus = true;
  return (await show(dialog)) === "yes";
}

/** A callback answer shown as an alert over its phone. */
export function alertOver(over, text) {
  const foot = el("div", { class: "dialog-foot" }, answerButton(t("ok"), "ok"));
  return show(frame(text, el("p", { class: "alert-text" }, text), foot), over);
}

/** Choose one of `people`; their id, or null if dismissed. */
export async function pickPerson(over, people) {
  const heading = t("pick_person");
  const options = people.map((person) => {
    const name = el("span", { class: "option-name" }, fullName(person));
    const note = el("small", {}, person.username ? `@${person.username}` : person.phone ?? "");
    return el("button", { class: "option", value: person.id, test: "person-option" }, avatar(person), name, note);
  });
  const list = options.length ? el("div", { class: "options" }, ...options) : el("p", {}, t("nobody"));
  const foot = el("div", { class: "dialog-foot" }, cancelButton());
  const chosen = await show(frame(heading, el("h2", {}, heading), list, foot), over);
  return chosen ? Number(chosen) : null;
}

export const fullName = (person) => [person.first_name, person.last_name].filter(Boolean).join(" ");

function field(name, key, attributes = {}) {
  const label = el("span", {}, t(key));
  if (!attributes.required) label.append(el("small", {}, ` ${t("optional")}`));
  return el("label", { class: "field" }, label, el("input", { name, autocomplete: "off", ...attributes }));
}

function choice(name, key, options, chosen) {
  const items = options.map(([value, text]) => el("option", { value, selected: value === chosen }, text));
  return el("label", { class: "field" }, el("span", {}, t(key)), el("select", { name }, ...items));
}

/** Ask about a new person; {person, title} with the phone to give, or null. */
export async function askPerson(titles, title, language) {
  const heading = t("add_title");
  const dialog = frame(
    heading,
    el("h2", {}, heading),
    field("first_name", "first_name", { required: true, maxlength: 64, autofocus: true }),
    field("last_name", "last_name", { maxlength: 64 }),
    field("username", "username", { maxlength: 32, pattern: "@?[A-Za-z][A-Za-z0-9_]{4,31}", placeholder: "anna_coffee" }),
    field("phone", "phone_number", { type: "tel", maxlength: 20, placeholder: "+7 900 000-00-00" }),
    el("div", { class: "pair" },
      choice("language", "telegram_language", [["ru", "Русский"], ["en", "English"]], language),
      choice("title", "on_phone", titles.map((each) => [each, t(each)]), title)),
    el("div", { class: "dialog-foot" }, cancelButton(), answerButton(t("add"), "yes")),
  );
  if ((await show(dialog)) !== "yes") return null;
  const values = Object.fromEntries(new FormData(dialog.querySelector("form")));
  const { title: chosen, ...person } = values;
  person.username = person.username.replace(/^@/, "");
  person.phone = person.phone.replace(/[^\d+]/g, "");
  return { title: chosen, person: Object.fromEntries(Object.entries(person).filter(([, value]) => value.trim())) };
}

/** The photo as large as the window allows. */
export function enlarge(url) {
  const close = el("button", { class: "round close", "aria-label": t("close"), autofocus: true }, icon("close"));
  const dialog = frame(t("photo"), el("img", { src: url, alt: t("photo") }), close);
  dialog.classList.add("lightbox");
  dialog.querySelector("img").addEventListener("click", () => dialog.close(""));
  return show(dialog);
}
