/* A page inside the messenger: framed over the phone, with what an app offers it. */

import { act } from "./api.js";
import { el, icon } from "./dom.js";
import { t } from "./words.js";

const THEMES = {
  light: { bg_color: "#ffffff", secondary_bg_color: "#eef2f0", section_bg_color: "#ffffff", text_color: "#1e2528", button_color: "#17695b", button_text_color: "#ffffff" },
  dark: { bg_color: "#1a2123", secondary_bg_color: "#121819", section_bg_color: "#222b2e", text_color: "#e9eeec", button_color: "#1f7d6c", button_text_color: "#ffffff" },
};
const BUZZ_MS = 220;

/**
 * Open the page at `url` on the phone of `person`, over `screen`; `title` stands above it and `look()` gives the text its
 * camera reads, null for none.
 */
export async function openApp(screen, person, url, title, look) {
  if (screen.querySelector(".app")) return;
  const isDark = matchMedia("(prefers-color-scheme: dark)").matches;
  const opened = await act(person, "app", { url, theme: THEMES[isDark ? "dark" : "light"] });
  const close = el("button", { type: "button", class: "round", "aria-label": t("close"), test: "app-close" }, icon("close"));
  const frame = el("iframe", { src: opened.url, title, test: "app-frame", allow: "" });
  const app = el("div", { class: "app", test: "app" }, el("header", { class: "app-head" }, close, el("b", {}, title)), frame);
  const tell = (eventType, eventData = {}) => frame.contentWindow?.postMessage(JSON.stringify({ eventType, eventData }), "*");

  async function scan() {
    const text = await look();
    if (text) tell("qr_text_received", { data: text });
    else tell("scan_qr_popup_closed");
  }

  function buzz() {
    frame.classList.add("buzz");
    setTimeout(() => frame.classList.remove("buzz"), BUZZ_MS);
  }

  function hear(event) {
    if (event.source !== frame.contentWindow || typeof event.data !== "string") return;
    const { eventType, eventData } = JSON.parse(event.data);
    if (eventType === "web_app_open_scan_qr_popup") scan();
    if (eventType === "web_app_trigger_haptic_feedback" && eventData.type === "notification") buzz();
    if (eventType === "web_app_close") leave();
  }

  function leave() {
    window.removeEventListener("message", hear);
    app.remove();
  }
  window.addEventListener("message", hear);
  close.addEventListener("click", leave);
  screen.append(app);
}
