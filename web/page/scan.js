/* The scanner: who buys, for how much, done, next. The server words everything and decides everything. */

import { begin, get, post, postPhoto } from "./api.js";
import { grouped, makePad } from "./pad.js";
import { hasScanner, launch, scan, settle, shut, touch } from "./telegram.js";

const POLL_MS = 1000;
const QUESTION_MS = 90_000;
const TOAST_MS = 2600;
const TOAST_MS_A_LETTER = 40;
const SAME_CODE_MS = 3000;
const LARGEST_SIDE = 2000;
const LONG_FIGURE = 7;
const LARGE_BYTES = 1_500_000;
const CHANGES_BY_ITSELF = ["waiting", "manager"];
const MAIN = ["confirm", "offer"];

const $ = (id) => document.getElementById(id);
let texts = JSON.parse($("texts").textContent);
let shop = { figures: { money: "#", group: " ", decimal: "." }, categories: [] };
let sale = null;
let shown = null;
let asked = "";
let category = "";
let busy = false;
let toastTimer = 0;
let clockAhead = 0;
let last = { text: "", at: 0 };
const fields = {
  number: { text: "", decimals: false, longest: 15 },
  amount: { text: "", decimals: true, longest: 6 },
  receipt: { text: "", decimals: false, longest: 20 },
  points: { text: "", decimals: false, longest: 9 },
};
let active = fields.amount;

const pad = makePad($("pad"), drawFields, () => $("main").click());

function node(tag, className, text, act) {
  const made = document.createElement(tag);
  made.className = className;
  if (text) made.textContent = text;
  if (tag === "button") made.type = "button";
  if (act) made.addEventListener("click", act);
  return made;
}

function view(name) {
  document.body.dataset.view = name;
  for (const each of document.querySelectorAll(".view")) each.hidden = each.id !== name;
}

function dressTexts() {
  for (const each of document.querySelectorAll("[data-text]")) each.textContent = texts[each.dataset.text];
  document.title = texts.title;
  $("code-text").setAttribute("aria-label", texts.code_question);
  $("leave").setAttribute("aria-label", texts.shut);
}

function toast(text) {
  clearTimeout(toastTimer);
  $("toast").textContent = text;
  $("toast").hidden = !text;
  toastTimer = setTimeout(() => ($("toast").hidden = true), TOAST_MS + TOAST_MS_A_LETTER * text.length);
}

/** Do one thing at a time; what goes wrong is said, and where the page stood it stays. */
async function attempt(work) {
  if (busy) return;
  setBusy(true);
  try {
    await work();
  } catch (problem) {
    complain(problem);
  } finally {
    setBusy(false);
  }
}

function setBusy(on) {
  busy = on;
  document.body.setAttribute("aria-busy", String(on));
}

function complain(problem) {
  if (problem.status === undefined) throw problem;
  touch("error");
  if (problem.status === 401 || problem.type === "not-staff") return giveUp(problem.title);
  if (problem.enrol) return askEnrol(problem.enrol);
  toast(problem.status === 0 ? texts.offline : problem.title);
  if (["sale-ended", "sale-cancelled", "no-open-sale"].includes(problem.type)) ready();
}

/** Nothing more can be done here: say why, offer to close. */
function giveUp(text) {
  $("reason").textContent = text;
  $("out").textContent = texts.shut;
  $("out").onclick = shut;
  view("over");
}

// The ready page

function ready() {
  sale = shown = null;
  view("ready");
}

/** A tap that comes before the page has its session waits for it. */
const onceStarted = (work) => async () => {
  await started;
  if (document.body.dataset.view !== "over") work();
};

function look() {
  if (busy) return;
  if (!hasScanner) return $("file").click();
  scan(texts.hint, named, () => {});
}

/** A camera or the pad named somebody; the camera may tell the same code twice. */
function named(text) {
  if (busy || (text === last.text && Date.now() - last.at < SAME_CODE_MS)) return;
  last = { text, at: Date.now() };
  attempt(async () => {
    show(await post("sales", { text }));
    touch("success");
  });
}

async function photographed(file) {
  attempt(async () => show(await postPhoto(await smaller(file))));
}

/** Photos of today's phones are far larger than a code needs. */
async function smaller(file) {
  if (file.size <= LARGE_BYTES) return file;
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, LARGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
}

/** Nobody has this phone: two questions, then a sale for whoever it belongs to. */
function askEnrol([question, ...more]) {
  const { text } = last;
  const yes = () => (more.length ? askEnrol(more) : act("customers", { text }));
  $("asked").replaceChildren(...question.text.split("\n").filter(Boolean).map((line) => node("p", "", line)));
  $("answers").replaceChildren(node("button", "side", question.no, ready), node("button", "main", question.yes, yes));
  view("ask");
}

