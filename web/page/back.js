/* The way back: the messenger's button on the phone, and the one of the browser. */

import { launch, on, post } from "./telegram.js";

const BUTTON_SINCE = 6.1;
const INSIDE = "inside";

let isOffered = false;
let step = () => {};

/** `doStep()` is called for each step back while one is offered. */
export function onBack(doStep) {
  step = doStep;
}

/** From now on there is something to go back to, or nothing. */
export function offerBack(isNow) {
  // The browser has a place of its own for the inside of the flow; leaving it is the step back.
  if (isNow && history.state !== INSIDE) history.pushState(INSIDE, "");
  if (isNow === isOffered) return;
  isOffered = isNow;
  if (launch.version >= BUTTON_SINCE) post("web_app_setup_back_button", { is_visible: isNow });
}

function goBack() {
  if (!isOffered) return;
  step();
  // Where the step left something to go back to, the browser gets its place again.
  offerBack(isOffered);
}

on("back_button_pressed", goBack);
window.addEventListener("popstate", goBack);
