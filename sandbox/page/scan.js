/* The phone's camera: looks at another phone's screen, says what it saw. */

import { act } from "./api.js";
import { el, icon, pause } from "./dom.js";
import { t } from "./words.js";

const LOOK_MS = 900;
const FOUND_MS = 450;

/**
 * Scan the screen of `from` with the phone of `person`, drawn over `screen`. `toast(text)` shows what a code
 * says when it does not lead to the bot. `what` is "scan" to open what it says, "read" to give it only; the text,
 * null for none. A failure other than "no code" is thrown after the camera closes.
 */
export async function scan(screen, person, from, picture, toast, what = "scan") {
  const line = el("p", { class: "scan-words", role: "status" }, t("scanning", { name: from.first_name }));
  const field = el("div", { class: "viewfinder" }, el("span", { class: "beam" }));
  if (picture) field.prepend(el("img", { src: picture, alt: "" }));
  const camera = el("div", { class: "camera", test: "camera" }, field, line);
  screen.append(camera);
  try {
    const [answer] = await Promise.all([act(person, what, { from: from.id }), pause(LOOK_MS)]);
    camera.classList.add("found");
    line.textContent = t("scan_found");
    field.append(icon("check"));
    await pause(FOUND_MS);
    if (answer.opened === false) toast(t("scan_text", { text: answer.text }));
    camera.remove();
    return answer.text;
  } catch (failure) {
    if (failure.status !== 404) {
      camera.remove();
      throw failure;
    }
    await pause(LOOK_MS);
    await sayNothingFound(camera, from);
    return null;
  }
}

function sayNothingFound(camera, from) {
  const close = el("button", { type: "button", class: "button primary", test: "scan-close" }, t("ok"));
  const note = el("p", { class: "scan-note" }, t("scan_none_note", { name: from.first_name }));
  camera.classList.add("nothing");
  camera.querySelector(".scan-words").textContent = t("scan_none");
  camera.querySelector(".viewfinder").replaceChildren(icon("scan"));
  camera.append(note, close);
  close.focus({ preventScroll: true });
  return new Promise((done) => {
    const leave = () => {
      camera.remove();
      done();
    };
    close.addEventListener("click", leave);
    camera.addEventListener("keydown", (event) => {
      if (event.key === "Escape") leave();
    });
  });
}
