/* A sale, step by step: the amount, the preview, the wait for somebody's yes, the end, and the way back. */

import { get, post } from "./api.js";
import { $, askFirst, giveUp, isViewed, node, paragraphs, setBusy, state, toast, view } from "./dom.js";
import { doings, draw, drawTime, setClock } from "./draw.js";
import { shut, touch } from "./telegram.js";

const POLL_MS = 1000;
const CHANGES_BY_ITSELF = ["waiting", "manager"];
const OVER = ["sale-ended", "sale-cancelled", "no-open-sale"];
const { fields } = state;
// Whether the amount is asked for again because somebody went back, and not by the button for another one.
let isRetreat = false;

/** Do one thing at a time; what goes wrong is said, and where the page stood it stays. */
export async function attempt(work, wrong = complain) {
  if (state.busy) return;
  setBusy(true);
  try {
    await work();
  } catch (problem) {
    if (problem.status === undefined) throw problem;
    touch("error");
    wrong(problem);
  } finally {
    setBusy(false);
  }
}

export function complain(problem) {
  if (problem.status === 401 || problem.type === "not-staff") return leave(problem);
  toast(problem.status === 0 ? state.texts.offline : problem.title);
  if (OVER.includes(problem.type)) ready();
  if (problem.type === "manager-said-no") look(state.sale?.id);
}

/** This session is over, or its cashier works here no more: say so, and how to come back where that helps. */
export function leave(problem) {
  const { texts } = state;
  state.sale = state.shown = null;
  giveUp(problem.status === 401 ? `${problem.title}\n${texts.reopen}` : problem.title, texts.shut, shut);
}

export function ready() {
  state.sale = state.shown = null;
  state.asked = "";
  view("ready");
}

/** Show what the server says of the sale now. */
export function show(answer) {
  const before = state.sale;
  ({ sale: state.sale, shown: state.shown } = answer);
  const { sale, shown } = state;
  setClock(answer.now);
  if (before?.id !== sale.id) fields.amount.text = fields.receipt.text = state.category = "";
  if (sale.state === "booked") return celebrate(before?.state !== "booked");
  if (["undone", "cancelled"].includes(sale.state)) return end();
  if (sale.state === "ended") {
    toast(shown.lines.join(" "));
    return ready();
  }
  state.asked = sale.state === "amount" ? "amount" : "";
  draw();
  if (CHANGES_BY_ITSELF.includes(sale.state)) poll(sale.id);
}

/** The customer, or a manager, answers elsewhere: ask until the sale looks different. */
async function poll(id) {
  await new Promise((done) => setTimeout(done, POLL_MS));
  if (state.sale?.id !== id || !CHANGES_BY_ITSELF.includes(state.sale.state)) return;
  if (state.busy || document.hidden || state.asked === "code" || !isViewed("till")) return poll(id);
  try {
    const answer = await get(`sales/${id}`);
    if (state.sale?.id !== id || state.busy) return;
    if (answer.sale.state !== state.sale.state) {
      if (answer.sale.state !== "booked") touch("warning");
      return show(answer);
    }
  } catch (problem) {
    if (problem.status) return complain(problem);
  }
  drawTime();
  poll(id);
}

/** The sale as it stands, with what has been said of it elsewhere. */
async function look(id) {
  const answer = await get(`sales/${id}`).catch(() => null);
  if (answer && state.sale?.id === id) show(answer);
}

export const act = (path, body) => attempt(async () => show(await post(path, body)));
const ofSale = (what, body) => act(`sales/${state.sale.id}/${what}`, body);
const preview = () => ({ revision: state.sale.revision });

export function ask(what) {
  state.asked = what;
  isRetreat = false;
  if (what === "points") fields.points.text = "";
  draw();
  if (what === "code") {
    $("code-text").value = "";
    $("code-text").focus();
  }
}

/** Another number of points: offered, and at once asked for. */
function takeOther(points) {
  attempt(async () => {
    show(await post(`sales/${state.sale.id}/points`, { points }));
    if (state.sale?.state === "preview") show(await post(`sales/${state.sale.id}/take`, preview()));
  });
}

function priced() {
  if (!fields.amount.text) return;
  ofSale("amount", { amount: fields.amount.text, receipt: fields.receipt.text, category: state.category });
}

function coded() {
  const text = $("code-text").value.trim();
  if (text) ofSale("code", { text });
}

Object.assign(doings, {
  confirm: () => ofSale("confirm", preview()),
  take: () => ofSale("take", preview()),
  without: () => ofSale("without"),
  close: () => ofSale("close"),
  points: () => ask("points"),
  code: () => ask("code"),
  amount: () => ask("amount"),
  undo: askUndo,
  back: () => ask(""),
  "answer-amount": priced,
  "answer-points": () => fields.points.text && takeOther(Number(fields.points.text)),
  "answer-code": coded,
});

// The end of a sale

function celebrate(isFresh) {
  const { shown } = state;
  $("done").classList.toggle("fresh", isFresh);
  $("done").dataset.state = "booked";
  $("result").replaceChildren(...shown.lines.map((line, at) => node(at ? "p" : "h1", "", line)));
  const undo = shown.buttons.find((each) => each.do === "undo");
  $("after").replaceChildren(...(undo ? [node("button", "side", undo.text, askUndo)] : []));
  view("done");
  if (isFresh) touch("success");
}

function askUndo() {
  const { sale, shown } = state;
  $("done").dataset.state = "asking";
  $("done").classList.remove("fresh");
  $("result").replaceChildren(...paragraphs(shown.undo.question));
  const yes = node("button", "side danger", shown.undo.yes, () => act(`purchases/${sale.purchase_id}/undo`));
  $("after").replaceChildren(node("button", "side", shown.undo.no, () => celebrate(false)), yes);
}

/** Undone or called off: one word about it, and ready for the next one. */
function end() {
  const wasUndone = state.sale.state === "undone";
  const words = state.shown.lines.join(" ");
  ready();
  touch(wasUndone ? "warning" : "tap");
  toast(words);
}

// The way back

/** One step back, by the button of the phone or of the browser. */
export function stepBack() {
  if (state.busy) return;
  if (isViewed("done")) return $("done").dataset.state === "asking" ? celebrate(false) : ready();
  if (isViewed("ask")) return state.sale || state.asked ? draw() : ready();
  if (!state.sale) return ready();
  if (["points", "code"].includes(state.asked)) return ask("");
  if (state.sale.state === "waiting") return doings.without();
  if (state.asked === "amount" && state.sale.state !== "amount" && !isRetreat) return ask("");
  if (!state.asked && state.sale.state === "preview") {
    ask("amount");
    isRetreat = true;
    return undefined;
  }
  return askLeave();
}

/** Nothing that was typed or asked for goes without a question. */
function askLeave() {
  const { texts } = state;
  if (!fields.amount.text && state.sale.state === "amount") return doings.close();
  const no = { text: texts.leave_yes, act: () => doings.close() };
  return askFirst(texts.leave_question, no, { text: texts.leave_no, act: draw });
}
