/* What the parts of the page share: what it knows right now, and its nodes, views and words. */

import { touch } from "./telegram.js";

const TOAST_MS = 2600;
const TOAST_MS_A_LETTER = 40;

export const $ = (id) => document.getElementById(id);

/** The sale and how the server shows it, what is asked for on the pad, and what the shop's words and figures are. */
export const state = {
  texts: JSON.parse($("texts").textContent),
  shop: { figures: { money: "#", group: " ", decimal: "." }, categories: [] },
  sale: null,
  shown: null,
  asked: "",
  category: "",
  busy: false,
  fields: {
    number: { text: "", decimals: false, longest: 15 },
    amount: { text: "", decimals: true, longest: 6 },
    receipt: { text: "", decimals: false, longest: 20 },
    points: { text: "", decimals: false, longest: 9 },
  },
};

let toastTimer = 0;

export function node(tag, className, text, act) {
  const made = document.createElement(tag);
  made.className = className;
  if (text) made.textContent = text;
  if (tag === "button") made.type = "button";
  if (act) made.addEventListener("click", act);
  return made;
}

export const paragraphs = (text) => text.split("\n").filter(Boolean).map((line) => node("p", "", line));

/** Show one view; document hears "viewed". */
export function view(name) {
  document.body.dataset.view = name;
  for (const each of document.querySelectorAll(".view")) each.hidden = each.id !== name;
  document.dispatchEvent(new Event("viewed"));
}

export const isViewed = (name) => document.body.dataset.view === name;

export function dressTexts() {
  const { texts } = state;
  for (const each of document.querySelectorAll("[data-text]")) each.textContent = texts[each.dataset.text];
  document.title = texts.title;
  $("code-text").setAttribute("aria-label", texts.code_question);
  $("leave").setAttribute("aria-label", texts.shut);
}

export function toast(text) {
  clearTimeout(toastTimer);
  $("toast").textContent = text;
  $("toast").hidden = !text;
  toastTimer = setTimeout(() => ($("toast").hidden = true), TOAST_MS + TOAST_MS_A_LETTER * text.length);
}

export function setBusy(on) {
  state.busy = on;
  document.body.setAttribute("aria-busy", String(on));
}

/** Nothing can be done here: why, and one button that leads out. */
export function giveUp(reason, out, act) {
  $("reason").replaceChildren(...paragraphs(reason));
  $("out").textContent = out;
  $("out").onclick = act;
  view("over");
}

/** A question with two answers, the main one below. */
export function askFirst(text, no, yes) {
  $("asked").replaceChildren(...paragraphs(text));
  $("answers").replaceChildren(node("button", "side", no.text, no.act), node("button", "main", yes.text, yes.act));
  view("ask");
  touch("tap");
}
