/* The program at the counter: a customer, a receipt, points, a refund, all through the till API. */

import { act, post } from "./api.js";
import { el, icon } from "./dom.js";
import { currentLanguage, onLanguage, say, t } from "./words.js";

const ASK_AGAIN_MS = 1000;
const LINES_KEPT = 12;

const rubles = (minor) => (minor / 100).toLocaleString(currentLanguage());

/** An amount as people type it, in kopecks; null when it is none. */
function minorOf(text) {
  const clean = text.replace(/\s/g, "").replace(",", ".");
  return /^\d{1,7}(\.\d{1,2})?$/.test(clean) && Number(clean) > 0 ? Math.round(Number(clean) * 100) : null;
}

/** The window, which `opener` opens and closes. */
export function makeTill(app, opener) {
  const card = el("input", { name: "card", autocomplete: "off", test: "till-card" });
  const amount = el("input", { name: "amount", inputmode: "decimal", autocomplete: "off", test: "till-amount" });
  const read = el("button", { type: "button", class: "round", test: "till-read" }, icon("scan"));
  const reckon = say(el("button", { class: "button primary", test: "till-quote" }), "till_quote");
  const told = el("p", { class: "till-told", role: "status", test: "till-told", tabindex: "-1" });
  const choices = el("div", { class: "till-choices" });
  const journal = el("ol", { class: "till-journal", test: "till-journal" });
  const close = el("button", { type: "button", class: "round" }, icon("close"));
  const head = el("header", {}, say(el("b"), "till_title"), close);
  const fields = el("form", { class: "till-form" },
    el("label", { class: "field" }, say(el("span"), "till_card"), card), read,
    el("label", { class: "field" }, say(el("span"), "till_amount"), amount), reckon);
  const log = el("details", { class: "till-log" }, say(el("summary"), "till_journal"), journal);
  const node = el("aside", { class: "till", test: "till", hidden: true }, head,
    say(el("p", { class: "till-note" }), "till_note"), fields, told, choices, log);
  say(node, "till_title", "aria-label");
  say(read, "till_read", "aria-label");
  say(read, "till_read", "title");
  say(close, "close", "aria-label");
  let turn = 0;

  async function ask(method, path, body = {}) {
    const key = method === "POST" ? crypto.randomUUID() : "";
    const answer = await post("/api/till", { method, path, body, key, language: currentLanguage() });
    journal.prepend(el("li", {}, el("code", {}, `${method} ${path} → ${answer.status || "…"}`)));
    while (journal.children.length > LINES_KEPT) journal.lastChild.remove();
    if (answer.status >= 200 && answer.status < 300) return answer.body;
    throw new Error(answer.body?.detail ?? answer.body?.title ?? t("till_silent"));
  }

  /** Do one step; what went wrong is said in its place. */
  async function step(work) {
    const mine = ++turn;
    node.setAttribute("aria-busy", "true");
    try {
      await work(() => mine === turn);
    } catch (failure) {
      if (mine === turn) show(failure.message);
    } finally {
      node.setAttribute("aria-busy", "false");
    }
  }

  function show(text, ...buttons) {
    const held = choices.contains(document.activeElement);
    told.textContent = text;
    choices.replaceChildren(...buttons);
    if (held) (buttons[0] ?? told).focus();
  }

  function choice(label, test, work, look = "plain") {
    return el("button", { type: "button", class: `button ${look}`, test, on: { click: () => step(work) } }, label);
  }

  async function find() {
    const found = await ask("POST", "/customers/find", { customer: card.value.trim() });
    show(t("till_customer", { name: found.first_name, points: found.available_points }));
  }

  async function quote() {
    const minor = minorOf(amount.value);
    if (minor === null) {
      await find();
      amount.focus();
      return;
    }
    offer(await ask("POST", "/quotes", { customer: card.value.trim(), amount_minor: minor }));
  }

  function offer(sale) {
    const who = t("till_customer", { name: sale.customer.first_name, points: sale.customer.available_points });
    const due = t("till_quoted", { money: rubles(sale.quote.money_minor), earn: sale.quote.earn_points });
    const book = choice(t("till_book", { earn: sale.quote.earn_points }), "till-book", () => commit(sale), "primary");
    const points = sale.may_spend_points;
    const take = points ? choice(t("till_spend", { points }), "till-spend", (living) => spend(sale, living)) : null;
    show(`${who}\n${due}`, ...[book, take].filter(Boolean));
  }

  async function commit(sale) {
    settled(await ask("POST", `/quotes/${sale.id}/commit`, { revision: sale.revision }));
  }

  async function spend(sale, living) {
    let asked = await ask("POST", `/quotes/${sale.id}/spend`, { revision: sale.revision });
    while (asked.state === "waiting" && living()) {
      show(t("till_waiting", { points: asked.may_spend_points || sale.may_spend_points }));
      await new Promise((done) => setTimeout(done, ASK_AGAIN_MS));
      asked = await ask("GET", `/quotes/${sale.id}`);
    }
    if (living()) settled(asked);
  }

  function settled(sale) {
    if (sale.state !== "booked") {
      if (sale.quote) offer(sale);
      return;
    }
    const refund = choice(t("till_refund"), "till-refund", () => back(sale));
    show(t(sale.spent_points ? "till_paid" : "till_booked", { spent: sale.spent_points, earn: sale.earn_points, total: sale.available_after }), refund,
      choice(t("till_again"), "till-again", again, "primary"));
  }

  async function back(sale) {
    const done = await ask("POST", `/purchases/${sale.purchase_id}/refunds`, {});
    const figures = { money: rubles(done.refund.money_minor), points: done.refund.returned_points };
    show(t("till_refunded", figures), choice(t("till_again"), "till-again", again, "primary"));
  }

  async function again() {
    card.value = amount.value = "";
    show("");
    card.focus();
  }

  async function look() {
    const seen = await act(app.phones.cashier.person, "read", { from: app.phones.customer.person });
    card.value = seen.text;
    await find();
    amount.focus();
  }

  function open(on) {
    node.hidden = !on;
    opener.setAttribute("aria-expanded", String(on));
    if (on) card.focus();
    else opener.focus();
  }

  opener.setAttribute("aria-expanded", "false");
  opener.addEventListener("click", () => open(node.hidden));
  close.addEventListener("click", () => open(false));
  read.addEventListener("click", () => step(look));
  fields.addEventListener("submit", (event) => {
    event.preventDefault();
    step(quote);
  });
  node.addEventListener("keydown", (event) => {
    if (event.key === "Escape") open(false);
  });
  onLanguage(() => show(""));
  return node;
}
