/* One phone: a person's chat with the bot. */

import { act, get } from "./api.js";
import { openApp } from "./app.js";
import { composer } from "./composer.js";
import { alertOver, fullName } from "./dialogs.js";
import { el, icon, menu, menuItem } from "./dom.js";
import { messageList } from "./messages.js";
import { scan } from "./scan.js";
import { onLanguage, say, t, formatTime } from "./words.js";

const TOAST_MS = 2500;
const TOAST_MS_A_LETTER = 35;
const PRESS_MS = 4000;
const TYPING_MS = 5500;
const EMPTY_CHAT = { messages: [], reply_keyboard: null, commands: [], app_button: null, typing: false };

/**
 * Build the phone `title` ("customer", "cashier" or "owner"). `app` gives {state, phones, now(), refresh()}.
 * The phone has {node, title, person, setPerson(id), renew(), refresh(), answer(text, alert)}.
 */
export function makePhone(app, title) {
  const parts = buildParts(title);
  const phone = { title, node: parts.node, person: null, chat: EMPTY_CHAT };
  const me = () => app.state.people.find((person) => person.id === phone.person);
  const bot = () => app.state.bot;

  function toast(text) {
    const note = el("p", { class: "toast", test: "toast" }, text);
    parts.toasts.append(note);
    setTimeout(() => note.remove(), TOAST_MS + TOAST_MS_A_LETTER * text.length);
  }
  const complain = (failure) => {
    if (failure.status) toast(t("failed", { text: failure.message }));
  };

  async function send(what, body) {
    list.toBottom();
    try {
      await act(phone.person, what, body);
      if (["start", "block", "unblock", "open"].includes(what)) await app.refresh();
      await phone.refresh();
      return true;
    } catch (failure) {
      complain(failure);
      return false;
    }
  }

  function follow(url) {
    const ours = leadsTo(bot().username, url);
    if (ours) send("open", { url });
    return ours;
  }

  async function press(node, message, button, row, column) {
    if (button.kind === "copy") return copy(button.copy, toast);
    if (button.kind === "app") return open(button.url);
    if (button.kind === "url") return follow(button.url) || window.open(button.url, "_blank", "noopener");
    if (node.classList.contains("busy")) return;
    node.classList.add("busy");
    setTimeout(() => node.classList.remove("busy"), PRESS_MS);
    try {
      await act(phone.person, "press", { message_id: message.id, row, column });
    } catch (failure) {
      node.classList.remove("busy");
      complain(failure);
    }
  }

  async function look(from) {
    if (parts.screen.querySelector(".camera")) return;
    const picture = from.chat.messages.findLast((message) => message.photo)?.photo;
    const owner = app.state.people.find((person) => person.id === from.person);
    try {
      await scan(parts.screen, phone.person, owner, picture, toast);
      await Promise.all([app.refresh(), phone.refresh()]);
    } catch (failure) {
      complain(failure);
    }
  }

  /** What the camera of a page sees: the customer's screen. */
  function camera() {
    const from = app.phones.customer;
    const picture = from.chat.messages.findLast((message) => message.photo)?.photo;
    const owner = app.state.people.find((person) => person.id === from.person);
    return scan(parts.screen, phone.person, owner, picture, toast, "read");
  }

  const open = (url) => openApp(parts.screen, phone.person, url, bot().first_name, camera).catch(complain);

  const list = messageList(press, follow);
  const others = () => app.state.people.filter((person) => person.id !== phone.person);
  const bottom = composer(parts.screen, send, others, open);
  parts.screen.insertBefore(list.node, parts.bottom);
  parts.bottom.append(bottom.node);
  parts.scanButton?.addEventListener("click", () => look(app.phones.customer));
  parts.picker.addEventListener("change", () => phone.setPerson(Number(parts.picker.value)));
  menu(parts.menuButton, parts.menuPanel, () => [
    el("p", { class: "menu-note" }, ...describe(me())),
    ...Object.values(app.phones)
      .filter((other) => other !== phone && other.person !== phone.person)
      .map((other) => menuItem("scan", t("scan_of", { name: t(other.title) }), () => look(other), `scan-${other.title}`)),
    me().blocked
      ? menuItem("block", t("unblock"), () => send("unblock"), "menu-unblock")
      : menuItem("block", t("block"), () => send("block"), "menu-block"),
  ]);

  let running = false;
  let again = false;
  /** Read the chat and show it; calls made meanwhile end in one more reading. */
  phone.refresh = async () => {
    again = phone.person !== null;
    if (running || !again) return;
    running = true;
    try {
      while (again) {
        again = false;
        const person = phone.person;
        const chat = await get(`/api/chats/${person}`);
        if (person === phone.person) showChat(chat);
        else again = true;
      }
    } catch (failure) {
      complain(failure);
    } finally {
      running = false;
    }
  };

  function showChat(chat) {
    const newest = (messages) => messages.at(-1)?.id ?? 0;
    const fresh = phone.chat !== EMPTY_CHAT && newest(chat.messages) > newest(phone.chat.messages);
    phone.chat = chat;
    list.show(chat.messages, app.now());
    phone.renew();
    // "typing" ends by itself, without an event.
    if (chat.typing) setTimeout(phone.refresh, TYPING_MS);
    if (fresh && !parts.node.offsetParent) app.unseen(title);
  }

  /** Show people, bot and clock as the state says. */
  phone.renew = () => {
    const person = me();
    if (!person) return;
    parts.picker.replaceChildren(
      ...app.state.people.map((each) => el("option", { value: each.id, selected: each.id === person.id }, fullName(each))),
    );
    parts.name.textContent = bot().first_name;
    parts.status.textContent = phone.chat.typing ? t("typing") : t("bot");
    parts.status.classList.toggle("typing", phone.chat.typing);
    parts.time.textContent = formatTime(app.now());
    parts.empty.hidden = phone.chat.messages.length > 0 || person.blocked;
    parts.emptyNote.hidden = person.started;
    parts.blocked.hidden = !person.blocked;
    bottom.show(person, phone.chat);
  };
  phone.tick = () => (parts.time.textContent = formatTime(app.now()));

  phone.setPerson = (id) => {
    if (phone.person === id) return;
    parts.screen.querySelector(".app")?.remove();
    phone.person = id;
    phone.chat = EMPTY_CHAT;
    sessionStorage.setItem(`kopilka.${title}`, String(id));
    list.clear();
    bottom.clear();
    phone.renew();
    phone.refresh();
  };

  phone.answer = (text, alert) => {
    parts.node.querySelectorAll(".inline.busy").forEach((button) => button.classList.remove("busy"));
    if (!text) return;
    if (alert) alertOver(parts.screen, text);
    else toast(text);
  };
  onLanguage(() => app.state && phone.renew());
  return phone;
}

