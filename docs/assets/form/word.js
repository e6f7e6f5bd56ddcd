/* A record as it stands in a form -> a Word file, laid out as patternbook/paper/layout.py says, so that
   `patternbook import` reads it back. The package and its styles are those of patternbook/word/base,
   which come as data; only the text is put into it here. */

(() => {
  "use strict";
  const form = globalThis.PatternbookForm;

  const WIDTH = 9638; // of the text on a page, in twentieths of a point
  const BETWEEN = "; ";
  const DATE = 0x21; // the first day that a zip file can name: no file says when it was made
  const UTF_8 = 0x800;

  // --- XML -----------------------------------------------------------------------------------

  const SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  const escaped = (text) => text.replace(/[&<>"]/g, (sign) => SIGNS[sign]);

  const TAGS = { "\n": "<w:br/>", "\t": "<w:tab/>" };
  const words = (text) =>
    text
      .split(/([\n\t])/)
      .filter(Boolean)
      .map((part) => TAGS[part] ?? `<w:t xml:space="preserve">${escaped(part)}</w:t>`)
      .join("");
  const run = (text, style = "") =>
    `<w:r>${style && `<w:rPr><w:rStyle w:val="${style}"/></w:rPr>`}${words(text)}</w:r>`;
  const paragraph = (style, ...runs) =>
    `<w:p>${style && `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`}${runs.join("")}</w:p>`;
  const heading = (level, text) => paragraph(`Heading${level}`, run(text));
  const labelled = (label, ...runs) => paragraph("", run(`${label}:`, "PBLabel"), run(" "), ...runs);
  const parted = (text) => text.split("\n\n");

  function table(name, header, rows) {
    const width = Math.floor(WIDTH / header.length);
    const cell = (inside) =>
      `<w:tc><w:tcPr><w:tcW w:w="${width}" w:type="dxa"/></w:tcPr>${inside || paragraph("")}</w:tc>`;
    const heads = header.map((label) => cell(paragraph("PBTableHeading", run(label)))).join("");
    return (
      '<w:tbl><w:tblPr><w:tblStyle w:val="PBTable"/><w:tblW w:w="5000" w:type="pct"/>' +
      '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0000" w:firstRow="1" w:lastRow="0" ' +
      'w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>' +
      `<w:tblCaption w:val="${escaped(name)}"/></w:tblPr><w:tblGrid>` +
      `${header.map(() => `<w:gridCol w:w="${width}"/>`).join("")}</w:tblGrid>` +
      `<w:tr><w:trPr><w:tblHeader/></w:trPr>${heads}</w:tr>` +
      `${rows.map((cells) => `<w:tr>${cells.map(cell).join("")}</w:tr>`).join("")}</w:tbl>` +
      paragraph("")
    );
  }

  const list = (items) =>
    items
      .map(([first, ...others]) =>
        [paragraph("ListBullet", ...first), ...others.map((each) => paragraph("ListContinue", ...each))].join(""),
      )
      .join("");
  const runsOf = (text) => parted(text).map((each) => [run(each)]);

  // --- Fields --------------------------------------------------------------------------------

  /* Returns what writes the records of one form; `layout` says what stands where. */
  function writer(layout, entries) {
    const headed = new Set(layout.headed);
    const inCells = new Set(layout.cells.flat());

    function said(field, node) {
      if (node.sort === "text") return node.text;
      const choices = field.choices ?? entries[field.target] ?? [];
      const label = (value) => {
        const found = choices.find((choice) => choice.value === value);
        return found?.name ?? found?.label ?? value;
      };
      return (node.values ?? [node.value]).map(label).join(BETWEEN);
    }

    const held = (fields, part) => {
      const nodes = Object.fromEntries(part.fields);
      return fields.flatMap((field) => (nodes[field.name] ? [[field, nodes[field.name]]] : []));
    };

    /* A field with its label, as it stands in a part or an item. */
    function withLabel(field, node) {
      if (field.kind === "text") {
        const [first, ...others] = runsOf(node.text);
        return [labelled(field.label, ...first), ...others.map((each) => paragraph("", ...each))].join("");
      }
      if (node.sort === "part") return content(field, node);
      if (headed.has(field.kind)) return labelled(field.label) + content(field, node);
      return labelled(field.label, run(said(field, node)));
    }

    /* What stands below the label or heading of a field. */
    function content(field, node) {
      switch (node.sort) {
        case "texts":
          return list(node.texts.map(runsOf));
        case "names":
          return table(
            field.label,
            field.pair,
            node.pairs.map(({ name, text }) => [paragraph("", run(name)), paragraph("", run(text))]),
          );
        case "part":
          return held(field.part, node).map(([inner, each]) => withLabel(inner, each)).join("");
        case "parts":
          return field.shape === "items" ? items(field, node.parts) : rows(field, node.parts);
        default:
          return runsOf(said(field, node)).map((each) => paragraph("", ...each)).join("");
      }
    }

    function rows(field, parts) {
      const nodes = parts.map((part) => Object.fromEntries(part.fields));
      const columns = field.part.filter(
        (inner) => inner.required || nodes.some((each) => each[inner.name]),
      );
      const cell = (inner, node) =>
        node ? runsOf(said(inner, node)).map((each) => paragraph("", ...each)).join("") : "";
      return table(
        field.label,
        columns.map(({ label }) => label),
        nodes.map((each) => columns.map((inner) => cell(inner, each[inner.name]))),
      );
    }

    function items(field, parts) {
      return parts
        .map((part, n) => {
          const nodes = Object.fromEntries(part.fields);
          const title = nodes.title?.text;
          const above = held(field.part, part).filter(
            ([{ name }]) => name !== "title" && !inCells.has(name),
          );
          const cells = layout.cells.map((names) => inCell(field.part, names, nodes));
          return [
            heading(2, `${field.item} ${n + 1}${title ? `: ${title}` : ""}`),
            ...above.map(([inner, node]) => withLabel(inner, node)),
            table(title ?? field.item, layout.columns, [cells]),
          ].join("");
        })
        .join("");
    }

    /* A cell of an episode: what comes first in it bears no label. */
    function inCell(fields, names, nodes) {
      return names
        .map((name, n) => {
          const field = fields.find((each) => each.name === name);
          const node = nodes[name];
          if (!node) return "";
          if (node.sort === "parts") return list(node.parts.map((part) => factor(field.part, part)));
          return n ? withLabel(field, node) : content(field, node);
        })
        .join("");
    }

    function factor(fields, part) {
      const nodes = Object.fromEntries(part.fields);
      const of = (name) => {
        const field = fields.find((each) => each.name === name);
        return nodes[name] ? said(field, nodes[name]) : "";
      };
      const aside = [of("influence"), of("scope")].filter(Boolean).join(BETWEEN);
      const [first, ...others] = runsOf(of("how"));
      return [[run(of("factor"), "PBLabel"), run(` (${aside}): `), ...first], ...others];
    }

    /* The text of a whole record: its fields by their names, as nodes. */
    return (nodes, fields) => {
      const parts = nodes.title ? [paragraph("Title", run(nodes.title.text))] : [];
      parts.push(paragraph("PBMade", run(layout.note)));
      for (const section of layout.sections) {
        const there = section.fields
          .filter((name) => nodes[name])
          .map((name) => fields[name])
          .sort((one, other) => headed.has(one.kind) - headed.has(other.kind));
        if (!there.length) continue;
        parts.push(heading(1, section.title));
        for (const field of there) {
          const node = nodes[field.name];
          if (!headed.has(field.kind)) {
            parts.push(withLabel(field, node));
            continue;
          }
          if (field.label.toLowerCase() !== section.title.toLowerCase()) {
            parts.push(heading(2, field.label));
          }
          parts.push(content(field, node));
        }
      }
      return parts.join("");
    };
  }

  // --- The package ---------------------------------------------------------------------------

  const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
    let sum = n;
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
    return sum;
  });
  const checksum = (bytes) =>
    (bytes.reduce((sum, byte) => (sum >>> 8) ^ TABLE[(sum ^ byte) & 255], 0xffffffff) ^ 0xffffffff) >>> 0;

  /* Returns numbers of two bytes or four as a zip file has them, the last byte first. */
  function numbers(...pairs) {
    const bytes = [];
    for (const [value, size] of pairs) {
      for (let n = 0; n < size; n += 1) bytes.push((value >>> (8 * n)) & 255);
    }
    return Uint8Array.from(bytes);
  }

  /* A zip file of texts by their names, which are not compressed. */
  function zipped(files) {
    const encode = new TextEncoder();
    const parts = [];
    const index = [];
    let offset = 0;
    for (const [name, text] of Object.entries(files)) {
      const [path, content] = [encode.encode(name), encode.encode(text)];
      const about = [
        ...[[20, 2], [UTF_8, 2], [0, 2], [0, 2], [DATE, 2]],
        ...[[checksum(content), 4], [content.length, 4], [content.length, 4], [path.length, 2], [0, 2]],
      ];
      const head = numbers([0x04034b50, 4], ...about);
      parts.push(head, path, content);
      const where = [[0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]];
      index.push(numbers([0x02014b50, 4], [20, 2], ...about, ...where), path);
      offset += head.length + path.length + content.length;
    }
    const size = index.reduce((sum, each) => sum + each.length, 0);
    const number = Object.keys(files).length;
    const end = numbers(
      ...[[0x06054b50, 4], [0, 2], [0, 2], [number, 2], [number, 2], [size, 4], [offset, 4], [0, 2]],
    );
    return new Blob([...parts, ...index, end], { type: form.wordData.type });
  }

  /* Returns a Word file with these fields of a record, by what the form says of them. */
  function docx(entries, asked, data) {
    const { base, forms } = form.wordData;
    const layout = { ...form.wordData, ...forms[asked.name] };
    const body = writer(layout, data.entries)(Object.fromEntries(entries), {
      ...asked.fields,
      ...layout.fixed,
    });
    return zipped({
      ...base,
      "word/document.xml": base["word/document.xml"].replace("<w:body>", () => `<w:body>${body}`),
    });
  }

  form.takeWord = (data) => (form.wordData = data);
  form.word = { docx };
})();
