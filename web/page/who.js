/* Who buys: named by the camera, a photo or the pad; a phone nobody has can be enrolled. */

import { post, postPhoto } from "./api.js";
import { $, askFirst, state } from "./dom.js";
import { doings } from "./draw.js";
import { act, ask, attempt, complain, ready, show } from "./till.js";
import { hasScanner, scan, touch } from "./telegram.js";

const LARGEST_SIDE = 2000;
const LARGE_BYTES = 1_500_000;
const { fields } = state;

export function look() {
  if (state.busy) return;
  if (!hasScanner) return $("file").click();
  scan(state.texts.hint, named);
}

export function askNumber() {
  fields.number.text = "";
  state.sale = state.shown = null;
  ask("number");
}

/** A camera or the pad named somebody. */
function named(text) {
  attempt(async () => {
    show(await post("sales", { text }));
    touch("success");
  }, (problem) => (problem.enrol ? askEnrol(text, problem.enrol) : complain(problem)));
}

/** Nobody has this phone: two questions, then a sale for whoever it belongs to. */
function askEnrol(text, [question, ...more]) {
  const yes = () => (more.length ? askEnrol(text, more) : act("customers", { text }));
  askFirst(question.text, { text: question.no, act: ready }, { text: question.yes, act: yes });
}

export function photographed(file) {
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

Object.assign(doings, { look, "answer-number": () => fields.number.text && named(fields.number.text) });
