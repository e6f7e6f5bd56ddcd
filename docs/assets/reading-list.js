/* The reading list: pages that a visitor keeps for later, in their own browser and nowhere else.

   On every page it adds a button wherever the page leaves room for one, and says in the menus how
   many pages are kept. What is stored is never trusted: anything on this address may have put it
   there. Only addresses below this site's own root are ever linked, and all else is text. */

import { button, element } from "./elements.js";

export const ROOT = new URL("../", import.meta.url);
export const LONGEST_NOTE = 1000;

// Several libraries may share a host, and with it the browser's storage.
const KEY = `patternbook:reading-list:${ROOT.pathname}`;
const MOST = 200;
const LONGEST_TITLE = 300;
// Addresses of this site are made of ids. This leaves no room for a scheme, a host or a way up.
const ADDRESS = /^(?:[a-z0-9-]+\/)+(?:#[a-z0-9-]+)?$/i;
const LONGEST_ADDRESS = 400;

/* What went wrong, in words for the visitor. */
const DENIED =
  "Your browser keeps nothing for this site, so this could not be kept. A bookmark does the same.";
const FULL = "Your browser has no room left for this site, so this could not be kept.";
const TOO_MANY = `The list holds ${MOST} pages, which is as many as it takes. Remove one first.`;

/* Return what is kept: its `items`, and whether the browser `denied` it or it was `damaged`. */
export function readList() {
  let stored;
  try {
    stored = localStorage.getItem(KEY);
  } catch {
    return { items: [], denied: true, damaged: false };
  }
  if (stored === null) {
    return { items: [], denied: false, damaged: false };
  }
  try {
    const found = JSON.parse(stored).items;
    const items = found.map(asItem).filter((item) => item !== null);
    const once = items.filter((item, n) => items.findIndex((i) => i.address === item.address) === n);
    return { items: once.slice(0, MOST), denied: false, damaged: once.length < found.length };
  } catch {
    return { items: [], denied: false, damaged: true };
  }
}

/* Change the list as it is now, another tab's changes included; return what went wrong, or "". */
export function changeList(change) {
  const { items, denied } = readList();
  if (denied) {
    return DENIED;
  }
  const changed = change(items);
  if (changed.length > MOST) {
    return TOO_MANY;
  }
  try {
    localStorage.setItem(KEY, JSON.stringify({ items: changed }));
  } catch (error) {
    return error.name === "QuotaExceededError" ? FULL : DENIED;
  }
  document.dispatchEvent(new CustomEvent("pb-list-changed"));
  return "";
}

/* Forget the whole list, and that there ever was one; return what went wrong, or "". */
export function emptyList() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    return DENIED;
  }
  document.dispatchEvent(new CustomEvent("pb-list-changed"));
  return "";
}

/* Call this whenever the list has changed, here, in another tab, or while the page was away. */
export function whenListChanges(show) {
  document.addEventListener("pb-list-changed", show);
  addEventListener("storage", (event) => {
    if (event.key === KEY || event.key === null) {
      show();
    }
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) {
      show();
    }
  });
}

/* Return how many pages that is, in words. */
export function inWords(number) {
  return number === 1 ? "1 page" : `${number} pages`;
}

/* Return what was stored as an item of the list, or null if it is none. */
function asItem(stored) {
  if (typeof stored !== "object" || stored === null) {
    return null;
  }
  const { title, address, kind, note = "" } = stored;
  const isText = [title, address, kind, note].every((each) => typeof each === "string");
  if (!isText || !title.trim() || !isBelowRoot(address)) {
    return null;
  }
  return {
    title: asLine(title),
    address,
    kind: asLine(kind),
    note: note.slice(0, LONGEST_NOTE),
  };
}

/* Return text as one line of no more than a title's length. */
function asLine(text) {
  return text.replace(/\s+/g, " ").trim().slice(0, LONGEST_TITLE);
}

/* Return whether an address leads to a page of this very site. */
function isBelowRoot(address) {
  if (address.length > LONGEST_ADDRESS || !ADDRESS.test(address)) {
    return false;
  }
  return new URL(address, ROOT).href === ROOT.href + address;
}

/* Return what a button's place is about: this page, or one heading on it. */
function thingAt(place) {
  const { heading: anchor, kind } = place.dataset;
  const heading = anchor ? document.getElementById(anchor) : document.querySelector("main h1");
  const words = heading.cloneNode(true);
  words.querySelectorAll(".headerlink, .pb-tag").forEach((each) => each.remove());
  const here = new URL(location.href);
  const path = here.origin + here.pathname.replace(/index\.html$/, "");
  const address = path.replace(ROOT.href, "") + (anchor ? `#${anchor}` : "");
  return asItem({ title: words.textContent, address, kind });
}

/* Fill the place that a page leaves for a button. */
function fill(place, said) {
  const thing = thingAt(place);
  if (thing === null) {
    return;
  }
  const keep = button("", () => toggle(thing, place, said));
  place.append(keep);
  const show = () => {
    const isKept = readList().items.some((item) => item.address === thing.address);
    keep.setAttribute("aria-pressed", String(isKept));
    keep.textContent = isKept ? "Kept for later" : "Keep for later";
    if (place.dataset.heading) {
      keep.setAttribute("aria-label", `${keep.textContent}: ${thing.title}`);
    }
  };
  show();
  whenListChanges(show);
}

/* Keep a thing, or take it off the list again, and say so. */
function toggle(thing, place, said) {
  const isKept = readList().items.some((item) => item.address === thing.address);
  const wrong = changeList((items) =>
    isKept ? items.filter((item) => item.address !== thing.address) : [...items, thing],
  );
  place.querySelector(".pb-wrong")?.remove();
  if (wrong) {
    place.append(element("span", { class: "pb-wrong", role: "alert" }, wrong));
    return;
  }
  const number = inWords(readList().items.length);
  said.textContent = isKept
    ? `Taken off your reading list, which holds ${number}.`
    : `Kept. Your reading list holds ${number}.`;
}

/* Say in each menu how many pages are kept. */
function showNumber() {
  const number = readList().items.length;
  for (const link of document.querySelectorAll("nav a")) {
    if (link.href === `${ROOT.href}reading-list/`) {
      link.querySelector(".pb-number-kept")?.remove();
      if (number) {
        link.append(element("span", { class: "pb-number-kept" }, ` (${number})`));
      }
    }
  }
}

if (!readList().denied) {
  const said = element("p", { class: "pb-unseen", role: "status" });
  const places = document.querySelectorAll(".pb-keep");
  if (places.length) {
    document.querySelector("main").append(said);
  }
  places.forEach((place) => fill(place, said));
  showNumber();
  whenListChanges(showNumber);
}
