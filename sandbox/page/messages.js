/* The list of messages: bubbles drawn once, redrawn only when they change, scrolled only at the bottom. */

import { enlarge } from "./dialogs.js";
import { el, icon } from "./dom.js";
import { currentLanguage, formatDay, formatTime, onLanguage, say, t } from "./words.js";

const TAGS = new Set(["B", "I", "U", "S", "CODE", "PRE", "BLOCKQUOTE", "SPAN", "A", "BR"]);
const NEAR_BOTTOM_PX = 48;
const CARD_RATIO = 0.8;
const ratios = new Map();

/** Copy the nodes of a message's HTML that a message may hold; everything else becomes plain text. */
function formatted(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  return copyChildren(parsed.body, document.createDocumentFragment());
}

function copyChildren(from, into) {
  for (const child of from.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) into.append(child.data);
    else if (child.nodeType !== Node.ELEMENT_NODE) continue;
    else if (TAGS.has(child.tagName)) into.append(copyChildren(child, copyTag(child)));
    else copyChildren(child, into);
  }
  return into;
}

function copyTag(node) {
  const copy = el(node.tagName.toLowerCase());
  const href = node.getAttribute("href") ?? "";
  if (node.tagName === "A" && /^(https?:|tg:|mailto:|tel:)/i.test(href)) {
    copy.href = href;
    copy.target = "_blank";
    copy.rel = "noopener noreferrer";
  }
  if (node.classList.contains("spoiler")) {
    copy.className = "spoiler";
    copy.tabIndex = 0;
    copy.setAttribute("role", "button");
    copy.setAttribute("aria-label", t("spoiler"));
  }
  return copy;
}

function photo(url, stay) {
  const image = el("img", { src: url, alt: t("photo") });
  const button = el("button", { type: "button", class: "photo", "aria-label": t("enlarge"), test: "photo" }, image);
  button.addEventListener("click", () => enlarge(url));
  const shape = () => button.parentElement?.parentElement?.style.setProperty("--ratio", ratios.get(url) ?? CARD_RATIO);
  image.addEventListener("load", () => {
    ratios.set(url, image.naturalWidth / image.naturalHeight);
    shape();
    stay();
  });
  queueMicrotask(shape);
  return button;
}

function video(url, stay) {
  const player = el("video", { src: url, controls: true, preload: "metadata", playsinline: true, "aria-label": t("video"), test: "video" });
  player.addEventListener("loadedmetadata", stay);
  return player;
}

const KIND_ICONS = { url: "link", copy: "copy", app: "app" };

function inlineKeyboard(message, press) {
  const rows = message.inline.map((row, rowIndex) => {
    const buttons = row.map((button, column) => {
      const node = el("button", { type: "button", class: `inline ${button.style || ""}`, test: "inline-button" });
      node.append(el("span", {}, button.text));
      if (KIND_ICONS[button.kind]) node.append(icon(KIND_ICONS[button.kind]));
      node.addEventListener("click", () => press(node, message, button, rowIndex, column));
      return node;
    });
    return el("div", { class: "row" }, ...buttons);
  });
  return el("div", { class: "inline-keyboard" }, ...rows);
}

function draw(message, stay, press) {
  if (message.service && message.from === "bot") {
    return el("div", { class: "service", test: "service" }, message.service);
  }
  const meta = el("span", { class: "meta" });
  if (message.edited) meta.append(el("span", { test: "edited" }, t("edited")), " ");
  const date = new Date(message.date);
  meta.append(el("time", { datetime: message.date }, formatTime(date)));
  const text = el("div", { class: "text" }, message.service ?? formatted(message.html), meta);
  const bubble = el("div", { class: "bubble", test: "bubble" });
  if (message.photo) bubble.append(photo(message.photo, stay));
  if (message.video) bubble.append(video(message.video, stay));
  if (!message.html && !message.service) text.classList.add("bare");
  bubble.append(text);
  const side = message.from === "bot" ? "from-bot" : "from-person";
  const node = el("div", { class: `message ${side}`, "data-message": message.id }, bubble);
  if (message.photo) node.classList.add("has-photo");
  if (message.video) node.classList.add("has-video");
  if (message.inline?.length) {
    node.classList.add("has-keyboard");
    node.append(inlineKeyboard(message, press));
  }
  return node;
}

