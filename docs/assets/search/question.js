/* A question in somebody's own words -> what to ask the index for. */

import { stemmer, tokens } from "./stems.js";

export const LONGEST = 300; // signs; a longer question is cut, and its reader told
const MOST_TERMS = 12;
const SHORTEST_MENDED = 4; // a shorter word is one slip away from too many others
// What may be loaded for one question, about, in KB; a look into a large index costs more.
const BUDGET = 240;
const PRICE = 12;
const LARGE = 5000; // results in all
const PRICE_OF_LARGE = 45;
const PRICE_OF_RECORD = 0.0025;
// A term of several words says more than a word, a part of it less, and so does another word for it.
const WHOLE = 1.2;
const PART = 0.4;
const SAME = 0.8;
const TWO_SLIPS = 7; // signs from which a word may have two

/* Return the words of the field and of the library, ready to understand questions by. */
export function vocabularyOf(words) {
  const stem = stemmer(words);
  const stemsOf = (text) => tokens(text).map(({ word }) => stem(word)).filter(Boolean);
  const known = new Map();
  for (const [form, records] of Object.entries(words.words)) {
    known.set(stem(form), { form, records });
  }
  const phrases = new Map();
  const partOfTerm = new Set();
  let longest = 1;
  for (const [mark, label, records, terms] of words.concepts) {
    const compared = terms.map((term) => stemsOf(term)).filter((parts) => parts.length > 0);
    const concept = { mark, label, records, phrases: compared };
    for (const key of new Set(compared.map((parts) => parts.join(" ")))) {
      phrases.set(key, [...(phrases.get(key) ?? []), concept]);
    }
    for (const parts of compared) {
      longest = Math.max(longest, parts.length);
      parts.forEach((part) => partOfTerm.add(part));
    }
  }
  return {
    stem,
    known,
    phrases,
    partOfTerm,
    longest,
    sorted: [...known.keys()].sort(),
    asking: new Set(words.asking.map(stem)),
    every: words.every,
    behind: words.behind,
    slice: words.slice,
    records: words.records,
  };
}

/* Return what a question asks for: its terms, each with what to look up and how much that weighs,
   the words that were mended, those that the library does not know, and whether it was cut. */
export function understand(question, vocabulary) {
  const isCut = [...question].length > LONGEST;
  // Half a word at the end would be taken for another one.
  const asked = isCut
    ? [...question].slice(0, LONGEST).join("").replace(/\s\S*$/, "")
    : question;
  const mended = [];
  const unknown = new Set();
  const said = [];
  for (const { word } of tokens(asked)) {
    const stem = vocabulary.stem(word);
    if (stem) {
      said.push(known({ word, stem }, vocabulary, mended));
    }
  }
  let terms = termsOf(said, vocabulary, unknown, (each) => !vocabulary.asking.has(each.stem));
  if (terms.length === 0 && unknown.size === 0) {
    // A question made of small words alone is still a question.
    terms = termsOf(said, vocabulary, unknown, () => true);
  }
  for (const term of terms) {
    const records = Math.max(...term.asks.filter((ask) => ask.weight > PART).map((ask) => ask.records));
    term.rarity = rarity(records, vocabulary.records);
  }
  terms.sort((a, b) => b.rarity - a.rarity);
  const chosen = affordable(terms.slice(0, MOST_TERMS), vocabulary.records);
  return { terms: chosen, mended, unknown: [...unknown], isCut, words: said.length };
}

/* Return as many terms as can be looked up without loading much: the rarest tell most and cost
   least. Of each there is at least what finds most of it; its other words come after that of all. */
function affordable(terms, records) {
  const price = (ask) => (records > LARGE ? PRICE_OF_LARGE : PRICE) + ask.records * PRICE_OF_RECORD;
  let spent = 0;
  const chosen = new Map(terms.map((term) => [term, []]));
  const take = (term, asks) => {
    for (const ask of asks) {
      if (spent === 0 || spent + price(ask) <= BUDGET) {
        spent += price(ask);
        chosen.get(term).push(ask);
      }
    }
  };
  const byWeight = (term) => [...term.asks].sort((a, b) => b.records - a.records || b.weight - a.weight);
  const main = (term) => byWeight(term).filter((ask) => ask.weight > PART).slice(0, 1);
  terms.forEach((term) => take(term, main(term)));
  terms.forEach((term) => take(term, term.asks.filter((ask) => !main(term).includes(ask))));
  return terms
    .map((term) => ({ ...term, asks: chosen.get(term) }))
    .filter((term) => term.asks.length > 0);
}

/* Return how much it tells that a word is in a record, if it is in so many of them. */
export function rarity(records, all) {
  return Math.log(1 + (Math.max(all, records) - records + 0.5) / (records + 0.5));
}