function buildParts(title) {
  const time = el("span", { class: "status-time" });
  const status = el("small", { class: "bot-status" });
  const name = el("b", { class: "bot-name" });
  const picker = say(el("select", { class: "picker", test: "person-picker" }), "person", "aria-label");
  const menuButton = el("button", { type: "button", class: "round", test: "phone-menu" }, icon("more"));
  say(menuButton, "phone_menu", "aria-label");
  const menuPanel = el("div", { class: "menu down" });
  const emptyNote = say(el("p"), "empty_note");
  const empty = el("div", { class: "empty" }, icon("coin"), say(el("b"), "empty"), emptyNote);
  const blocked = say(el("p", { class: "blocked", hidden: true }), "blocked");
  const toasts = el("div", { class: "toasts", role: "status" });
  const bottom = el("div", { class: "bottom" });
  let scanButton = null;
  if (title === "cashier") {
    scanButton = el("button", { type: "button", class: "scan", test: "scan" }, icon("scan"), say(el("span"), "scan"));
    bottom.append(scanButton);
  }
  const screen = el("div", { class: "screen" },
    el("div", { class: "status-bar", "aria-hidden": "true" }, time, el("i", { class: "island" }), icon("signal"), icon("battery")),
    el("header", { class: "chat-head" },
      el("span", { class: "avatar bot-avatar", "aria-hidden": "true" }, icon("coin")),
      el("div", { class: "bot-words" }, name, status), picker, menuButton, menuPanel),
    empty, blocked, toasts, bottom);
  const node = el("section", { class: "phone", test: `phone-${title}`, "data-phone": title });
  node.append(say(el("h2", { class: "role" }), title), el("div", { class: "body" }, screen));
  say(node, title, "aria-label");
  return { node, screen, bottom, time, status, name, picker, menuButton, menuPanel, empty, emptyNote, blocked, toasts, scanButton };
}

function describe(person) {
  const facts = [person.username && `@${person.username}`, person.phone, person.language].filter(Boolean);
  return [el("b", {}, fullName(person)), facts.join(" · "), person.note ?? ""].filter(Boolean)
    .flatMap((line, index) => (index ? [el("br"), line] : [line]));
}

/** Whether a link opens a chat with our bot. */
function leadsTo(username, url) {
  const here = username.toLowerCase();
  try {
    const link = new URL(url);
    if (link.protocol === "tg:") return link.searchParams.get("domain")?.toLowerCase() === here;
    const hosts = ["t.me", "telegram.me", "telegram.dog"];
    return hosts.includes(link.hostname) && link.pathname.split("/")[1].toLowerCase() === here;
  } catch {
    return false;
  }
}

async function copy(text, toast) {
  try {
    await navigator.clipboard.writeText(text);
    toast(t("copied"));
  } catch {
    toast(t("not_copied", { text }));
  }
}