// The till

/** Show what the server says of the sale now. */
function show(answer) {
  const before = sale?.state;
  const other = sale?.id !== answer.sale.id;
  ({ sale, shown } = answer);
  clockAhead = Date.parse(answer.now) - Date.now();
  if (other) clear();
  if (sale.state === "booked") return celebrate(before !== "booked");
  if (["undone", "cancelled"].includes(sale.state)) return end();
  if (sale.state === "ended") {
    toast(shown.lines.join(" "));
    return ready();
  }
  asked = sale.state === "amount" ? "amount" : "";
  draw();
  if (CHANGES_BY_ITSELF.includes(sale.state)) poll(sale.id);
}

function clear() {
  fields.amount.text = fields.receipt.text = category = "";
}

/** The customer, or a manager, answers elsewhere: ask until the sale looks different. */
async function poll(id) {
  await new Promise((done) => setTimeout(done, POLL_MS));
  if (sale?.id !== id || !CHANGES_BY_ITSELF.includes(sale.state)) return;
  if (busy || document.hidden || asked === "code") return poll(id);
  try {
    const answer = await get(`sales/${id}`);
    if (sale?.id !== id || busy) return;
    if (answer.sale.state !== sale.state) {
      if (answer.sale.state !== "booked") touch("warning");
      return show(answer);
    }
  } catch (problem) {
    if (problem.status) return complain(problem);
  }
  drawTime();
  poll(id);
}

const act = (path, body) => attempt(async () => show(await post(path, body)));
const ofSale = (what, body) => act(`sales/${sale.id}/${what}`, body);
const preview = () => ({ revision: sale.revision });

const doings = {
  confirm: () => ofSale("confirm", preview()),
  take: () => ofSale("take", preview()),
  without: () => ofSale("without"),
  close: () => ofSale("close"),
  points: () => ask("points"),
  code: () => ask("code"),
  amount: () => ask("amount"),
  undo: askUndo,
};

function ask(what) {
  asked = what;
  if (what === "points") fields.points.text = "";
  draw();
  if (what === "code") {
    $("code-text").value = "";
    $("code-text").focus();
  }
}

function answered() {
  if (asked === "number" && fields.number.text) named(fields.number.text);
  if (asked === "points" && fields.points.text) takeOther(Number(fields.points.text));
  if (asked === "code" && $("code-text").value.trim()) ofSale("code", { text: $("code-text").value.trim() });
  if (asked === "amount" && fields.amount.text) {
    ofSale("amount", { amount: fields.amount.text, receipt: fields.receipt.text, category });
  }
}

/** Another number of points: offered, and at once asked for. */
function takeOther(points) {
  attempt(async () => {
    show(await post(`sales/${sale.id}/points`, { points }));
    if (sale?.state === "preview") show(await post(`sales/${sale.id}/take`, preview()));
  });
}

const QUESTIONS = { points: "points_question", code: "code_question" };
const ANSWERS = { number: "find", amount: "go", points: "offer", code: "go" };

function draw() {
  view("till");
  $("till").dataset.asked = asked;
  $("name").textContent = shown ? shown.name : texts.number_question;
  $("standing").textContent = shown ? shown.standing : "";
  $("question").textContent = asked ? texts[QUESTIONS[asked]] ?? "" : shown.receipt;
  $("question").hidden = !$("question").textContent;
  $("lines").replaceChildren(...(shown && (!asked || asked === "amount") ? shown.lines : []).map((line, at) => lineNode(line, at)));
  $("code").hidden = asked !== "code";
  $("pad").hidden = !asked || asked === "code";
  if (!$("pad").hidden) use(fields[asked]);
  drawFields();
  drawGoods();
  drawButtons();
  drawTime();
}

function lineNode(text, at) {
  const isHead = !asked && at === 0 && sale.state === "preview";
  return node("p", isHead ? "head" : "", text);
}

function use(field) {
  active = field;
  pad.use(field, { decimal: shop.figures.decimal, erase: texts.erase });
}

function drawFields() {
  const list = asked === "amount" ? ["amount", "receipt"] : asked in fields ? [asked] : [];
  $("fields").replaceChildren(...list.map((name) => fieldNode(name, list.length > 1)));
  if (asked) $("main").disabled = asked in fields && !fields[asked].text;
}

function fieldNode(name, choosable) {
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
      drawFields();
    });
  }
  return made;
}

