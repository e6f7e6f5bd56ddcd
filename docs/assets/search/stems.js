/* Text -> the stems by which words are compared, exactly as patternbook/search/stems.py does it.
   The lists of words come from there, in search/words.json; here is only the way of working. */

const TOKEN = /[\p{L}\p{N}]+(?:[&'][\p{L}\p{N}]+)*/gu;
const LONGEST = 40;

/* Return the words of a text in small letters, each with where it stands in the text. */
export function tokens(text) {
  const found = [];
  // Letter by letter, since taking accents away may change how long a text is.
  let plain = "";
  const places = [];
  let place = 0;
  for (const sign of text.replace(/[\u2018\u2019\u02bc\u0060\u00b4]/g, "'")) {
    const small = sign.normalize("NFKD").replace(/\p{Mn}/gu, "").toLowerCase();
    for (let n = 0; n < small.length; n += 1) {
      places.push(place);
    }
    plain += small;
    place += sign.length;
  }
  places.push(place);
  for (const match of plain.matchAll(TOKEN)) {
    const end = match.index + match[0].length;
    found.push({ word: match[0], start: places[match.index], end: places[end - 1] + 1 });
  }
  return found;
}

/* Return the function that makes a stem of a word, given the lists of words. */
export function stemmer({ thin, negations, irregular }) {
  const isThin = new Set(thin);
  const isNegation = new Set(negations);
  const usual = new Map(Object.entries(irregular));
  const stem = (word) => {
    if (word.endsWith("n't") || isNegation.has(word)) {
      return "not";
    }
    let token = word.replace(/'s$/, "").replaceAll("'", "").slice(0, LONGEST);
    if (isThin.has(token)) {
      return "";
    }
    const base = usual.get(token);
    if (base !== undefined) {
      return base === token ? token : stem(base);
    }
    return token.length > 3 && /^[a-z]+$/.test(token)
      ? withoutLast(withoutEnding(singular(token)))
      : token;
  };
  return stem;
}

function singular(word) {
  if (word.endsWith("ies") && word.length > 4) {
    return `${word.slice(0, -3)}y`;
  }
  if (/(?:sses|ches|shes|xes|zes)$/.test(word)) {
    return word.slice(0, -2);
  }
  return word.endsWith("s") && !/(?:ss|us|is)$/.test(word) ? word.slice(0, -1) : word;
}

function withoutEnding(word) {
  for (const [ending, shortest] of [
    ["ing", 6],
    ["ed", 5],
  ]) {
    const rest = word.slice(0, -ending.length);
    if (
      word.endsWith(ending) &&
      word.length >= shortest &&
      /[aeiouy]/.test(rest) &&
      !rest.endsWith("e")
    ) {
      return rest;
    }
  }
  return word;
}

function withoutLast(word) {
  let rest = word;
  if (rest.length > 3) {
    if (rest.endsWith("e")) {
      rest = rest.slice(0, -1);
    } else if (rest.endsWith("y")) {
      rest = `${rest.slice(0, -1)}i`;
    }
  }
  return /([^aeiouy])\1$/.test(rest) ? rest.slice(0, -1) : rest;
}
