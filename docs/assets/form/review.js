/* The text of a file -> what `patternbook check` says of the words in it, in its own words: what
   could identify somebody, words that judge, lists in a text, and marks of what is internal. */

(() => {
  "use strict";
  const form = globalThis.PatternbookForm;
  const { strip, words, matches } = form.text;

  const ENTITIES = /&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)/g;

  /* Returns what reviews a text by these rules. */
  function reviewer(rules) {
    const { data } = rules;
    const { entity } = form.text.reader(data);
    const spared = data.spared.map((source) => new RegExp(source, "gu"));
    const every = (name) => new RegExp(data.expressions[name], "gu");
    const [BULLET, DASH, NUMBER, MARK] = ["bullet", "dash", "number", "mark"].map(every);
    const PARAGRAPHS = every("paragraphs");
    const BEFORE_A_LIST = new RegExp(data.expressions.beforeAList, "u");
    const INTERNAL = new RegExp(`^(?:${data.internal.expression})`, "u");

    /* What was found, the same words together, by the first place of each. */
    function names(text, declared) {
      const groups = new Map();
      for (const each of rules.scan(text, declared)) {
        const excerpt = text.slice(each.start, each.end);
        const group = `${each.reason} ${words(excerpt.toLowerCase()).join(" ")}`;
        if (!groups.has(group)) {
          const [message, mend] = data.messages[each.reason];
          groups.set(group, { code: each.reason, excerpt, message, mend, spans: [] });
        }
        groups.get(group).spans.push([each.start, each.end]);
      }
      return [...groups.values()];
    }

    function explained(text, titles) {
      const front = text.length;
      const free = spared.flatMap((expression) =>
        [...matches(expression, text, 0, front)].map((m) => [m.index, m.index + m[0].length]),
      );
      return rules.suggestions(text, free, titles).map((each) => ({
        code: each.code,
        excerpt: text.slice(each.start, each.end),
        message: each.message,
        mend: each.mend,
        spans: [[each.start, each.end]],
      }));
    }

    const begins = (paragraph, mark) => BEFORE_A_LIST.test(paragraph.slice(0, mark.index));

    /* Whether the marks in a paragraph are those of a list, and not just punctuation. */
    function holdsAList(paragraph) {
      const bullets = [...matches(BULLET, paragraph)];
      if (bullets.length > 1 || bullets.some(({ index }) => index > 0)) return true;
      const dashes = [...matches(DASH, paragraph)];
      if (dashes.length > 1 && begins(paragraph, dashes[0])) return true;
      if (dashes.filter(([dash]) => dash[0] !== "–").length > 2) return true;
      const numbers = [...matches(NUMBER, paragraph)];
      const counted = numbers.map(({ groups }) => groups.which);
      const follows = counted.some(
        (which, n) => ["1 2", "a b"].includes(`${which} ${counted[n + 1]}`),
      );
      if (!follows) return false;
      return numbers.some(({ groups }) => groups.sign === ")") || begins(paragraph, numbers[0]);
    }

    function isAPastedList(text) {
      MARK.lastIndex = 0;
      return MARK.test(text) && strip(text).split(PARAGRAPHS).some(holdsAList);
    }

    function marksInternal(line) {
      let seen = line;
      // eslint-disable-next-line no-control-regex
      if (/[^\0-\x7f]|&/.test(line)) {
        seen = line.replace(ENTITIES, entity).normalize("NFKC");
        seen = [...seen].map((sign) => (data.internal.colons.includes(sign) ? ":" : sign)).join("");
      }
      return INTERNAL.test(seen);
    }

    /* All that is said of a file. `texts` are the values of its fields, each with its control. */
    return ({ text, places }, { declared, titles, texts }) => {
      const keyAt = (offset) =>
        places.find(({ start, end }) => start <= offset && offset < end)?.key ?? null;
      const found = [...names(text, declared), ...explained(text, titles)].map((each) => ({
        ...each,
        keys: [...new Set(each.spans.map(([start]) => keyAt(start)))],
      }));
      for (const { key, value } of texts) {
        const about = [];
        if (isAPastedList(value)) about.push(data.pastedList);
        if (value.split("\n").some(marksInternal)) about.push(data.internal.message);
        for (const [code, message, mend] of about) {
          found.push({ code, message, mend, excerpt: "", spans: [], keys: [key] });
        }
      }
      return found;
    };
  }

  /* Returns the data of the rules, which come compressed and in letters. */
  async function unpacked(letters) {
    const bytes = Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return JSON.parse(await new Response(stream).text());
  }

  form.review = { reviewer, unpacked };
})();
