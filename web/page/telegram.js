/* The messenger around the page, spoken to directly.

   Out: an event and its data. The apps on phones offer TelegramWebviewProxy.postEvent(type, json), the old
   desktop app external.notify(json), a browser the window the page is framed in.
   In: the apps call Telegram.WebView.receiveEvent(type, data); a browser posts {eventType, eventData}.
   At the start the address tells, behind "#": tgWebAppData (what proves who opened the page),
   tgWebAppPlatform, tgWebAppVersion and tgWebAppThemeParams.
   https://core.telegram.org/bots/webapps and https://docs.telegram-mini-apps.com/platform/methods */

const KEPT = "kopilka.launch";
const POPUP_SINCE = 6.4;
const QUIET_SWIPES_SINCE = 7.7;
const PHONES = ["android", "ios"];

const listeners = new Map();
const memory = new Map();

/** What the messenger said when it opened the page; a reload in the same window finds it again. */
export const launch = readLaunch();

function readLaunch() {
  const told = new URLSearchParams(location.hash.slice(1));
  const kept = new URLSearchParams(keptText(KEPT));
  const params = told.has("tgWebAppData") || told.has("tgWebAppPlatform") ? told : kept;
  keep(KEPT, params.toString());
  return {
    initData: params.get("tgWebAppData") ?? "",
    platform: params.get("tgWebAppPlatform") ?? "",
    version: Number.parseFloat(params.get("tgWebAppVersion")) || 0,
    theme: parsed(params.get("tgWebAppThemeParams")) ?? {},
  };
}

/** What this window remembers, "" for nothing. */
export function keptText(name) {
  try {
    return memory.get(name) ?? sessionStorage.getItem(name) ?? "";
  } catch {
    return "";
  }
}

export function keep(name, text) {
  memory.set(name, text);
  try {
    sessionStorage.setItem(name, text);
  } catch {
    // Some browsers allow no storage in a frame: then a reload begins anew.
  }
}

function parsed(json) {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

/** Tell the messenger something. */
export function post(type, data = {}) {
  const proxy = window.TelegramWebviewProxy;
  if (proxy) proxy.postEvent(type, JSON.stringify(data));
  else if (typeof window.external?.notify === "function") window.external.notify(JSON.stringify({ eventType: type, eventData: data }));
  else if (window.parent !== window) window.parent.postMessage(JSON.stringify({ eventType: type, eventData: data }), "*");
}

/** Hear of an event. */
export function on(type, listener) {
  listeners.set(type, [...(listeners.get(type) ?? []), listener]);
}

function receive(type, data) {
  for (const listener of listeners.get(type) ?? []) listener(data ?? {});
}

window.Telegram = { WebView: { receiveEvent: receive } };
window.TelegramGameProxy = { receiveEvent: receive };
window.TelegramGameProxy_receiveEvent = receive;
window.addEventListener("message", (event) => {
  if (event.source !== window.parent || window.parent === window) return;
  const told = typeof event.data === "string" ? parsed(event.data) : event.data;
  if (told?.eventType) receive(told.eventType, told.eventData);
});

/** Whether the messenger has a camera for codes here: its apps on phones only. */
export const hasScanner = PHONES.includes(launch.platform) && launch.version >= POPUP_SINCE;

let scanning = false;
let tellFound = () => {};

/** Open the camera; `found(text)` is told the first code it reads. */
export function scan(hint, found) {
  if (scanning) return;
  scanning = true;
  tellFound = found;
  post("web_app_open_scan_qr_popup", { text: hint });
}

// The camera tells the same code again and again until it is closed.
on("qr_text_received", ({ data }) => {
  if (!scanning || !data) return;
  scanning = false;
  post("web_app_close_scan_qr_popup");
  tellFound(String(data));
});
on("scan_qr_popup_closed", () => (scanning = false));

/** A touch the hand can feel: "tap", "success", "warning" or "error". */
export function touch(kind) {
  const soft = { type: "impact", impact_style: "light" };
  post("web_app_trigger_haptic_feedback", kind === "tap" ? soft : { type: "notification", notification_type: kind });
}

/** The colours of the messenger as style variables, light or dark as it is. */
function dress(theme) {
  const root = document.documentElement;
  for (const [name, colour] of Object.entries(theme)) {
    if (/^#[0-9a-f]{6}$/i.test(colour)) root.style.setProperty(`--tg-${name.replaceAll("_", "-")}`, colour);
  }
  if (/^#[0-9a-f]{6}$/i.test(theme.bg_color ?? "")) root.dataset.look = isDark(theme.bg_color) ? "dark" : "light";
}

function isDark(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128;
}

on("theme_changed", ({ theme_params: theme }) => dress(theme ?? {}));

/** Say that the page stands: full height, in the page's own ground, not closed by a swipe over the pad. */
export function settle() {
  dress(launch.theme);
  post("web_app_ready");
  post("web_app_expand");
  post("web_app_set_header_color", { color_key: "secondary_bg_color" });
  post("web_app_set_background_color", { color: launch.theme.secondary_bg_color ?? launch.theme.bg_color ?? "#ffffff" });
  if (launch.version >= QUIET_SWIPES_SINCE) post("web_app_setup_swipe_behavior", { allow_vertical_swipe: false });
}

export const shut = () => post("web_app_close");
