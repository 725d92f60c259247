/* Building nodes, icons, and the menus that open from a button. */

const SVG = "http://www.w3.org/2000/svg";
const ICONS = {
  send: "M4 12 20 4l-5 16-3.5-6.5zM11.5 13.5 20 4",
  attach: "m20 11-8.3 8.3a5 5 0 0 1-7-7L13 4a3.4 3.4 0 0 1 4.8 4.8l-8.2 8.2a1.7 1.7 0 0 1-2.4-2.4L14.5 7.3",
  menu: "M5 7h14M5 12h14M5 17h9",
  more: "M12 5.5v.01M12 12v.01M12 18.5v.01",
  down: "m6 9.5 6 6 6-6",
  close: "m6 6 12 12M18 6 6 18",
  keyboard: "M4 7h16v10H4zM7.5 10.5v.01M10.5 10.5v.01M13.5 10.5v.01M16.5 10.5v.01M9 14h6",
  photo: "M4 6h16v12H4zM4 15l4.5-4 4 4 3-2.5L20 16M15.5 9.5v.01",
  contact: "M12 12a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM5 19.5c.8-3.5 3.5-5 7-5s6.2 1.5 7 5",
  scan: "M4 8.5V6a2 2 0 0 1 2-2h2.5M15.5 4H18a2 2 0 0 1 2 2v2.5M20 15.5V18a2 2 0 0 1-2 2h-2.5M8.5 20H6a2 2 0 0 1-2-2v-2.5M4 12h16",
  app: "M5 5h14v14H5zM5 9.5h14",
  block: "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM6.5 6.5l11 11",
  link: "M8 16 16.5 7.5M9.5 7h7.5v7.5",
  copy: "M9 9h10v10H9zM5 15V5h10",
  check: "m5 12.5 4.5 4.5L19 7.5",
  signal: "M5 17v2M9.5 14v5M14 10.5V19M18.5 7v12",
  battery: "M3 9h16v7H3zM21.5 11.5v2M5.5 11.5h9v2h-9z",
  person: "M12 11.5a3.3 3.3 0 1 0 0-6.6 3.3 3.3 0 0 0 0 6.6zM5.5 19c.7-3.3 3.2-4.7 6.5-4.7M17.5 14v6M14.5 17h6",
  coin: "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM12 7.6l1.4 2.8 3.1.4-2.3 2.2.6 3-2.8-1.5L9.2 16l.6-3-2.3-2.2 3.1-.4z",
};

/** A node: `props` are attributes, except `on` (listeners), `test` (data-testid) and booleans. */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name === "on") Object.entries(value).forEach(([event, act]) => node.addEventListener(event, act));
    else if (name === "test") node.dataset.testid = value;
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("icon", `icon-${name}`);
  svg.append(path);
  return svg;
}

export const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** A round badge with initials; the tint follows the id, so a person keeps it everywhere. */
export function avatar(person) {
  const initials = [person.first_name, person.last_name].map((part) => (part ? [...part][0] : "")).join("");
  return el("span", { class: `avatar tint-${person.id % 6}`, "aria-hidden": "true" }, initials);
}

/**
 * Open and close `panel` from `button`; `fill()` returns its items each time it opens.
 * Escape, a choice or a tap elsewhere closes it; arrows walk through the items.
 */
export function menu(button, panel, fill) {
  panel.hidden = true;
  button.setAttribute("aria-haspopup", "true");
  button.setAttribute("aria-expanded", "false");
  const outside = (event) => {
    if (!panel.contains(event.target) && !button.contains(event.target)) close();
  };
  function close() {
    panel.hidden = true;
    button.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", outside);
  }
  function open() {
    panel.replaceChildren(...fill());
    panel.hidden = false;
    button.setAttribute("aria-expanded", "true");
    document.addEventListener("pointerdown", outside);
    panel.querySelector("button")?.focus({ preventScroll: true });
  }
  button.addEventListener("click", () => (panel.hidden ? open() : close()));
  panel.addEventListener("click", (event) => {
    if (event.target.closest("button")) close();
  });
  panel.addEventListener("keydown", (event) => walk(event, panel, () => { close(); button.focus(); }));
}

function walk(event, panel, leave) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Escape") leave();
  if (!step) return;
  event.preventDefault();
  const items = [...panel.querySelectorAll("button")];
  const place = items.indexOf(document.activeElement) + step;
  items.at(place % items.length).focus();
}

export function menuItem(iconName, label, act, test) {
  return el("button", { type: "button", class: "menu-item", test, on: { click: act } }, icon(iconName), label);
}
