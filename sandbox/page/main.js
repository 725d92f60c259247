/* Starts the page: three phones, the bar, and the connection to the sandbox. */

import { get, listen } from "./api.js";
import { makeBar } from "./bar.js";
import { alertOver } from "./dialogs.js";
import { makePhone } from "./phone.js";
import { dress, say, t } from "./words.js";

const TITLES = ["customer", "cashier", "owner"];
const TICK_MS = 5000;
const QUIET_MS = 700;
const HINT_MS = 400;

const desk = document.getElementById("desk");
const banner = document.getElementById("banner");
const app = { state: null, phones: {} };
let clockAhead = 0;
let turns = 0;
let bannerTimer = 0;
let hintTimer = 0;

/** The sandbox's clock as of this moment. */
app.now = () => new Date(Date.now() + clockAhead);

app.refresh = async () => {
  const turn = ++turns;
  const state = await get("/api/state");
  if (turn !== turns) return;
  app.state = state;
  clockAhead = new Date(app.state.now) - Date.now();
  for (const phone of Object.values(app.phones)) {
    seat(phone);
    phone.renew();
  }
  bar.renew();
};

/** Give the phone its person: the one chosen before, or the one the sandbox proposes. */
function seat(phone) {
  const known = (id) => app.state.people.some((person) => person.id === id);
  if (known(phone.person)) return;
  const kept = Number(sessionStorage.getItem(`kopilka.${phone.title}`));
  const proposed = app.state.phones.find((each) => each.title === phone.title)?.person;
  const anybody = app.state.people[TITLES.indexOf(phone.title)]?.id;
  const chosen = known(kept) ? kept : proposed ?? anybody;
  if (chosen !== undefined) phone.setPerson(chosen);
}

app.refreshAll = async () => {
  await app.refresh();
  await Promise.all(Object.values(app.phones).map((phone) => phone.refresh()));
};

app.complain = (failure) => {
  if (failure.status) alertOver(null, t("failed", { text: failure.message }));
};

app.unseen = (title) => document.querySelector(`.tab[data-tab=${title}]`).classList.add("unseen");

app.showTab = (title) => {
  document.body.dataset.tab = title;
  for (const tab of document.querySelectorAll(".tab")) {
    tab.setAttribute("aria-pressed", String(tab.dataset.tab === title));
  }
  for (const phone of Object.values(app.phones)) {
    if (phone.node.offsetParent) document.querySelector(`.tab[data-tab=${phone.title}]`).classList.remove("unseen");
  }
};

const bar = makeBar(document.getElementById("bar"), app, TITLES);
app.busy = bar.busy;
for (const title of TITLES) {
  app.phones[title] = makePhone(app, title);
  desk.append(app.phones[title].node);
}
say(banner, "gone");
dress();
app.showTab("customer");

const quietly = (work) => work.catch((failure) => app.complain(failure));

function onEvent(event) {
  if (event.type === "state") quietly(app.refresh());
  // What to try next depends on what the chats have come to.
  if (event.type === "chat") hintTimer ||= setTimeout(refreshHint, HINT_MS);
  for (const phone of Object.values(app.phones)) {
    if (phone.person !== event.person) continue;
    if (event.type === "chat") phone.refresh();
    if (event.type === "answer") phone.answer(event.text, event.alert);
  }
}

function refreshHint() {
  hintTimer = 0;
  quietly(app.refresh());
}

function onUp() {
  clearTimeout(bannerTimer);
  bannerTimer = 0;
  banner.hidden = true;
  quietly(app.refreshAll());
}

function onDown() {
  bannerTimer ||= setTimeout(() => (banner.hidden = false), QUIET_MS);
}

listen(onEvent, onUp, onDown);
setInterval(() => {
  if (!app.state) return;
  bar.renew();
  Object.values(app.phones).forEach((phone) => phone.tick());
}, TICK_MS);
