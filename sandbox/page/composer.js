/* The bottom of a phone: start or unblock, the entry with its menus, and the reply keyboard. */

import { pickPerson } from "./dialogs.js";
import { el, icon, menu, menuItem } from "./dom.js";
import { say, t } from "./words.js";

function roundButton(iconName, key, test) {
  const button = el("button", { type: "button", class: "round", test }, icon(iconName));
  return say(button, key, "aria-label");
}

function commandItems(commands, run) {
  return commands.map(({ command, description }) => {
    const name = el("b", {}, `/${command}`);
    const item = el("button", { type: "button", class: "menu-item command", test: "command" }, name, description);
    item.addEventListener("click", () => run(`/${command}`));
    return item;
  });
}

/**
 * `send(what, body)` acts for the phone's person and resolves to true when the sandbox took it;
 * `others()` lists the people a request-users key may choose from, `open(url)` opens a page. Gives {node, show(person, chat)}.
 */
export function composer(phone, send, others, open) {
  const start = say(el("button", { type: "button", class: "button primary wide", test: "start" }), "start");
  start.addEventListener("click", () => send("start", { payload: "" }));
  const unblock = say(el("button", { type: "button", class: "button plain wide", test: "unblock" }), "unblock");
  unblock.addEventListener("click", () => send("unblock"));

  const bar = entryBar(send, open);
  const keyboard = replyKeyboard(phone, send, others, bar.keyboardButton);
  const talk = el("div", { class: "talk" }, bar.node, keyboard.node);
  const node = el("div", { class: "composer" }, start, unblock, talk);

  function show(person, chat) {
    start.hidden = person.started || person.blocked;
    unblock.hidden = !person.blocked;
    talk.hidden = !person.started || person.blocked;
    bar.show(chat);
    keyboard.show(chat.reply_keyboard);
  }
  return { node, show, clear: bar.clear };
}

function entryBar(send, open) {
  const entry = el("textarea", { rows: 1, class: "entry", test: "entry", enterkeyhint: "send", maxlength: 4096 });
  say(entry, "entry", "aria-label");
  const submit = roundButton("send", "send", "send");
  submit.type = "submit";
  submit.classList.add("send");
  const attach = roundButton("attach", "attach", "attach");
  const keyboardButton = roundButton("keyboard", "keyboard_hide", "keyboard-toggle");
  const commandButton = roundButton("menu", "commands", "menu");
  const appButton = el("button", { type: "button", class: "app-menu", test: "app-menu" });
  const attachPanel = el("div", { class: "menu up" });
  const commandPanel = el("div", { class: "menu up wide" });
  const file = el("input", { type: "file", accept: "image/*,video/*", hidden: true, test: "photo-file" });
  const node = el("form", { class: "entry-bar" },
    commandButton, appButton, attach, entry, keyboardButton, submit, attachPanel, commandPanel, file);
  let commands = [];
  let page = null;
  appButton.addEventListener("click", () => open(page.url));

  menu(commandButton, commandPanel, () => commandItems(commands, (text) => send("text", { text })));
  menu(attach, attachPanel, () => [
    menuItem("photo", t("photo"), () => file.click(), "attach-photo"),
    menuItem("contact", t("contact_own"), () => send("contact", { foreign: false }), "contact-own"),
    menuItem("contact", t("contact_foreign"), () => send("contact", { foreign: true }), "contact-foreign"),
  ]);
  file.addEventListener("change", () => {
    const form = new FormData();
    form.append("photo", file.files[0]);
    form.append("caption", entry.value.trim());
    file.value = "";
    entry.value = "";
    grow();
    send("photo", form);
  });
  const grow = () => {
    entry.style.height = "auto";
    entry.style.height = `${entry.scrollHeight}px`;
  };
  entry.addEventListener("input", grow);
  entry.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    node.requestSubmit();
  });
  node.addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = entry.value.trim();
    if (!text) return;
    entry.value = "";
    grow();
    const taken = await send("text", { text });
    if (!taken && !entry.value) entry.value = text;
  });
  function show(chat) {
    commands = chat.commands;
    page = chat.app_button;
    appButton.hidden = !page;
    appButton.textContent = page?.text ?? "";
    commandButton.hidden = commands.length === 0 || page;
    entry.placeholder = chat.reply_keyboard?.placeholder || t("entry");
  }
  const clear = () => {
    entry.value = "";
    grow();
  };
  return { node, show, clear, keyboardButton };
}

function replyKeyboard(phone, send, others, toggle) {
  const node = el("div", { class: "reply-keyboard" });
  let shown = "";
  let once = false;

  function fold(folded) {
    node.hidden = folded;
    toggle.classList.toggle("on", !folded);
    toggle.setAttribute("aria-expanded", String(!folded));
    say(toggle, folded ? "keyboard_show" : "keyboard_hide", "aria-label");
  }
  toggle.addEventListener("click", () => fold(!node.hidden));

  async function tap(key) {
    const body = { text: key.text };
    if (key.users_request !== null && key.users_request !== undefined) {
      const chosen = await pickPerson(phone, others());
      if (chosen === null) return;
      body.users = [chosen];
    }
    if ((await send("key", body)) && once) fold(true);
  }

  function show(keyboard) {
    const mark = JSON.stringify(keyboard);
    if (mark === shown) return;
    shown = mark;
    once = Boolean(keyboard?.once);
    toggle.hidden = !keyboard;
    const rows = (keyboard?.rows ?? []).map((row) => {
      const keys = row.map((key) => {
        const button = el("button", { type: "button", class: "key", test: "key" }, el("span", {}, key.text));
        button.addEventListener("click", () => tap(key));
        return button;
      });
      return el("div", { class: "row" }, ...keys);
    });
    node.replaceChildren(...rows);
    fold(!keyboard);
  }
  return { node, show };
}
