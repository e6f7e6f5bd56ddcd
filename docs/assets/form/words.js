/* A text -> its words, as a reader sees them, each with the place where it stands. The same as
   patternbook/confidentiality/tokens.py, with the same expressions, which come as data.

   A plain script, as all of the form's: no module loads from a file. Offsets are JavaScript's. */

(() => {
  "use strict";
  const form = (globalThis.PatternbookForm ??= {});

  const SPACE = "\\t-\\r\\x1c- \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
  const ENDS = new RegExp(`^[${SPACE}]+|[${SPACE}]+$`, "gu");
  const ALL_SPACE = new RegExp(`^[${SPACE}]+$`, "u");
  const ANY_SPACE = new RegExp(`[${SPACE}]`, "u");
  const SPACES = new RegExp(`[${SPACE}]+`, "u");
  const IN_A_WORD = /[\p{L}\p{N}]/u;
  // eslint-disable-next-line no-control-regex
  const BEYOND_ASCII = /[^\x00-\x7f]/;
  const TWO_UNITS = /[\u{10000}-\u{10ffff}]/gu;
  const HYPHENS = "\u2010\u2011\u2012\u2212\ufe63\uff0d";
  // Letters in circles, in squares and of flags; each alphabet begins at one of these.
  const ENCLOSED = [0x1f130, 0x1f150, 0x1f170, 0x1f1e6];
  const LAST = 0x10ffff;
  // What an entity with one of these numbers stands for, as browsers and Python agree.
  const WINDOWS =
    "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ";
  const NO_SIGN = [[0x1, 0x8], [0xb, 0xb], [0xe, 0x1f], [0x7f, 0x9f], [0xfdd0, 0xfdef]];

  /* What Python's `strip`, `split` and `isspace` do, which know other white space than ours. */
  const strip = (text) => text.replace(ENDS, "");
  const isSpace = (text) => ALL_SPACE.test(text);
  const words = (text) => strip(text).split(SPACES).filter(Boolean);

  const isUpper = (text) =>
    /\p{Uppercase}/u.test(text) && !/[\p{Lowercase}\p{Lt}]/u.test(text);
  const isLower = (text) =>
    /\p{Lowercase}/u.test(text) && !/[\p{Uppercase}\p{Lt}]/u.test(text);

  /* Whether every word in a text begins with a capital and goes on in small letters. */
  function isTitle(text) {
    let cased = false;
    let after = false;
    for (const sign of text) {
      const small = /\p{Lowercase}/u.test(sign);
      const capital = /[\p{Uppercase}\p{Lt}]/u.test(sign);
      if ((capital && after) || (small && !capital && !after)) return false;
      after = small || capital;
      cased ||= after;
    }
    return cased;
  }

  /* A word in small letters with straight apostrophes. */
  const plain = (word) => word.toLowerCase().replace(/[’\u02bc]/g, "'");

  /* What expressions meet in a text, between two places of it; what is beyond is not there. */
  function* matches(expression, text, start = 0, end = text.length) {
    const seen = end < text.length ? text.slice(0, end) : text;
    let next = start;
    for (;;) {
      expression.lastIndex = next;
      const match = expression.exec(seen);
      if (!match) return;
      next = expression.lastIndex + (match[0] === "" ? 1 : 0);
      yield match;
    }
  }

  /* What a sticky expression meets right there, or null. */
  function at(expression, text, start, end = text.length) {
    expression.lastIndex = start;
    return expression.exec(end < text.length ? text.slice(0, end) : text);
  }

  /* A sign that is of the same sort, and takes one unit. Signs of two would shift what is counted. */
  function standIn(sign) {
    if (/\p{Lu}/u.test(sign)) return "\u0416";
    if (/\p{Ll}/u.test(sign)) return "\u0436";
    if (/\p{L}/u.test(sign)) return "\u4e00";
    if (/\p{Nd}/u.test(sign)) return "\u0660";
    return /\p{N}/u.test(sign) ? "\u3007" : "\u25a1";
  }
  const flat = (text) => text.replace(TWO_UNITS, standIn);

  /* Some spans of a text, joined where they meet, to ask what lies in them. */
  class Spans {
    constructor(spans) {
      this.joined = [];
      for (const [start, end] of [...spans].sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
        const last = this.joined.at(-1);
        if (last && start <= last[1]) last[1] = Math.max(end, last[1]);
        else this.joined.push([start, end]);
      }
    }

    hold(start, end) {
      const found = this.joined.findLast(([begin]) => begin <= start);
      return found !== undefined && end <= found[1];
    }
  }

  /* Returns what reads texts as a reader sees them, by these rules. */
  function reader(rules) {
    const { expressions, signs } = rules;
    const every = (name) => new RegExp(expressions[name], "gu");
    const sticky = (name) => new RegExp(expressions[name], "yu");
    const RUN = every("run");
    const ENTITY = every("entity");
    const BACKSLASH = every("backslash");
    const UNDERSCORES = every("underscores");
    const APOSTROPHES = every("twoApostrophes");
    const UNUSUAL = every("unusual");
    const WORD = every("word");
    const QUOTED = sticky("quotedLine");
    const BEGINS_ANEW = sticky("beginsAnew");
    const STANDS_ALONE = sticky("standsAlone");
    const COMBINING = new RegExp(`^[${signs.combining}]$`, "u");
    const ACCENTS = new RegExp(`[${signs.combining}]`, "gu");
    const ZEROS = [...signs.zeros].map((sign) => sign.codePointAt(0));

    const withoutAccents = (word) => word.normalize("NFD").replace(ACCENTS, "");

    /* What one entity stands for. */
    function entity(written) {
      const named = written.slice(1);
      if (named[0] !== "#") {
        if (Object.hasOwn(signs.entities, named)) return signs.entities[named];
        for (let end = named.length - 1; end > 1; end -= 1) {
          const known = named.slice(0, end);
          if (Object.hasOwn(signs.entities, known)) return signs.entities[known] + named.slice(end);
        }
        return written;
      }
      const digits = named.slice(1).replace(";", "");
      const code = /^[xX]/.test(digits) ? parseInt(digits.slice(1), 16) : parseInt(digits, 10);
      if (code === 0) return "\ufffd";
      if (code === 0xd) return "\r";
      if (code >= 0x80 && code < 0xa0) return WINDOWS[code - 0x80];
      if ((code >= 0xd800 && code < 0xe000) || code > LAST) return "\ufffd";
      const none = NO_SIGN.some(([first, last]) => code >= first && code <= last);
      return none || (code & 0xfffe) === 0xfffe ? "" : String.fromCodePoint(code);
    }

    /* A sign in its plain form, and for an accent that is a sign of its own none. */
    function folded(sign) {
      if (HYPHENS.includes(sign)) return "-";
      if (isSpace(sign)) return " ";
      const code = sign.codePointAt(0);
      if (/\p{Nd}/u.test(sign)) {
        const zero = ZEROS.findLast((first) => first <= code);
        return String(code - zero);
      }
      if (COMBINING.test(sign)) return "";
      const first = ENCLOSED.find((begin) => code >= begin && code < begin + 26);
      return first === undefined
        ? sign.normalize("NFKC")
        : String.fromCharCode(65 + code - first);
    }

    const before = (text, start) =>
      /[\udc00-\udfff]/.test(text[start - 1] ?? "") ? text.slice(start - 2, start) : text[start - 1] ?? "";
    const after = (text, end) =>
      end < text.length ? String.fromCodePoint(text.codePointAt(end)) : "";
    const isBeside = (sign) => IN_A_WORD.test(sign);
    const isWithin = (text, start, end) =>
      isBeside(before(text, start)) && isBeside(after(text, end));

    /* Whether the line that begins with this run of white space goes on from the one before it. */
    function goesOn(text, line, run) {
      const last = run[0].lastIndexOf("\n");
      const above = run[0].slice(0, last);
      const below = run[0].slice(last + 1);
      if (above.includes("\n") || run.index === 0) return false;
      let begin = run.index + run[0].length;
      const quoted = at(QUOTED, text, begin);
      if (quoted) begin = QUOTED.lastIndex;
      const isEntry = strip(below) !== "" && isSpace(below.at(-1));
      return !(
        isEntry ||
        begin === text.length ||
        at(BEGINS_ANEW, text, begin) ||
        at(STANDS_ALONE, text, line, run.index)
      );
    }

    /* White space as one space or one line end, and markup as a space or, in a word, none. */
    function* runs(text) {
      let line = 0;
      for (const match of matches(RUN, text)) {
        const run = match[0];
        const start = match.index;
        let end = start + run.length;
        if (run.includes("\n")) {
          if (at(QUOTED, text, end)) end = QUOTED.lastIndex;
          if (goesOn(text, line, match)) yield [start, end, " "];
          else if (strip(run)) yield [start, end, "\n"];
          line = start + run.lastIndexOf("\n") + 1;
        } else if (ANY_SPACE.test(run) || !isWithin(text, start, end)) {
          yield [start, end, " "];
        } else {
          yield [start, end, ""];
        }
      }
    }

    function* backslashes(text) {
      for (const match of matches(BACKSLASH, text)) {
        const start = match.index;
        const end = start + match[0].length;
        const { x, u, U } = match.groups;
        const number = x ?? u ?? U;
        if (number) {
          const code = parseInt(number, 16);
          yield [start, end, code <= LAST ? String.fromCodePoint(code) : ""];
        } else if (match[0] === "\\") {
          const beside = isBeside(before(text, start)) || isBeside(after(text, end));
          yield [start, end, beside ? "" : " "];
        } else {
          yield [start, end, ""];
        }
      }
    }

    function* edits(text) {
      yield* runs(text);
      for (const match of matches(ENTITY, text)) {
        yield [match.index, match.index + match[0].length, entity(match[0])];
      }
      yield* backslashes(text);
      for (const match of matches(APOSTROPHES, text)) {
        yield [match.index, match.index + match[0].length, "'"];
      }
      for (const match of matches(UNDERSCORES, text)) {
        const end = match.index + match[0].length;
        yield [match.index, end, isWithin(text, match.index, end) ? "" : " "];
      }
      if (!BEYOND_ASCII.test(text)) return;
      for (const match of matches(UNUSUAL, text)) {
        const shown = flat(folded(match[0]));
        if (shown !== match[0]) yield [match.index, match.index + match[0].length, shown];
      }
    }

    /* The text as it is seen, and how to find what is seen in what was written. */
    function asSeen(text) {
      const shown = [];
      const kept = [];
      let length = 0;
      let position = 0;
      const inOrder = [...edits(text)].sort(
        (a, b) => a[0] - b[0] || a[1] - b[1] || (a[2] < b[2] ? -1 : a[2] > b[2] ? 1 : 0),
      );
      for (const [start, end, written] of inOrder) {
        if (start < position) continue;
        const instead = flat(written);
        shown.push(text.slice(position, start), instead);
        length += start - position;
        kept.push({ mark: length, start, end, length: instead.length });
        length += instead.length;
        position = end;
      }
      shown.push(text.slice(position));
      const written = (offset) => {
        let low = 0;
        let high = kept.length;
        while (low < high) {
          const middle = (low + high) >> 1;
          if (kept[middle].mark <= offset) low = middle + 1;
          else high = middle;
        }
        if (low === 0) return [offset, offset + 1];
        const edit = kept[low - 1];
        const beyond = offset - edit.mark - edit.length;
        return beyond < 0
          ? [edit.start, edit.end]
          : [edit.end + beyond, edit.end + beyond + 1];
      };
      return {
        text: shown.join(""),
        span: (start, end) => [written(start)[0], written(end - 1)[1]],
      };
    }

    /* Every word of a text; `gaps[n]` is what stands before word n. */
    function split(text) {
      const found = { texts: [], gaps: [], starts: [] };
      let end = 0;
      for (const match of matches(WORD, text)) {
        found.gaps.push(text.slice(end, match.index));
        found.texts.push(match[0]);
        found.starts.push(match.index);
        end = match.index + match[0].length;
      }
      found.gaps.push(text.slice(end));
      return found;
    }

    return { asSeen, split, withoutAccents, entity };
  }

  form.text = {
    ...{ strip, isSpace, words, isUpper, isLower, isTitle, plain, matches, at, flat },
    ...{ Spans, reader },
  };
})();
