/* The till's doors: requests with the session's key, problems as errors with their title. */

import { keep, keptText, launch } from "./telegram.js";

const KEY = "kopilka.session";
const PATIENCE_MS = 15000;
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

/** Begin, or after a reload go on; gives texts, figures and categories. */
export async function begin() {
  const opened = `${launch.initData.length}:${launch.initData.slice(-64)}`;
  if (keptText(`${KEY}.of`) !== opened) {
    const { key } = await post("session", { init_data: launch.initData });
    keep(KEY, key);
    keep(`${KEY}.of`, opened);
  }
  return get("session");
}