/* Return a word as it is, or as it was probably meant. */
function known(each, vocabulary, mended) {
  const { word, stem } = each;
  if (
    stem === "not" ||
    vocabulary.known.has(stem) ||
    vocabulary.partOfTerm.has(stem) ||
    vocabulary.asking.has(stem)
  ) {
    return each;
  }
  if (stem.length > 2 && beginsOne(stem, vocabulary.sorted)) {
    return { ...each, isBeginning: true };
  }
  const meant = nearest(stem, vocabulary);
  if (meant === null) {
    return each;
  }
  mended.push({ from: word, to: meant.form });
  return { word: meant.form, stem: meant.stem, typed: word };
}

/* Return whether some known word begins so: it is perhaps still being typed. */
function beginsOne(start, sorted) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < start) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low < sorted.length && sorted[low].startsWith(start);
}

/* Return the known word that is the fewest slips away, the commonest of several; or null. */
function nearest(stem, vocabulary) {
  if (stem.length < SHORTEST_MENDED || /\d/.test(stem)) {
    return null;
  }
  const limit = stem.length < TWO_SLIPS ? 1 : 2;
  let best = null;
  const look = (other, form, records) => {
    if (Math.abs(other.length - stem.length) > limit) {
      return;
    }
    const slips = distance(stem, other, limit);
    if (
      slips <= limit &&
      (best === null ||
        slips < best.slips ||
        (slips === best.slips && (records > best.records || (records === best.records && form < best.form))))
    ) {
      best = { stem: other, form, records, slips };
    }
  };
  for (const [other, { form, records }] of vocabulary.known) {
    look(other, form, records);
  }
  for (const part of vocabulary.partOfTerm) {
    if (!vocabulary.known.has(part)) {
      look(part, part, 0);
    }
  }
  return best;
}

/* Return how many slips lead from one word to another: a sign too many, too few, another, or two
   in the wrong order (Damerau and Levenshtein); more than the limit is not counted further. */
export function distance(one, other, limit) {
  let before = [];
  let last = Array.from({ length: other.length + 1 }, (_, n) => n);
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1];
      let slips = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
        slips = Math.min(slips, before[j - 2] + 1);
      }
      row.push(slips);
      least = Math.min(least, slips);
    }
    if (least > limit) {
      return limit + 1;
    }
    before = last;
    last = row;
  }
  return last[other.length];
}

/* Return the terms of a question: of two that begin at the same word the longer is meant. */
function termsOf(said, vocabulary, unknown, counts) {
  const terms = new Map();
  const add = (key, term) => {
    if (!terms.has(key)) {
      terms.set(key, term);
    }
  };
  for (let at = 0; at < said.length; at += 1) {
    const found = longestTerm(said, at, vocabulary);
    if (found !== null && (found.length > 1 || counts(said[at]))) {
      const words = said.slice(at, at + found.length);
      const asks = found.concepts.map((concept) => markAsk(concept, found.length > 1 ? WHOLE : SAME));
      // What says only a part of a term may still be what is meant.
      const weight = found.length === 1 ? 1 : PART;
      for (const each of words.filter((word) => word.stem !== "not" && counts(word))) {
        asks.push(...wordAsks(each, vocabulary, weight));
        if (found.length > 1) {
          const same = vocabulary.phrases.get(each.stem) ?? [];
          asks.push(...same.map((concept) => markAsk(concept, SAME * PART)));
        }
      }
      add(found.concepts[0].mark, {
        label: words.map((each) => each.word).join(" "),
        asks,
        also: found.concepts.map((concept) => concept.label),
        phrases: found.concepts.flatMap((concept) => concept.phrases),
        stems: found.length === 1 ? [words[0].stem] : [],
      });
      at += found.length - 1;
      continue;
    }
    const each = said[at];
    if (each.stem !== "not" && counts(each) && !each.isBeginning && !vocabulary.known.has(each.stem)) {
      // Of a term of the field nothing else may be here either.
      unknown.add(each.word);
    } else if (each.stem !== "not" && counts(each)) {
      add(each.stem, {
        label: each.word,
        asks: wordAsks(each, vocabulary),
        also: [],
        phrases: [],
        stems: [each.stem],
        isBeginning: each.isBeginning ?? false,
      });
    }
  }
  return [...terms.values()];
}

function longestTerm(said, at, vocabulary) {
  for (let length = Math.min(vocabulary.longest, said.length - at); length > 0; length -= 1) {
    const key = said.slice(at, at + length).map((each) => each.stem).join(" ");
    const concepts = (vocabulary.phrases.get(key) ?? []).filter((each) => each.records > 0);
    if (concepts.length > 0) {
      return { length, concepts };
    }
  }
  return null;
}

function markAsk(concept, weight) {
  return { text: concept.mark, weight, records: concept.records };
}

function wordAsks(each, vocabulary, weight = 1) {
  const records = vocabulary.known.get(each.stem)?.records ?? 0;
  const asks = [{ text: each.word, weight, records }];
  if (each.typed) {
    asks.push({ text: each.typed, weight, records: 0 });
  }
  return asks;
}
