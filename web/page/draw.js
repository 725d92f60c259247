/* The till as it looks in this moment: who buys, what is typed, what the server says, the buttons. */

import { $, node, state, view } from "./dom.js";
import { grouped, makePad } from "./pad.js";
import { hasScanner } from "./telegram.js";

const QUESTION_MS = 90_000;
const LONG_FIGURE = 7;
const MAIN = ["confirm", "offer"];
const QUESTIONS = { points: "points_question", code: "code_question" };
const ANSWERS = { number: "find", amount: "go", points: "offer", code: "go" };

/** What each button does, by its name; the steps of a sale put theirs in. */
export const doings = {};

let active = state.fields.amount;
let clockAhead = 0;
const pad = makePad($("pad"), drawFields, () => $("main").click());

/** The server's clock counts, the phone's may be wrong. */
export function setClock(now) {
  clockAhead = Date.parse(now) - Date.now();
}

export function draw() {
  const { asked, shown, texts } = state;
  $("till").dataset.asked = asked;
  $("name").textContent = shown ? shown.name : texts.number_question;
  $("standing").textContent = shown ? shown.standing : "";
  $("question").textContent = asked ? texts[QUESTIONS[asked]] ?? "" : shown.receipt;
  $("question").hidden = !$("question").textContent;
  $("code").hidden = asked !== "code";
  $("pad").hidden = !asked || asked === "code";
  view("till");
  if (!$("pad").hidden) use(state.fields[asked]);
  drawFields();
  drawGoods();
  drawButtons();
  drawLines();
  drawTime();
}

/** What is worth knowing; beside the pad there is little room: a tap makes more of it. */
function drawLines() {
  const { asked, sale, shown } = state;
  const list = shown && (!asked || asked === "amount") ? shown.lines : [];
  const isHead = (at) => !asked && at === 0 && sale.state === "preview";
  $("lines").replaceChildren(...list.map((line, at) => node("p", isHead(at) ? "head" : "", line)));
  $("lines").scrollTop = 0;
  unfold(false);
}

function unfold(isWide) {
  $("till").classList.toggle("unfolded", isWide);
  const isCut = state.asked === "amount" && (isWide || $("lines").scrollHeight > $("lines").clientHeight + 1);
  $("lines").classList.toggle("cut", isCut);
}

$("lines").addEventListener("click", () => {
  if ($("lines").classList.contains("cut")) unfold(!$("till").classList.contains("unfolded"));
});

function use(field) {
  active = field;
  pad.use(field, { decimal: state.shop.figures.decimal, erase: state.texts.erase });
}

function drawFields() {
  const { asked, fields } = state;
  const list = asked === "amount" ? ["amount", "receipt"] : asked in fields ? [asked] : [];
  $("fields").replaceChildren(...list.map((name) => fieldNode(name, list.length > 1)));
  if (asked) $("main").disabled = asked in fields && !fields[asked].text;
}

function fieldNode(name, choosable) {
  const { fields, shop, texts } = state;
  const field = fields[name];
  const isOn = field === active;
  const made = node(choosable ? "button" : "div", `field ${name}${isOn ? " on" : ""}${field.text ? "" : " empty"}`);
  const figure = grouped(field.text || (name === "receipt" ? "" : "0"), shop.figures);
  const value = name === "amount" ? shop.figures.money.replace("#", figure) : name === "points" ? figure : field.text;
  if (name === "amount") made.append(node("small", "", texts.amount_question));
  if (name === "receipt") made.append(node("small", "", texts.receipt));
  made.classList.toggle("long", value.length > LONG_FIGURE);
  made.append(node("span", "value", value || "—"));
  if (choosable) made.setAttribute("aria-pressed", String(isOn));
  if (choosable) {
    made.addEventListener("click", () => {
      use(field);
      unfold(false);
      drawFields();
    });
  }
  return made;
}

function drawGoods() {
  const { asked, shop, texts } = state;
  const list = asked === "amount" && shop.categories.length ? [{ key: "", name: texts.no_category }, ...shop.categories] : [];
  $("goods").replaceChildren(...list.map(({ key, name }) => {
    const chip = node("button", "chip", name, () => {
      state.category = key;
      drawGoods();
    });
    chip.setAttribute("aria-pressed", String(key === state.category));
    return chip;
  }));
}

/** The buttons of this moment: the main one below all, the way out above. */
function offered() {
  const { asked, sale, shown, texts } = state;
  if (asked) {
    const back = shown && (asked !== "amount" || sale.state !== "amount");
    const answer = { do: `answer-${asked}`, text: texts[ANSWERS[asked]], main: true };
    return back ? [answer, { do: "back", text: texts.back }] : [answer];
  }
  // Where nothing can be booked, another amount is what is left to do.
  const canBook = shown.buttons.some((each) => MAIN.includes(each.do));
  const list = shown.buttons.filter((each) => each.do !== "close" || sale.note === "manager_no");
  if (sale.state === "preview") list.push({ do: "amount", text: texts.other_amount, main: !canBook });
  if (sale.state === "waiting") list.push({ do: "code", text: texts.code });
  if (sale.state === "waiting" && hasScanner) list.push({ do: "look", text: texts.scan_code });
  return list;
}

function drawButtons() {
  const list = offered();
  const main = list.find((each) => each.main || MAIN.includes(each.do));
  const rest = list.filter((each) => each !== main);
  $("buttons").replaceChildren(...rest.map((each) => {
    const made = node("button", `side ${each.style ?? ""}`, each.text, doings[each.do]);
    made.dataset.do = each.do;
    return made;
  }));
  $("main").hidden = !main;
  $("main").disabled = false;
  if (!main) return;
  $("main").textContent = main.text;
  $("main").dataset.do = main.do;
  $("main").onclick = doings[main.do];
  if (state.asked in state.fields) $("main").disabled = !state.fields[state.asked].text;
}

export function drawTime() {
  const { asked, sale } = state;
  const ends = !asked && sale?.state === "waiting" ? Date.parse(sale.ends_at) : 0;
  $("time").hidden = !ends;
  const left = (ends - Date.now() - clockAhead) / QUESTION_MS;
  $("time").style.setProperty("--left", Math.min(1, Math.max(0, left)).toFixed(3));
}
