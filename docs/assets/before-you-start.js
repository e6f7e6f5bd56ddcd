/* “Before you start a review”: show what lies near a question, from the search and the gaps.

   The question stays in the page's address and in this browser. Whatever goes wrong, the lists that
   stand on the page remain, and say the same for the whole library. */

import { button, element } from "./elements.js";

const ROOT = new URL("../", import.meta.url);
const LONGEST = 300;
const SHOWN = 6;
const OTHERS = 3;
// How many answers are asked for where not each one can be shown, and how many entries of the
// vocabulary are taken to be what a question is about.
const MANY = 15;
const NEAR = 10;
const NEAREST = 3;

// What the search finds, in the words of the pages. The first three say what happened, but hold
// nothing by the name of a finding.
const TOLD = ["near-miss", "debrief", "episode"];
const KINDS = {
  "near-miss": "Near miss",
  debrief: "Debrief",
  episode: "Key practice episode",
  finding: "Finding",
  recommendation: "Recommendation",
};

const form = document.querySelector(".pb-ask");
const field = form.querySelector("input");
const status = document.querySelector(".pb-near__status");
const near = document.querySelector(".pb-near");
const [found, open, gaps] = near.querySelectorAll(".pb-near__lists ul");

let asked = 0;
let opened = null;

/* Load the search and the gaps once; `look` lets go of them after a failure. */
function sources() {
  opened ??= Promise.all([
    import("./search/engine.js").then(({ openSearch }) => openSearch(ROOT.href)),
    fetch(new URL("before-you-start/near.json", ROOT)).then((answer) => {
      if (!answer.ok) {
        throw new Error(`status ${answer.status}`);
      }
      return answer.json();
    }),
  ]);
  return opened;
}

/* Show what lies near a question; without one, only the lists of the page. */
async function look(question) {
  const turn = ++asked;
  near.hidden = question === "";
  if (question === "") {
    status.textContent = "";
    return;
  }
  status.textContent = "Looking…";
  near.querySelector(".pb-near__question").textContent = `“${question}”`;
  [found, open, gaps].forEach((list) => list.replaceChildren());
  try {
    const [search, known] = await sources();
    const ask = (kind, limit) => search.ask(question, { filters: { kind }, limit });
    const answers = await Promise.all([
      ask(["finding"], SHOWN),
      ask(TOLD, OTHERS),
      ask(["recommendation"], MANY),
      ask(["entry"], NEAR),
    ]);
    if (turn === asked) {
      show(question, known, ...answers.map(({ results }) => results));
      status.textContent += answers[0].note ? ` ${answers[0].note}` : "";
    }
  } catch {
    opened = null;
    if (turn === asked) {
      near.hidden = true;
      status.textContent =
        "The search could not be reached, so nothing was compared with your question. The lists " +
        "below are for the whole library, and complete. Please try again in a while.";
    }
  }
}

/* Show the three lists. */
function show(question, known, findings, told, recommendations, entries) {
  const waiting = recommendations.filter((result) => isOpen(result, known)).slice(0, SHOWN);
  const untouched = gapsNear(question, known, entries);
  fill(found, [...findings, ...told].map(asItem), "Nothing here is near it.");
  fill(open, waiting.map(asItem), "No open recommendation is near it.");
  fill(gaps, untouched.slice(0, SHOWN), "No gap by the words of your question.");
  const real = (results) => results.filter((result) => !isInvented(result)).length;
  const numbers = [
    count(real(findings), "finding", "findings"),
    count(real(told), "other record", "other records"),
    count(real(waiting), "open recommendation", "open recommendations"),
  ];
  const last = count(Math.min(untouched.length, SHOWN), "gap", "gaps");
  const invented = [...findings, ...told, ...waiting].filter(isInvented).length;
  status.textContent =
    `Near your question: ${numbers.join(", ")} and ${last}.` +
    (invented ? ` Illustrations, not counted: ${invented}.` : "");
}

/* Return whether a result was invented to teach the method. */
function isInvented({ meta }) {
  return meta.origin === "illustrative";
}

