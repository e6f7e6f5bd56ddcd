/* A record as it stands in a form -> the text of its file, spelt as patternbook/writing.py spells it.

   Here nothing reads YAML back, so a text is written plainly only where that is surely safe, and
   otherwise in quotation marks or as a block. Every line knows from which control it came. */

(() => {
  "use strict";
  const form = globalThis.PatternbookForm;
  const { strip } = form.text;

  const WIDTH = 100;
  const STEP = "  ";
  const ID = /^[a-z][a-z0-9-]*$/;
  // Words that stand for something else where they stand alone.
  const NOT_TEXT = /^(?:~|null|true|false|yes|no|on|off|y|n|-?[0-9]+)$/i;
  // A text that needs no marks: it begins with a letter, a figure or a curly mark, and holds no
  // colon before a space, no # behind one, and nothing that YAML might read otherwise.
  const PLAIN = /^[\p{L}\p{N}“‘(](?:[\p{L}\p{M}\p{N} .,;!?()'’‘“”–—…/&%+"£€=*_-]|:(?=[^\s])|(?<=\S)#)*$/u;
  const PLAIN_NAME = /^\p{L}(?:[\p{L}\p{N}_’' -]*[\p{L}\p{N}_])?$/u;
  const FOLDS = /^[^\t\n\v\f\r ]+(?: [^\t\n\v\f\r ]+)*$/;

  const length = (text) => [...text].length;
  const isPlain = (text) => PLAIN.test(text) && !NOT_TEXT.test(text);
  const inDoubleQuotes = (text) =>
    `"${text.replace(/["\\]/g, "\\$&").replace(/\n/g, "\\n").replace(/\t/g, "\\t")}"`;

  /* The paragraphs of a text, each wrapped; or null if folding would change it. */
  function folded(text, inner) {
    const paragraphs = text.split("\n\n");
    if (!paragraphs.every((each) => FOLDS.test(each))) return null;
    return paragraphs.flatMap((paragraph, n) => {
      const lines = n ? [""] : [];
      let line = "";
      for (const word of paragraph.split(" ")) {
        if (line && length(inner + line) + 1 + length(word) > WIDTH) {
          lines.push(inner + line);
          line = word;
        } else {
          line = line ? `${line} ${word}` : word;
        }
      }
      return [...lines, inner + line];
    });
  }

  /* The lines of a text behind its head, such as “title:”. */
  function scalar(head, text, indent) {
    const inner = indent + STEP;
    if (!text.includes("\n")) {
      const ways = [];
      if (isPlain(text)) ways.push(text);
      else if (!/["\\\t]/.test(text)) ways.push(`"${text}"`);
      else if (!/\t/.test(text)) ways.push(`'${text.replaceAll("'", "''")}'`);
      ways.push(inDoubleQuotes(text));
      const short = ways.find((each) => length(`${head} ${each}`) <= WIDTH);
      if (short !== undefined) return [`${head} ${short}`];
    }
    const lines = folded(text, inner);
    if (lines) return [`${head} >-`, ...lines];
    if (/^[ \t]/.test(text)) return [`${head} ${inDoubleQuotes(text)}`];
    return [`${head} |-`, ...text.split("\n").map((line) => (line ? inner + line : ""))];
  }

  const keyOf = (name) =>
    PLAIN_NAME.test(name) && !NOT_TEXT.test(name) ? name : inDoubleQuotes(name);

  const told = (lines, key) => lines.map((line) => ({ line, key }));

  function field(head, node, indent) {
    switch (node.sort) {
      case "text":
        return told(scalar(head, node.text, indent), node.key);
      case "word": // one of a closed list, a number, true or false: nothing that needs marks
        return told([`${head} ${node.value}`], node.key);
      case "words": {
        const line = `${head} [${node.values.join(", ")}]`;
        const fits = length(line) <= WIDTH && node.values.every((each) => ID.test(each));
        return fits
          ? told([line], node.key)
          : told([head, ...node.values.map((each) => `${indent}${STEP}- ${each}`)], node.key);
      }
      case "texts":
        return [
          { line: head, key: node.key },
          ...node.texts.flatMap((text) =>
            told(scalar(`${indent}${STEP}-`, text, indent + STEP), node.key),
          ),
        ];
      case "names":
        return [
          { line: head, key: node.key },
          ...node.pairs.flatMap(({ name, text, key }) =>
            told(scalar(`${indent}${STEP}${keyOf(name)}:`, text, indent + STEP), key),
          ),
        ];
      case "part":
        return [{ line: head, key: node.key }, ...fields(node.fields, indent + STEP)];
      case "parts":
        return [
          { line: head, key: node.key },
          ...node.parts.flatMap((part) => {
            const inner = indent + STEP;
            const [first, ...rest] = fields(part.fields, inner + STEP);
            const begun = `${inner}- ${first.line.slice(inner.length + STEP.length)}`;
            return [{ line: begun, key: first.key }, ...rest];
          }),
        ];
      default:
        throw new Error(`Nobody has said how to write “${node.sort}”.`);
    }
  }

  const fields = (entries, indent) =>
    entries.flatMap(([name, node]) => field(`${indent}${keyOf(name)}:`, node, indent));

  /* Returns the text of a file with these fields, and where in it the words of each control stand. */
  function write(entries) {
    const lines = fields(entries, "");
    const places = [];
    let offset = "---\n".length;
    for (const { line, key } of lines) {
      places.push({ start: offset, end: offset + line.length, key });
      offset += line.length + 1;
    }
    return { text: `---\n${lines.map(({ line }) => line).join("\n")}\n---\n`, places };
  }

  /* Returns a text without what nobody can see, and without space at its ends; the strange line
     ends of other programs become plain ones. */
  function cleaner(hidden) {
    const every = new RegExp(hidden, "gu");
    return (text) =>
      strip(text.replace(/\r\n?|[\v\f\x85\u2028\u2029]/g, "\n").replace(every, ""));
  }

  form.yaml = { write, cleaner };
})();
