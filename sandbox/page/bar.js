/* The top of the page: what to try next, the clock, and the sandbox's own controls. */

import { post } from "./api.js";
import { ask, askPerson } from "./dialogs.js";
import { el, icon } from "./dom.js";
import { makeTill } from "./till.js";
import { currentLanguage, formatDate, knows, onLanguage, say, switchLanguage, t } from "./words.js";

const HINT_PHONES = {
  join: "customer", card: "customer", agree: "customer", rewards: "customer", invite: "customer",
  scan: "cashier", amount: "cashier", confirm: "cashier", pay: "cashier",
  program: "owner", rate: "owner", alerts: "owner", scanner: "cashier", enrolled: "customer",
};

function wordedButton(key, test, look = "quiet") {
  return el("button", { type: "button", class: `button ${look}`, test }, say(el("span"), key));
}

function forwardButton(key, test, step, app) {
  const button = wordedButton(key, test);
  button.addEventListener("click", async () => {
    if (!(await ask(t(`${key}_ask`), t("forward_note"), t("forward_do")))) return;
    app.busy(true);
    try {
      await post("/api/clock", step);
      await app.refreshAll();
    } catch (failure) {
      app.complain(failure);
    } finally {
      app.busy(false);
    }
  });
  return button;
}

async function addPerson(app) {
  const answer = await askPerson(Object.keys(app.phones), document.body.dataset.tab, currentLanguage());
  if (!answer) return;
  try {
    const person = await post("/api/people", answer.person);
    await app.refresh();
    app.phones[answer.title].setPerson(person.id);
    app.showTab(answer.title);
  } catch (failure) {
    app.complain(failure);
  }
}

function floodSwitch(app) {
  const box = el("input", { type: "checkbox", role: "switch", test: "flood" });
  box.addEventListener("change", async () => {
    try {
      await post("/api/faults", { flood: box.checked, faults: [] });
    } catch (failure) {
      box.checked = !box.checked;
      app.complain(failure);
    }
  });
  const label = el("label", { class: "switch" }, box, el("i", { class: "track" }), say(el("span"), "flood"));
  say(label, "flood_note", "title");
  return { box, label };
}

function makeTabs(app, titles) {
  const tabs = titles.map((title) => {
    const tab = el("button", { type: "button", class: "tab", test: `tab-${title}`, "data-tab": title });
    tab.append(say(el("span"), title), el("i", { class: "dot", "aria-hidden": "true" }));
    tab.addEventListener("click", () => app.showTab(title));
    return tab;
  });
  return say(el("nav", { class: "tabs" }, ...tabs), "tabs", "aria-label");
}

/** Fill the bar; gives {renew()} to show a changed state and {busy(on)} for a moving clock. */
export function makeBar(node, app, titles) {
  const clock = el("time", { class: "clock", test: "clock" });
  const hint = el("p", { class: "hint", role: "status", test: "hint" });
  const hintLabel = say(el("b", { class: "hint-label" }), "try_next");
  const hintText = el("span");
  hint.append(hintLabel, hintText);
  const day = forwardButton("forward_day", "forward-day", { days: 1 }, app);
  const month = forwardButton("forward_month", "forward-month", { months: 1 }, app);
  const add = wordedButton("add_person", "add-person");
  add.prepend(icon("person"));
  add.addEventListener("click", () => addPerson(app));
  const till = wordedButton("till_open", "till-open");
  const counter = makeTill(app, till);
  const flood = floodSwitch(app);
  const language = say(el("button", { type: "button", class: "button quiet language", test: "language" }), "language_short");
  say(language, "language", "aria-label");
  language.addEventListener("click", switchLanguage);
  const tools = el("div", { class: "tools", id: "tools" }, day, month, el("i", { class: "gap" }), till, add, flood.label, language);
  const more = el("button", { type: "button", class: "round more", test: "more", "aria-controls": "tools" }, icon("more"));
  say(more, "more", "aria-label");
  toggleTools(node, more, tools);
  const brand = el("h1", { class: "brand" },
    el("img", { src: "/page/icon.svg", alt: "", width: 30, height: 30 }), say(el("span"), "product"), say(el("small"), "sandbox"));
  say(clock, "clock", "title");
  node.append(el("div", { class: "bar-row" }, brand, clock, tools, more), hint, makeTabs(app, titles),
    el("div", { class: "progress", "aria-hidden": "true" }), counter);

  let working = false;
  function renew() {
    if (!app.state) return;
    const key = app.state.hint;
    document.body.dataset.hint = HINT_PHONES[key] ?? "";
    hint.classList.toggle("silent", !key && !working);
    const text = working ? t("forward_busy") : knows(`hint_${key}`) ? t(`hint_${key}`) : key;
    if (hintText.textContent !== text) hintText.textContent = text;
    clock.textContent = formatDate(app.now());
    clock.dateTime = app.now().toISOString();
    flood.box.checked = app.state.flood;
    till.hidden = !app.state.till;
  }
  function busy(on) {
    working = on;
    document.body.setAttribute("aria-busy", String(on));
    day.disabled = month.disabled = on;
    renew();
  }
  onLanguage(renew);
  return { renew, busy };
}

/** On a narrow page the controls fold behind one button. */
function toggleTools(bar, more, tools) {
  const set = (open) => {
    tools.classList.toggle("open", open);
    more.setAttribute("aria-expanded", String(open));
  };
  set(false);
  more.addEventListener("click", () => set(!tools.classList.contains("open")));
  tools.addEventListener("click", (event) => {
    if (event.target.closest("button")) set(false);
  });
  document.addEventListener("pointerdown", (event) => {
    if (!tools.contains(event.target) && !more.contains(event.target)) set(false);
  });
  bar.addEventListener("keydown", (event) => {
    if (event.key === "Escape") set(false);
  });
}
