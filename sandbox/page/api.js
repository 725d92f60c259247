/* The control interface: requests, the stream of events, and whether the sandbox answers at all. */

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 5000;

/** The sandbox said no (`status` 4xx or 5xx), or did not answer (`status` 0). */
export class Failure extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

let lost = () => {};

async function call(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    lost();
    throw new Failure("", 0);
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Failure(answer.error ?? `${response.status}`, response.status);
  return answer;
}

export const get = (path) => call(path, { cache: "no-store" });

export function post(path, body = {}) {
  if (body instanceof FormData) return call(path, { method: "POST", body });
  const headers = { "Content-Type": "application/json" };
  return call(path, { method: "POST", headers, body: JSON.stringify(body) });
}

export const act = (person, what, body) => post(`/api/people/${person}/${what}`, body);

/**
 * Listen to the sandbox for as long as the page lives. `onUp` is called after each connection,
 * the first included (everything may have changed meanwhile), `onDown` when it is lost.
 */
export function listen(onEvent, onUp, onDown) {
  let wait = FIRST_WAIT_MS;
  let source = null;
  function connect() {
    source = new EventSource("/api/events");
    source.onopen = () => {
      wait = FIRST_WAIT_MS;
      onUp();
    };
    source.onmessage = (event) => onEvent(JSON.parse(event.data));
    source.onerror = lost;
  }
  lost = () => {
    if (source === null) return;
    source.close();
    source = null;
    onDown();
    setTimeout(connect, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  };
  connect();
}
