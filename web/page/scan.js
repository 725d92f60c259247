/* The scanner: who buys, for how much, done, next. The server words everything and decides everything. */

import { begin, get } from "./api.js";
import { offerBack, onBack } from "./back.js";
import { $, dressTexts, giveUp, isViewed, setBusy, state, toast } from "./dom.js";
import { doings } from "./draw.js";
import { hasScanner, launch, settle, shut } from "./telegram.js";
import { leave, ready, stepBack } from "./till.js";
import { askNumber, look, photographed } from "./who.js";

const REFUSED = [401, 403];

/** A tap that comes before the page has its session waits for it. */
const onceStarted = (work) => async () => {
  await started;
  if (!isViewed("over")) work();
};

document.addEventListener("pointerdown", () => toast(""));
document.addEventListener("viewed", () => offerBack(["till", "done", "ask"].some(isViewed)));
onBack(stepBack);
$("scan").addEventListener("click", onceStarted(look));
$("next").addEventListener("click", () => {
  ready();
  look();
});
$("by-photo").addEventListener("click", onceStarted(() => $("file").click()));
$("by-number").addEventListener("click", onceStarted(askNumber));
$("leave").addEventListener("click", () => (state.sale ? doings.close() : ready()));
$("code").addEventListener("submit", (event) => {
  event.preventDefault();
  doings["answer-code"]();
});
$("file").addEventListener("change", () => {
  const [file] = $("file").files;
  $("file").value = "";
  if (file) photographed(file);
});

/** A phone that slept may have slept longer than its session: better said now than to the next customer. */
document.addEventListener("visibilitychange", async () => {
  if (document.hidden || state.busy || !isViewed("ready")) return;
  const problem = await get("session").then(() => null, (why) => why);
  if (REFUSED.includes(problem?.status)) leave(problem);
});

async function start() {
  dressTexts();
  settle();
  if (!launch.initData) return giveUp(state.texts.outside, state.texts.shut, shut);
  setBusy(true);
  try {
    state.shop = await begin();
    state.texts = state.shop.texts;
  } catch (problem) {
    if (problem.status === undefined) throw problem;
    if (REFUSED.includes(problem.status)) return leave(problem);
    return giveUp(problem.title || state.texts.offline, state.texts.again, start);
  } finally {
    setBusy(false);
  }
  document.documentElement.lang = state.shop.language;
  $("brand").textContent = state.shop.brand;
  $("by-photo").hidden = !hasScanner;
  dressTexts();
  if (!hasScanner) $("scan").querySelector("span").textContent = state.texts.photo;
  ready();
}

const started = start();