/** Headings of days and messages in order, each with a key and a mark that changes with its look. */
function entries(messages, now) {
  const list = [];
  let day = "";
  for (const message of messages) {
    const date = new Date(message.date);
    if (date.toDateString() !== day) {
      day = date.toDateString();
      const heading = formatDay(date, now);
      list.push({ key: `day ${day}`, mark: heading, draw: () => el("div", { class: "day" }, heading) });
    }
    const mark = currentLanguage() + JSON.stringify(message);
    list.push({ key: `message ${message.id}`, mark, message });
  }
  return list;
}

/** Put the keyboard focus back where it was when a bubble under it has been redrawn. */
function replaceKeepingFocus(old, fresh, list) {
  const focused = old.contains(document.activeElement);
  old.replaceWith(fresh);
  if (focused) (fresh.querySelector(".inline") ?? list).focus({ preventScroll: true });
}

function reveal(event) {
  const spoiler = event.target.closest?.(".spoiler");
  if (!spoiler || (event.type === "keydown" && event.key !== "Enter")) return;
  spoiler.classList.add("shown");
  spoiler.removeAttribute("aria-label");
}

/**
 * A scrolling list; `press` handles inline buttons and `follow(url)` returns true if it took the link.
 * Gives {node, show(messages, now), clear(), toBottom()}.
 */
export function messageList(press, follow) {
  const content = el("div", { class: "content" });
  const list = el("div", { class: "messages", role: "log", tabindex: "0", "aria-live": "polite", test: "messages" }, content);
  const down = el("button", { type: "button", class: "round to-bottom", hidden: true, test: "to-bottom" }, icon("down"));
  const node = el("div", { class: "messages-frame" }, list, down);
  say(list, "messages", "aria-label");
  say(down, "to_bottom", "aria-label");
  const drawn = new Map();
  let sticking = true;
  let place = 0;
  let last = { messages: [], now: new Date() };

  const stay = () => {
    if (sticking) list.scrollTop = list.scrollHeight;
  };
  const toBottom = () => {
    sticking = true;
    down.hidden = true;
    stay();
  };
  down.addEventListener("click", () => {
    toBottom();
    list.focus();
  });
  list.addEventListener("scroll", () => {
    if (!list.clientHeight) return;
    const near = list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_BOTTOM_PX;
    // A list that grew or shrank is not one that somebody scrolled: only moving up lets go of the bottom.
    if (near) sticking = true;
    else if (list.scrollTop < place) sticking = false;
    place = list.scrollTop;
    down.hidden = sticking;
  });
  const sizes = new ResizeObserver(stay);
  sizes.observe(list);
  sizes.observe(content);
  list.addEventListener("click", (event) => {
    reveal(event);
    const link = event.target.closest("a");
    if (link && follow(link.href)) event.preventDefault();
  });
  list.addEventListener("keydown", reveal);
  onLanguage(() => show(last.messages, last.now));

  function show(messages, now) {
    last = { messages, now };
    const wanted = entries(messages, now);
    const keys = new Set(wanted.map((entry) => entry.key));
    for (const [key, old] of drawn) {
      if (keys.has(key)) continue;
      old.node.remove();
      drawn.delete(key);
    }
    let before = null;
    for (const entry of wanted) {
      const old = drawn.get(entry.key);
      let current = old?.node;
      if (old?.mark !== entry.mark) {
        current = entry.message ? draw(entry.message, stay, press) : entry.draw();
        if (old) replaceKeepingFocus(old.node, current, list);
        drawn.set(entry.key, { mark: entry.mark, node: current });
      }
      const next = before ? before.nextSibling : content.firstChild;
      if (next !== current) content.insertBefore(current, next);
      before = current;
    }
    stay();
  }

  /** Empty the list for another person; what comes next is not read out as new. */
  function clear() {
    list.setAttribute("aria-live", "off");
    show([], last.now);
    toBottom();
    setTimeout(() => list.setAttribute("aria-live", "polite"), 1000);
  }

  return { node, show, clear, toBottom };
}
