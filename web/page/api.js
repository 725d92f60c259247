/* The till's doors: requests with the session's key, problems as errors with their title. */

import { keep, keptText, launch } from "./telegram.js";

const KEY = "kopilka.session";
const KEY_BYTES = 24;
const PATIENCE_MS = 15000;
const PAUSES_MS = [500, 2000];
const BASE = new URL("scan/api/", location.href);

/** Why not: `status` 0 when nobody answered; `title` is meant to be read, `type` names it. */
export class Problem extends Error {
  constructor(status, told = {}) {
    super(told.title ?? "");
    this.title = this.message;
    this.status = status;
    this.enrol = told.enrol;
    this.type = (told.type ?? "").split(":").at(-1);
  }
}

async function call(method, path, body, type) {
  const headers = { Authorization: `Bearer ${keptText(KEY)}` };
  if (type) headers["Content-Type"] = type;
  let answer;
  try {
    answer = await fetch(new URL(path, BASE), { method, headers, body, signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch {
    throw new Problem(0);
  }
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Problem(answer.status, told);
  return told;
}

export const get = (path) => call("GET", path);
export const post = (path, body = {}) => call("POST", path, JSON.stringify(body), "application/json");
export const postPhoto = (blob) => call("POST", "photo", blob, "image/jpeg");

/** Begin, or after a reload go on; gives texts, figures and categories. An answer lost on the way is asked for again. */
export async function begin() {
  const opened = `${launch.initData.length}:${launch.initData.slice(-64)}`;
  if (keptText(`${KEY}.of`) !== opened) {
    // The key is drawn here, so that the same one can be asked for again: another key would be refused.
    keep(KEY, newKey());
    keep(`${KEY}.begun`, "");
    keep(`${KEY}.of`, opened);
  }
  if (!keptText(`${KEY}.begun`)) {
    await patiently(() => post("session", { init_data: launch.initData, key: keptText(KEY) }));
    keep(`${KEY}.begun`, "yes");
  }
  return patiently(() => get("session"));
}

/** 32 letters that nobody guesses. */
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_");
}

/** Once more when nobody answered, or was too busy to. */
async function patiently(work) {
  for (const pause of PAUSES_MS) {
    try {
      return await work();
    } catch (problem) {
      if (![0, 503].includes(problem.status)) throw problem;
    }
    await new Promise((done) => setTimeout(done, pause));
  }
  return work();
}
