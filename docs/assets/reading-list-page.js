/* The page of the reading list: shows it, and lets it be ordered, annotated, printed and emptied. */

import { button, element } from "./elements.js";
import {
  changeList,
  emptyList,
  inWords,
  LONGEST_NOTE,
  readList,
  ROOT,
  whenListChanges,
} from "./reading-list.js";

const place = document.querySelector(".pb-kept");
const summary = element("p", { class: "pb-kept__summary", tabindex: "-1" });
const said = element("p", { class: "pb-unseen", role: "status" });
const list = element("ol", { class: "pb-kept__list" });
const tools = element(
  "p",
  { class: "pb-tools" },
  button("Print the list", () => print()),
  " ",
  button("Save it as a text file", download),
  " ",
  button("Empty the list", empty),
);
// Each item keeps its own part of the page, so that whoever is in it is not thrown out.
const shown = new Map();

/* Show the list as it is now. */
function show() {
  const { items, denied, damaged } = readList();
  const focused = document.activeElement;
  summary.textContent = inShort(items.length, denied, damaged);
  tools.hidden = items.length === 0 && !damaged;
  tools.querySelectorAll("button").forEach((each, n) => (each.hidden = n < 2 && !items.length));
  for (const [address, part] of shown) {
    if (!items.some((item) => item.address === address)) {
      part.whole.remove();
      shown.delete(address);
    }
  }
  items.forEach((item, n) => {
    if (!shown.has(item.address)) {
      shown.set(item.address, newPart(item));
    }
    const part = shown.get(item.address);
    if (list.children[n] !== part.whole) {
      list.insertBefore(part.whole, list.children[n] ?? null);
    }
    if (part.note !== document.activeElement) {
      part.note.value = item.note;
    }
    part.onPaper.textContent = item.note;
    part.up.disabled = n === 0;
    part.down.disabled = n === items.length - 1;
  });
  place.classList.toggle("pb-kept--filled", items.length > 0);
  if (focused !== document.activeElement && place.contains(focused)) {
    focused.focus();
  }
}

/* Return one sentence on what the list holds. */
function inShort(number, denied, damaged) {
  if (denied) {
    return "Your browser keeps nothing for this site, so there is no list. Use a bookmark instead.";
  }
  const more = damaged
    ? " Some of what was stored could not be read, and is left out. Empty the list to begin anew."
    : "";
  return number
    ? `You have kept ${inWords(number)}. If others use this computer too, empty the list before you go.${more}`
    : `Nothing is kept yet. Choose “Keep for later” on a record, a pattern or a factor.${more}`;
}

/* Return the part of the page that shows one item. */
function newPart({ title, address, kind }) {
  const link = new URL(address, ROOT).href;
  const note = element("textarea", { rows: "2", maxlength: String(LONGEST_NOTE) });
  note.addEventListener("input", () => takeNote(address, note));
  const onPaper = element("p", { class: "pb-on-paper" });
  const named = (text, action) => button(text, action, { "aria-label": `${text}: ${title}` });
  const up = named("Move up", () => move(address, -1));
  const down = named("Move down", () => move(address, 1));
  const remove = named("Remove", () => take(address, title));
  const whole = element(
    "li",
    {},
    element("p", { class: "pb-kept__title" }, element("a", { href: link }, title)),
    element("p", { class: "pb-basis" }, kind),
    element("p", { class: "pb-on-paper" }, link),
    element("label", {}, "Your note", element("span", { class: "pb-unseen" }, ` on ${title}`), note),
    onPaper,
    element("p", { class: "pb-tools" }, up, " ", down, " ", remove),
  );
  return { whole, note, onPaper, up, down, remove };
}

/* Keep what has been typed into a note. */
function takeNote(address, note) {
  tell(
    changeList((items) =>
      items.map((item) => (item.address === address ? { ...item, note: note.value } : item)),
    ),
    "",
  );
}

/* Move an item up or down; whoever moved it can go on moving it. */
function move(address, by) {
  let at = -1;
  const wrong = changeList((items) => {
    const from = items.findIndex((item) => item.address === address);
    at = Math.min(Math.max(from + by, 0), items.length - 1);
    const others = items.filter((item) => item.address !== address);
    return from < 0 ? items : [...others.slice(0, at), items[from], ...others.slice(at)];
  });
  tell(wrong, `Moved to place ${at + 1} of ${shown.size}.`);
  const { up, down } = shown.get(address) ?? {};
  const used = by < 0 ? up : down;
  (used?.disabled ? (by < 0 ? down : up) : used)?.focus();
}

/* Take an item off the list, and go on to the one that takes its place. */
function take(address, title) {
  const n = [...list.children].indexOf(shown.get(address).whole);
  tell(
    changeList((items) => items.filter((item) => item.address !== address)),
    `Removed: ${title}.`,
  );
  const next = list.children[Math.min(n, list.children.length - 1)];
  const part = [...shown.values()].find(({ whole }) => whole === next);
  (part?.remove ?? summary).focus();
}

/* Forget the list, once the visitor has agreed. */
function empty() {
  if (confirm("Empty the list? Your notes go with it.")) {
    tell(emptyList(), "The list is empty.");
    summary.focus();
  }
}

/* Let the browser save the list as a text file. */
function download() {
  const { items } = readList();
  const lines = items.map(({ title, address, kind, note }, n) =>
    [`${n + 1}. ${title}`, kind, new URL(address, ROOT).href, note.trim()]
      .filter(Boolean)
      .join("\r\n   "),
  );
  const text = ["Reading list", ...lines].join("\r\n\r\n") + "\r\n";
  const file = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  element("a", { href: file, download: "reading-list.txt" }).click();
  setTimeout(() => URL.revokeObjectURL(file), 10_000);
}

/* Say what has happened, or what went wrong. */
function tell(wrong, done) {
  said.textContent = wrong || done;
  said.classList.toggle("pb-unseen", !wrong);
  said.classList.toggle("pb-wrong", Boolean(wrong));
}

place.append(summary, said, tools, list);
show();
whenListChanges(show);