/* Put items into a list, or say in it that there are none. */
function fill(list, items, none) {
  list.replaceChildren(...(items.length ? items : [element("li", { class: "pb-not-said" }, none)]));
}

/* Return a number with its noun. */
function count(number, one, several) {
  return `${number || "no"} ${number === 1 ? one : several}`;
}

/* Return one answer of the search as an item: its link, what it is, and where it stands. */
function asItem(result) {
  const { url, title, kind, meta } = result;
  const words = [KINDS[kind], meta.about && `in “${meta.about}”`, meta.year];
  if (isInvented(result)) {
    words.push("Illustration, not counted");
  }
  const said = words.filter(Boolean).join(" · ");
  return element("li", {}, linkTo(url, title), element("span", { class: "pb-basis" }, said));
}

/* Return a link to a page of this site. */
function linkTo(address, title) {
  return element("a", { href: new URL(address, ROOT).href }, title);
}

/* Return whether a recommendation that was found is still open. */
function isOpen({ url }, known) {
  const { pathname, hash } = new URL(url, ROOT);
  const address = pathname.replace(ROOT.pathname, "");
  return known.open[address]?.includes(hash.slice(1)) ?? false;
}

/* Return what nobody has written about near a question, as items of a list. */
function gapsNear(question, known, entries) {
  const addresses = entries.map(({ url }) => new URL(url, ROOT).pathname.replace(ROOT.pathname, ""));
  const place = (gap) => addresses.indexOf(gap.address);
  const among = (gaps) =>
    gaps.filter((gap) => place(gap) >= 0).sort((one, other) => place(one) - place(other));
  const named = (words) => words.filter(({ phrases }) => isNamed(phrases, question));
  const settings = named(known.settings);
  const nearest = addresses.slice(0, NEAREST);
  const patterns = known.patterns.filter(({ address, within }) =>
    [address, ...within].some((each) => nearest.includes(each)),
  );
  return [
    ...settings
      .filter(({ empty }) => empty)
      .map(({ label }) => gap([`${label}: no record is about this work.`])),
    ...named(known.agencies).map(({ label }) => gap([`${label}: no record involves this agency.`])),
    ...pairs(settings, patterns, known.patterns),
    ...among(known.unwritten).map((each) =>
      gap([linkTo(each.address, each.title), `: ${each.kind.toLowerCase()} that nobody has shown.`]),
    ),
    ...among(known.oneSided).map((each) =>
      gap([linkTo(each.address, each.title), `: only ${each.seen}, never ${each.never}.`]),
    ),
  ];
}

/* Return the patterns that nobody has met in the settings that a question names: those that the
   question is about, or else all of them. */
function pairs(settings, patterns, all) {
  return settings.flatMap(({ label, unmet }) => {
    const missed = (group) => group.filter(({ address }) => unmet.includes(address));
    const about = patterns.length ? missed(patterns) : missed(all);
    return about.map(({ address, title }) =>
      gap([linkTo(address, title), `: not met yet in the setting “${label}”.`]),
    );
  });
}

/* Return an item that names a gap. */
function gap(contents) {
  return element("li", {}, ...contents);
}

/* Return whether a question names something by one of these phrases. */
function isNamed(phrases, question) {
  const words = question.toLowerCase().replace(/['’]/g, "").replace(/[^\p{L}\p{N}]+/gu, " ");
  return phrases.some((phrase) => [phrase, `${phrase}s`].some((each) => ` ${words} `.includes(` ${each} `)));
}

/* Return a question as it is asked: one line, and not without end. */
function asLine(text) {
  return text.replace(/\s+/g, " ").trim().slice(0, LONGEST);
}

/* Ask what stands in the page's address. */
function askAddress() {
  const question = asLine(new URLSearchParams(location.search).get(field.name) ?? "");
  field.value = question;
  look(question);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const question = asLine(field.value);
  const address = new URL(location.href);
  address.hash = "";
  address.search = question ? new URLSearchParams({ [field.name]: question }) : "";
  if (address.href !== location.href) {
    history.pushState(null, "", address);
  }
  look(question);
});
addEventListener("popstate", askAddress);
near.querySelector(".pb-near__print").append(button("Print this summary", () => print()));
askAddress();
