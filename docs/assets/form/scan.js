/* The rules, as the check has them: what in a text could identify somebody, and which words judge
   or only give a name. The same as patternbook/confidentiality/scanning.py and identifiers.py, and
   as patternbook/language/styles.py; all lists and expressions come as data from there. */

(() => {
  "use strict";
  const form = globalThis.PatternbookForm;
  const { isLower, isUpper, plain, matches, at, flat, Spans, reader } = form.text;

  const ENDINGS = new Set(["s", "d", "ll", "ve", "re", "m"]);
  // What is left of “won’t” and the like when “n't” is taken off and no word remains.
  const STUMPS = new Set(["ai", "ca", "sha", "wo"]);
  const BEYOND_A_TERM = /[^ \-&/'’_]/; // what may not stand between the words of one term
  const SHORTEST_BESIDE_A_FIGURE = 3;
  const LONGEST_ACRONYM = 4;
  const END = "";
  const REACH = 120;

  /* An expression that is made when it is first needed: a text needs few of them. */
  function lazily(source, flags) {
    let made = null;
    return () => (made ??= new RegExp(source, flags));
  }

  /* Returns the rules that these data hold: `scan` and `suggestions`. */
  function makeRules(data) {
    const text = reader(data);
    const marked = data.dictionary.split(/\r?\n/).filter(Boolean);
    const rows = marked.map((line) => line.split("\t"));
    const set = (list) => new Set(list);
    const lists = {
      dictionary: set([...rows.map(([word]) => word), ...data.lists.words]),
      surnames: set(rows.filter(([, marks]) => marks?.includes("s")).map(([word]) => word)),
      likelyNames: set(data.lists["names-that-are-words"]),
      possibleNames: set(data.lists["words-that-may-be-names"]),
      places: set(data.lists["places-that-are-words"]),
      hosts: set(data.lists.hosts),
      beforeAVerb: set(data.beforeAVerb),
    };
    const isEveryday = (word) =>
      lists.dictionary.has(word) &&
      !lists.likelyNames.has(word) &&
      !lists.possibleNames.has(word) &&
      !lists.surnames.has(word) &&
      !lists.places.has(word) &&
      !lists.beforeAVerb.has(word);
    const grammar = Object.fromEntries(
      Object.entries(data.grammar).map(([name, words]) => [name, set(words)]),
    );
    const Place = form.placesFor({ grammar, lists, expressions: data.expressions });
    const personal = set(data.personal);

    // --- Terms that are accounted for ----------------------------------------------------------

    const isAcronym = (word) => isUpper(word) && word.length <= LONGEST_ACRONYM;

    function asTree(terms) {
      const tree = new Map();
      for (const term of terms) {
        let branch = tree;
        for (const word of text.split(flat(term)).texts) {
          const key = isAcronym(word) ? word : plain(word);
          if (!branch.has(key)) branch.set(key, new Map());
          branch = branch.get(key);
        }
        if (branch !== tree) branch.set(END, new Map());
      }
      return tree;
    }

    function longestOf(tree) {
      let longest = 0;
      for (const [word, branch] of tree) {
        if (word !== END) longest = Math.max(longest, 1 + longestOf(branch));
      }
      return longest;
    }

    const terms = asTree(data.terms);
    const longestTerm = longestOf(terms);

    /* Where terms go on with a word; one in capitals is met in capitals, or in none. */
    function next(branches, word) {
      const small = plain(word);
      const capitals = word === small ? word.toUpperCase() : word;
      return branches.flatMap((branch) =>
        [small, capitals].filter((key) => branch.has(key)).map((key) => branch.get(key)),
      );
    }

    /* What a word could be the genitive or the plural of. */
    function withoutEnding(word) {
      if (!word.endsWith("s")) return [];
      const found = [word.slice(0, -1)];
      if (/['’]s$/.test(word)) found.push(word.slice(0, -2));
      else if (word.endsWith("ies")) found.push(`${word.slice(0, -3)}y`);
      return found;
    }

    function lengthOfTerm(every, number, known) {
      let branches = known;
      let length = 0;
      for (let end = number; end < every.texts.length; end += 1) {
        if (end > number && BEYOND_A_TERM.test(every.gaps[end])) break;
        const word = every.texts[end];
        const last = withoutEnding(word).flatMap((shorter) => next(branches, shorter));
        branches = next(branches, word);
        if ([...branches, ...last].some((branch) => branch.has(END))) length = end - number + 1;
        if (!branches.length) break;
      }
      return length;
    }

    function belongsToATerm(every, number, known, longest) {
      for (let first = number; first > Math.max(-1, number - longest); first -= 1) {
        if (first + lengthOfTerm(every, first, known) > number) return true;
        if (BEYOND_A_TERM.test(every.gaps[first])) return false;
      }
      return false;
    }

    // --- Words ---------------------------------------------------------------------------------

    /* A word in small letters without the ending after its apostrophe. */
    function baseOf(written) {
      if (!/['’\u02bc]/.test(written)) return written.toLowerCase();
      const word = plain(written);
      if (word.endsWith("n't")) {
        const stump = word.slice(0, -3);
        return STUMPS.has(stump) ? "not" : stump;
      }
      const apostrophe = word.lastIndexOf("'");
      return ENDINGS.has(word.slice(apostrophe + 1)) ? word.slice(0, apostrophe) : word;
    }

    const isLatin = (word) => /^[\0-\x7f’\u02bc\u00c0-\u024f\u1e00-\u1eff]*$/u.test(word);

    /* Why a word is reported where it stands, or null if it is not. */
    function reasonOf(every, number) {
      const word = every.texts[number];
      const base = baseOf(word);
      if (isEveryday(base) && isLower(word)) return null;
      if (!isLatin(word)) return "other-alphabet";
      const here = new Place(every, number);
      const known =
        lists.dictionary.has(base) || lists.dictionary.has(text.withoutAccents(base));
      if (word.length < SHORTEST_BESIDE_A_FIGURE && here.belongsToAFigure()) {
        return isLower(word) || word.length === 1 ? null : "proper-name";
      }
      if ((word.length === 1 && here.isAbbreviated()) || here.endsTheNameOfAPage()) return null;
      if (isLower(word)) {
        if (!known) return "unfamiliar-word";
        return here.holdsAName() ? "possible-name" : null;
      }
      if (base.length === 1) return here.holdsAnInitial() ? "initial" : null;
      if (here.holdsAMonth()) return null;
      if (isUpper(word) && here.isShouted()) {
        return !known || here.shoutsAName() ? "possible-name" : null;
      }
      if (!known || !here.beginsASentence()) return "proper-name";
      return here.opensWithAName() ? "possible-name" : null;
    }

    function* unaccounted(every, declared) {
      const known = [declared, terms];
      const longest = Math.max(longestTerm, longestOf(declared));
      for (let number = 0; number < every.texts.length; number += 1) {
        if (isEveryday(every.texts[number])) continue;
        const reason = reasonOf(every, number);
        if (reason !== null && !belongsToATerm(every, number, known, longest)) {
          yield [reason, number];
        }
      }
    }

    // --- Identifiers ---------------------------------------------------------------------------

    const nears = data.nears.map((near) => ({
      ...near,
      sign: near.sign === null ? null : new RegExp(near.sign, "gu"),
      begins: !(near.before || near.after),
    }));
    const byWord = new Map();
    nears.forEach((near, place) => {
      for (const word of near.words) {
        if (!byWord.has(word)) byWord.set(word, []);
        byWord.get(word).push(place);
      }
    });
    const patterns = data.patterns.map((pattern) => ({
      kind: pattern.kind,
      near: pattern.near,
      everywhere: lazily(pattern.expression, "gu"),
      right: lazily(pattern.expression, "yu"),
      unless: pattern.unless === null ? null : lazily(`^(?:${pattern.unless})$`, "u"),
    }));

    function formsOf(word) {
      const small = plain(word);
      return new Set([word, small, small.split("'")[0]]);
    }

    /* Spans with so much before and after them, joined where they meet, between words. */
    function merged(seen, spans, { before, after }) {
      const found = [];
      let begin = 0;
      let end = 0;
      for (const [start, stop] of spans) {
        if (start - before > end) {
          if (end) found.push([begin, end]);
          const limit = Math.max(0, start - before);
          begin = limit > 0 ? seen.lastIndexOf(" ", limit - 1) + 1 : 0;
        }
        if (stop + after > end) {
          const space = seen.indexOf(" ", stop + after);
          end = space >= 0 ? space : seen.length;
        }
      }
      if (end) found.push([begin, end]);
      return found;
    }

    /* Where to search for what: for each “near”, the stretches of the text. */
    function stretchesOf(seen, every) {
      const spans = nears.map(({ sign }) =>
        sign === null
          ? []
          : [...matches(sign, seen)].map((m) => [m.index, m.index + m[0].length]),
      );
      const telling = new Map();
      every.texts.forEach((word, number) => {
        if (!telling.has(word)) {
          telling.set(word, [...formsOf(word)].flatMap((each) => byWord.get(each) ?? []));
        }
        const start = every.starts[number];
        for (const place of telling.get(word)) spans[place].push([start, start + word.length]);
      });
      return spans.map((found, place) =>
        nears[place].begins ? found : merged(seen, found, nears[place]),
      );
    }

    function* met(pattern, seen, stretches) {
      if (nears[pattern.near].begins) {
        for (const [start] of stretches) {
          const match = at(pattern.right(), seen, start);
          if (match) yield match;
        }
        return;
      }
      for (const [start, end] of stretches) {
        yield* matches(pattern.everywhere(), seen, start, end);
      }
    }

    /* Where in the text the part of a match is that identifies, or the whole of it. */
    function foundIn(match, pattern) {
      const found = match.groups?.found;
      if (found === undefined) return [match.index, match.index + match[0].length];
      const withPlaces = new RegExp(pattern.right().source, "yud");
      return at(withPlaces, match.input, match.index).indices.groups.found;
    }

    function* identifiers(seen, every) {
      const taken = new Uint8Array(seen.length);
      const stretches = stretchesOf(seen, every);
      for (const pattern of patterns) {
        for (const match of met(pattern, seen, stretches[pattern.near])) {
          const [start, end] = foundIn(match, pattern);
          if (taken.subarray(start, end).includes(1)) continue;
          if (pattern.unless?.().test(seen.slice(start, end))) continue;
          taken.fill(1, start, end);
          const isHarmless =
            pattern.kind === data.web &&
            lists.hosts.has(match.groups.host.toLowerCase().replace(/^www\./, ""));
          if (!isHarmless) yield { reason: pattern.kind, start, end };
        }
      }
    }

    /* All that could identify somebody or somewhere, in the order of the text. */
    function scan(written, declared = [], spared = []) {
      const seen = text.asSeen(written);
      const every = text.split(seen.text);
      const found = [];
      const covered = new Uint8Array(seen.text.length);
      const tell = (reason, start, end) => {
        const [from, to] = seen.span(start, end);
        found.push({ reason, start: from, end: to });
      };
      for (const { reason, start, end } of identifiers(seen.text, every)) {
        tell(reason, start, end);
        covered.fill(1, start, end);
      }
      for (const [reason, number] of unaccounted(every, asTree(declared))) {
        const start = every.starts[number];
        if (!covered[start]) tell(reason, start, start + every.texts[number].length);
      }
      const exempt = new Spans(spared);
      return found
        .filter((each) => !exempt.hold(each.start, each.start) || personal.has(each.reason))
        .sort((a, b) => a.start - b.start || a.end - b.end);
    }

    // --- Words that explain --------------------------------------------------------------------

    const expression = (name, flags) => new RegExp(data.expressions[name], flags);
    const OPENING = expression("opening", "gu");
    const OWN_WORDS = ["curly", "single", "block"].map((name) => expression(name, "gu"));
    const STRAIGHT = expression("straight", "gu");
    const BEFORE_A_VALUE = new RegExp(`(?:${data.expressions.beforeAValue})$`, "yu");
    const AFTER_A_VALUE = expression("afterAValue", "yu");
    const exceptions = data.styles.map((style) => lazily(style.exceptions, "gu"));

    /* Rules by the first word of what they match, and then by the second; “” is for any other. */
    function byOpening(rules) {
      const found = new Map();
      for (const [rule, openings] of rules) {
        for (const opening of openings) {
          const [first, second = ""] = opening.split(" ");
          if (!found.has(first)) found.set(first, new Map());
          const following = found.get(first);
          if (!following.has(second)) following.set(second, []);
          following.get(second).push(rule);
        }
      }
      for (const following of found.values()) {
        const always = following.get("") ?? [];
        following.set("", always);
        for (const [second, those] of following) {
          if (second !== "" && always.length) {
            const both = [...new Set([...those, ...always])];
            following.set(second, both.sort((a, b) => a.place - b.place));
          }
        }
      }
      return found;
    }

    const styleRules = byOpening(
      data.rules.map(([style, source, knowsCapitals, words, openings], place) => [
        { place, style, match: lazily(source, "yu"), knowsCapitals, words },
        openings,
      ]),
    );

    const WORD_OR_NOT = "[\\p{L}\\p{N}_]";

    /* Rules that match these terms, the longest first. Their letters are small, as the text's. */
    function rulesOfTerms(names) {
      const begun = [];
      for (const name of new Set(names)) {
        OPENING.lastIndex = 0;
        const word = OPENING.exec(name);
        if (word && word.index === 0) begun.push([name, word[0].toLowerCase()]);
      }
      begun.sort((a, b) => b[0].length - a[0].length || (a[0] < b[0] ? -1 : 1));
      return byOpening(
        begun.map(([name, opening], place) => {
          const source = form.text
            .flat(name)
            .toLowerCase()
            .replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")
            .replaceAll(" ", data.expressions.gap);
          const match = lazily(`${source}(?!${WORD_OR_NOT})`, "yu");
          return [{ place, style: 0, match, knowsCapitals: false, words: "" }, [opening]];
        }),
      );
    }

    function* toTry(small, rules) {
      let known = null;
      let last = null;
      for (const word of matches(OPENING, small)) {
        if (known) {
          const those = known.get(word[0]) ?? known.get("");
          if (those.length) yield [last.index, those];
        }
        known = rules.get(word[0]) ?? null;
        last = word;
      }
      if (known) yield [last.index, known.get("")];
    }

    const inSmallLetters = (written) => {
      const small = written.toLowerCase();
      if (small.length === written.length) return small;
      return [...written]
        .map((one) => (one.toLowerCase().length > 1 ? one : one.toLowerCase()))
        .join("");
    };

    function* ruled(written, rules, styles) {
      const ends = new Array(styles).fill(0);
      const small = inSmallLetters(written);
      for (const [start, those] of toTry(small, rules)) {
        for (const rule of those) {
          if (start < ends[rule.style]) continue;
          const match = at(rule.match(), rule.knowsCapitals ? written : small, start);
          if (match) {
            ends[rule.style] = start + match[0].length;
            yield [start, ends[rule.style], rule];
          }
        }
      }
    }

    /* Where somebody else speaks. */
    function* ownWords(written) {
      for (const pattern of OWN_WORDS) {
        for (const match of matches(pattern, written)) {
          yield [match.index, match.index + match[0].length];
        }
      }
      for (const match of matches(STRAIGHT, written)) {
        const start = match.index;
        const end = start + match[0].length;
        const line = start > 0 ? written.lastIndexOf("\n", start - 1) + 1 : 0;
        const isValue =
          at(BEFORE_A_VALUE, written, line, start) && at(AFTER_A_VALUE, written, end);
        if (!isValue) yield [start, end];
      }
    }

    function isNamed(written, start, end, names) {
      const before = Math.max(start - REACH, 0);
      for (const [from, to] of ruled(written.slice(before, end + REACH), names, 1)) {
        if (before + from <= start && end <= before + to) return true;
      }
      return false;
    }

    /* What the styles question in a text, in its order, and no place twice. */
    function suggestions(given, spared = [], names = []) {
      const units = [];
      const written = given.replace(/[\u{10000}-\u{10ffff}]/gu, (sign, offset) => {
        units.push(offset);
        return flat(sign);
      });
      // Signs of two units take one here: places are counted there and back.
      const back = (offset) => {
        let found = offset;
        for (const unit of units) {
          if (unit < found) found += 1;
          else break;
        }
        return found;
      };
      const there = (offset) => offset - units.filter((unit) => unit < offset).length;
      const found = [];
      for (const [start, end, rule] of ruled(written, styleRules, data.styles.length)) {
        const [exception] = matches(exceptions[rule.style](), written, start, end);
        if (!exception) found.push([start, rule.style, end, rule.words]);
      }
      if (!found.length) return [];
      const spans = spared.map(([start, end]) => [there(start), there(end)]);
      const free = new Spans([...spans, ...ownWords(written)]);
      const ofNames = rulesOfTerms(names);
      const told = [];
      let last = 0;
      found.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
      for (const [start, style, end, words] of found) {
        if (start < last) continue;
        if (free.hold(start, start + 1) || isNamed(written, start, end, ofNames)) continue;
        last = end;
        const { name, code, message } = data.styles[style];
        const mend = data.offer.replace("%s", () => words);
        told.push({ start: back(start), end: back(end), style: name, code, message, mend });
      }
      return told;
    }

    return { scan, suggestions, data };
  }

  form.makeRules = makeRules;
})();
