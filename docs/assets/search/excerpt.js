/* The text of a result -> the two lines of it that say most about a question. */

import { tokens } from "./stems.js";

const WORDS = 38; // about two lines on a desk, five on a phone
const LONG = 5; // signs of a stem that is the beginning of its kin alone
const BEFORE = 6; // words before the first that is marked

/* Return a piece of a text in parts, each with whether it is one of the words that were asked for. */
export function excerpt(text, terms, stem) {
  const words = tokens(text);
  const stems = words.map((each) => stem(each.word));
  const marked = marks(stems, terms);
  const start = sentenceStart(text, words, best(marked));
  const end = Math.min(words.length, start + WORDS);
  const parts = [];
  const add = (said, isMarked) => {
    const last = parts.at(-1);
    if (said && last !== undefined && last.isMarked === isMarked) {
      last.text += said;
    } else if (said) {
      parts.push({ text: said, isMarked });
    }
  };
  if (words.length === 0) {
    return [];
  }
  let at = start === 0 ? 0 : words[start].start;
  add(start === 0 ? "" : "… ", false);
  for (let n = start; n < end; n += 1) {
    const between = text.slice(at, words[n].start);
    const goesOn = n > start && marked[n] > 0 && marked[n] === marked[n - 1] && between.trim() === "";
    add(between, goesOn);
    add(text.slice(words[n].start, words[n].end), marked[n] > 0);
    at = words[n].end;
  }
  const rest = text.slice(at);
  add(end < words.length ? " …" : rest, false);
  return parts;
}

/* Return for each word the number of the term that it belongs to, counted from one, or nothing. */
function marks(stems, terms) {
  const marked = stems.map(() => 0);
  terms.forEach((term, number) => {
    const wanted = new Set(term.stems);
    // The index finds what begins so as well.
    const starts = term.stems.filter((stem) => term.isBeginning || stem.length >= LONG);
    for (let at = 0; at < stems.length; at += 1) {
      if (wanted.has(stems[at]) || starts.some((start) => stems[at].startsWith(start))) {
        marked[at] = number + 1;
      }
      for (const phrase of term.phrases) {
        const length = reach(stems, at, phrase);
        for (let n = at; n < at + length; n += 1) {
          if (stems[n]) {
            marked[n] = number + 1;
          }
        }
      }
    }
  });
  return marked;
}

/* Return over how many words a phrase reaches from here, thin ones within it included; or nothing. */
function reach(stems, at, phrase) {
  if (stems[at] !== phrase[0]) {
    return 0;
  }
  let n = at;
  for (const wanted of phrase) {
    while (n < stems.length && !stems[n]) {
      n += 1;
    }
    if (stems[n] !== wanted) {
      return 0;
    }
    n += 1;
  }
  return n - at;
}

/* Return the word from which on a piece of text holds the most of the terms. */
function best(marked) {
  let found = 0;
  let most = 0;
  for (let at = 0; at < marked.length; at += 1) {
    if (marked[at] > 0) {
      const within = marked.slice(at, at + WORDS - BEFORE).filter((each) => each > 0);
      const worth = new Set(within).size * 10 + Math.min(within.length, 9);
      if (worth > most) {
        most = worth;
        found = at;
      }
    }
  }
  return Math.max(0, found - BEFORE);
}

/* Return the word with which a sentence begins, if one does near this word; else this word. */
function sentenceStart(text, words, from) {
  for (let at = from; at > Math.max(0, from - 12); at -= 1) {
    if (/[.?!:]/.test(text.slice(words[at - 1].end, words[at].start))) {
      return at;
    }
  }
  return from < 12 ? 0 : from;
}