function drawGoods() {
  const list = asked === "amount" && shop.categories.length ? [{ key: "", name: texts.no_category }, ...shop.categories] : [];
  $("goods").replaceChildren(...list.map(({ key, name }) => {
    const chip = node("button", "chip", name, () => {
      category = key;
      drawGoods();
    });
    chip.setAttribute("aria-pressed", String(key === category));
    return chip;
  }));
}

/** The buttons of this moment: the main one below all, the way out above. */
function offered() {
  if (asked) {
    const back = shown && (asked !== "amount" || sale.state !== "amount");
    return [{ do: "answer", text: texts[ANSWERS[asked]], act: answered }, ...(back ? [{ do: "back", text: texts.back, act: () => ask("") }] : [])];
  }
  const own = [];
  if (sale.state === "preview") own.push({ do: "amount", text: texts.other_amount });
  if (sale.state === "waiting") own.push({ do: "code", text: texts.code });
  if (sale.state === "waiting" && hasScanner) own.push({ do: "look", text: texts.scan_code, act: look });
  return [...shown.buttons.filter((each) => each.do !== "close"), ...own];
}

function drawButtons() {
  const list = offered();
  const main = list.find((each) => each.do === "answer" || MAIN.includes(each.do));
  const rest = list.filter((each) => each !== main);
  $("buttons").replaceChildren(...rest.map((each) => {
    const made = node("button", `side ${each.style ?? ""}`, each.text, each.act ?? doings[each.do]);
    made.dataset.do = each.do;
    return made;
  }));
  $("main").hidden = !main;
  $("main").disabled = false;
  if (!main) return;
  $("main").textContent = main.text;
  $("main").dataset.do = main.do;
  $("main").onclick = main.act ?? doings[main.do];
  if (asked in fields) $("main").disabled = !fields[asked].text;
}

function drawTime() {
  const ends = !asked && sale?.state === "waiting" ? Date.parse(sale.ends_at) : 0;
  $("time").hidden = !ends;
  // The server's clock counts, the phone's may be wrong.
  const left = (ends - Date.now() - clockAhead) / QUESTION_MS;
  $("time").style.setProperty("--left", Math.min(1, Math.max(0, left)).toFixed(3));
}

// The end of a sale

function celebrate(fresh) {
  $("done").classList.toggle("fresh", fresh);
  $("done").dataset.state = "booked";
  $("result").replaceChildren(...shown.lines.map((line, at) => node(at ? "p" : "h1", "", line)));
  const undo = shown.buttons.find((each) => each.do === "undo");
  $("after").replaceChildren(...(undo ? [node("button", "side", undo.text, askUndo)] : []));
  view("done");
  if (fresh) touch("success");
}

function askUndo() {
  const id = sale.purchase_id;
  $("done").dataset.state = "asking";
  $("done").classList.remove("fresh");
  $("result").replaceChildren(...shown.undo.question.split("\n").map((line) => node("p", "", line)));
  const yes = node("button", "side danger", shown.undo.yes, () => act(`purchases/${id}/undo`));
  $("after").replaceChildren(node("button", "side", shown.undo.no, () => celebrate(false)), yes);
}

/** Undone or called off: one word about it, and ready for the next one. */
function end() {
  const wasUndone = sale.state === "undone";
  const words = shown.lines.join(" ");
  ready();
  touch(wasUndone ? "warning" : "tap");
  toast(words);
}

function next() {
  ready();
  look();
}

// The start

document.addEventListener("pointerdown", () => toast(""));
$("scan").addEventListener("click", onceStarted(look));
$("next").addEventListener("click", next);
$("by-photo").addEventListener("click", onceStarted(() => $("file").click()));
$("by-number").addEventListener("click", onceStarted(() => {
  fields.number.text = "";
  sale = shown = null;
  ask("number");
}));
$("leave").addEventListener("click", () => (sale && sale.state !== "booked" ? doings.close() : ready()));
$("code").addEventListener("submit", (event) => {
  event.preventDefault();
  answered();
});
$("file").addEventListener("change", () => {
  const [file] = $("file").files;
  $("file").value = "";
  if (file) photographed(file);
});

async function start() {
  dressTexts();
  settle();
  if (!launch.initData) return giveUp(texts.outside);
  setBusy(true);
  try {
    const told = await begin();
    ({ texts } = told);
    shop = told;
  } catch (problem) {
    if (problem.status) return giveUp(problem.title);
    $("reason").textContent = texts.offline;
    $("out").textContent = texts.again;
    $("out").onclick = start;
    return view("over");
  } finally {
    setBusy(false);
  }
  document.documentElement.lang = shop.language;
  $("brand").textContent = shop.brand;
  $("by-photo").hidden = !hasScanner;
  dressTexts();
  if (!hasScanner) $("scan").querySelector("span").textContent = texts.photo;
  ready();
}

const started = start();
