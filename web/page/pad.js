/* The pad: digits for a thumb, for a keyboard, and for a USB scanner that types. */

import { touch } from "./telegram.js";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", ".", "0", "erase"];
const DECIMALS = 2;

/**
 * Build the pad into `node`. A field is {text, decimals, longest}; `changed()` follows every key that did
 * something and `entered()` the Enter key of a keyboard. Gives {use(field, captions)}.
 */
export function makePad(node, changed, entered) {
  let field = null;
  const buttons = KEYS.map((key) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "digit";
    button.dataset.key = key;
    button.addEventListener("click", () => {
      touch("tap");
      type(key);
    });
    return button;
  });
  node.append(...buttons);

  function type(key) {
    if (!field) return;
    const before = field.text;
    if (key === "erase") field.text = before.slice(0, -1);
    else if (key === ".") field.text = field.decimals && !before.includes(".") ? `${before || "0"}.` : before;
    else field.text = withDigit(field, key);
    if (field.text !== before) changed();
  }

  document.addEventListener("keydown", (event) => {
    if (!node.offsetParent || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key === "," ? "." : event.key === "Backspace" ? "erase" : event.key;
    if (KEYS.includes(key)) type(key);
    else if (key === "Enter" && event.target.tagName !== "BUTTON") entered();
    else return;
    event.preventDefault();
  });

  function use(chosen, captions) {
    field = chosen;
    for (const button of buttons) {
      const { key } = button.dataset;
      const isPoint = key === ".";
      button.textContent = isPoint ? captions.decimal : key === "erase" ? "⌫" : key;
      if (key === "erase") button.setAttribute("aria-label", captions.erase);
      button.disabled = isPoint && !field.decimals;
    }
  }
  return { use };
}

function withDigit({ text, decimals, longest }, digit) {
  const [whole, fraction] = text.split(".");
  if (fraction !== undefined) return fraction.length < DECIMALS ? text + digit : text;
  if (decimals && whole === "0") return digit;
  return whole.length < longest ? text + digit : text;
}

/** "1234.5" as "1 234,5". */
export function grouped(text, figures) {
  const [whole, fraction] = text.split(".");
  const parts = whole.replace(/\B(?=(\d{3})+$)/g, figures.group);
  return fraction === undefined ? parts : parts + figures.decimal + fraction;
}
