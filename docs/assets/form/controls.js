/* The fields of a form, made from what the model says of each. Whatever comes as data becomes text
   and is never read as markup.

   A control has: `element`, what stands on the page; `node(context)`, what it adds to the file, or
   null if it is empty; `missing()`, what is still to be filled in; `state()` and `restore(state)`
   for keeping; `focus()`. */

(() => {
  "use strict";
  const form = globalThis.PatternbookForm;

  const FEW = 5; // so many choices are shown at once, and more in a menu
  const LARGE = new Set(["text", "texts", "lines"]);
  let made = 0;
  const newKey = () => `pb-field-${(made += 1)}`;

  /* Returns an element with these attributes and contents; an attribute of null is left out. */
  function element(name, attributes = {}, ...contents) {
    const whole = document.createElement(name);
    for (const [attribute, value] of Object.entries(attributes)) {
      if (value !== null && value !== false) whole.setAttribute(attribute, value === true ? "" : value);
    }
    whole.append(...contents.filter((each) => each !== null));
    return whole;
  }

  function button(text, action, attributes = {}) {
    const whole = element("button", { type: "button", ...attributes }, text);
    whole.addEventListener("click", action);
    return whole;
  }

  const slug = (text, longest) =>
    text
      .normalize("NFD")
      .replace(/['’\u0300-\u036f]/g, "")
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .slice(0, longest)
      .replace(/^-+|-+$/g, "");

  /* Returns what makes the controls of one form. `clean` takes out of a text what nobody sees. */
  function controlsFor({ entries, crossing, longest, clean, changed, announce }) {
    const whenMeaningsCome = []; // the meanings of entries are not there at first
    const found = new Map(); // where what is found is said, by the key of each control

    const optional = (field) =>
      field.required ? null : element("span", { class: "pb-optional" }, " (if you like)");

    function helpOf(field, key, more = "") {
      const text = [field.help, more].filter(Boolean).join(" ");
      return text ? element("p", { class: "pb-hint", id: `${key}-help` }, text) : null;
    }

    /* Where findings stand beside a control; `marked` is what they are tied to. */
    function findingsOf(key, label, marked, focus) {
      const place = element("div", { class: "pb-findings", id: `${key}-found` });
      found.set(key, { place, label, marked, focus });
      return place;
    }

    const described = (key, help) => [help && `${key}-help`, `${key}-found`].filter(Boolean).join(" ");

    // --- One text, one line, one year ----------------------------------------------------------

    function written(field) {
      const key = newKey();
      const isLarge = LARGE.has(field.kind);
      const isList = field.kind === "texts" || field.kind === "lines";
      const help = helpOf(field, key, isList ? "Each point on a line of its own." : "");
      const input = element(isLarge ? "textarea" : "input", {
        id: key,
        type: isLarge ? null : "text",
        inputmode: field.kind === "year" ? "numeric" : null,
        autocomplete: "off",
        "aria-describedby": described(key, help),
        "aria-required": field.required ? "true" : null,
      });
      const findings = findingsOf(key, field.label, input, () => input.focus());
      input.addEventListener("input", changed);
      const value = () => clean(input.value);
      const most = isLarge ? longest.text : longest.line;
      return {
        key,
        element: element(
          "div",
          { class: "pb-field" },
          element("label", { for: key }, field.label, optional(field)),
          help,
          input,
          findings,
        ),
        node() {
          const text = isLarge ? value() : value().replace(/\s*\n\s*/g, " ");
          if (!text) return null;
          if (isList) {
            const texts = text.split("\n").map(clean).filter(Boolean);
            return { sort: "texts", texts, key };
          }
          return field.kind === "year" && /^[1-9][0-9]{3}$/.test(text)
            ? { sort: "word", value: text, key }
            : { sort: "text", text, key };
        },
        *missing() {
          if (field.required && !value()) yield { key, label: field.label };
        },
        *tooLong() {
          if ([...value()].length > most) yield { key, label: field.label, most };
        },
        state: () => input.value,
        restore(state) {
          if (typeof state === "string") input.value = state;
        },
        focus: () => input.focus(),
      };
    }

    // --- One of some words, or several ----------------------------------------------------------

    function fewChoices(field, several) {
      const key = newKey();
      const help = helpOf(field, key, several && field.required ? "Choose at least one." : "");
      const inputs = field.choices.map((choice) => {
        const meaning = choice.meaning
          ? element("span", { class: "pb-meaning" }, choice.meaning)
          : null;
        const input = element("input", {
          type: several ? "checkbox" : "radio",
          name: key,
          value: choice.value,
        });
        input.addEventListener("change", changed);
        return { input, label: element("label", {}, input, choice.label, meaning && " ", meaning) };
      });
      const findings = findingsOf(key, field.label, null, () => inputs[0].input.focus());
      const whole = element(
        "fieldset",
        {
          class: `pb-field pb-choices${field.choices.length > FEW ? " pb-choices--many" : ""}`,
          "aria-describedby": described(key, help),
        },
        element("legend", {}, field.label, optional(field)),
        help,
        element("div", { class: "pb-choices__list" }, ...inputs.map(({ label }) => label)),
        findings,
      );
      const chosen = () => inputs.filter(({ input }) => input.checked).map(({ input }) => input.value);
      return {
        key,
        element: whole,
        node() {
          const values = chosen();
          if (!values.length) return null;
          return several ? { sort: "words", values, key } : { sort: "word", value: values[0], key };
        },
        *missing() {
          if (field.required && !chosen().length) yield { key, label: field.label };
        },
        state: chosen,
        restore(state) {
          for (const { input } of inputs) {
            input.checked = Array.isArray(state) && state.includes(input.value);
          }
        },
        focus: () => inputs[0].input.focus(),
      };
    }

    /* A menu, with the meaning of what is chosen below it. */
    function menu(field, choices) {
      const key = newKey();
      const help = helpOf(field, key);
      const select = element("select", {
        id: key,
        "aria-describedby": `${described(key, help)} ${key}-meaning`,
        "aria-required": field.required ? "true" : null,
      });
      select.append(element("option", { value: "" }, field.required ? "Choose one" : "Not said"));
      const groups = new Map();
      for (const choice of choices) {
        const option = element("option", { value: choice.value }, choice.label);
        if (!choice.group) {
          select.append(option);
          continue;
        }
        if (!groups.has(choice.group)) {
          groups.set(choice.group, element("optgroup", { label: choice.group }));
          select.append(groups.get(choice.group));
        }
        groups.get(choice.group).append(option);
      }
      const own = new Map(choices.map((choice) => [choice.value, choice.meaning]));
      const meaning = element("p", { class: "pb-meaning", id: `${key}-meaning`, "aria-live": "polite" });
      const tell = () => {
        meaning.textContent = own.get(select.value) ?? form.meanings?.[select.value] ?? "";
      };
      whenMeaningsCome.push(tell);
      const findings = findingsOf(key, field.label, select, () => select.focus());
      select.addEventListener("change", () => {
        tell();
        changed();
      });
      return {
        key,
        select,
        element: element(
          "div",
          { class: "pb-field" },
          element("label", { for: key }, field.label, optional(field)),
          help,
          select,
          meaning,
          findings,
        ),
        node: () => (select.value ? { sort: "word", value: select.value, key } : null),
        *missing() {
          if (field.required && !select.value) yield { key, label: field.label };
        },
        state: () => select.value,
        restore(state) {
          select.value = choices.some(({ value }) => value === state) ? state : "";
          tell();
        },
        focus: () => select.focus(),
      };
    }

    function choice(field) {
      return field.choices.length > FEW ? menu(field, field.choices) : fewChoices(field, false);
    }

    // --- Parts ---------------------------------------------------------------------------------

    /* What the fields of one part say together. */
    function together(fields, isRequired, order) {
      const all = fields.map((field) => [field, control(field)]);
      const asked = all.filter(([, each]) => each.element !== null);
      for (const [field, each] of asked) {
        if (field.name === "scope") onlyWhere(each, asked.find(([other]) => other.target)?.[1]);
      }
      const titled = asked.find(([field]) => field.name === "title")?.[1];
      const isEmpty = () => asked.every(([, each]) => each.node() === null);
      return {
        asked: asked.map(([, each]) => each),
        isEmpty,
        fields(usedIds) {
          const filled = all.flatMap(([field, each]) => {
            const node = field.kind === "id" && each.element === null ? ownId(usedIds) : each.node();
            return node === null ? [] : [[field.name, node]];
          });
          return filled.sort(([one], [other]) => order.indexOf(one) - order.indexOf(other));
        },
        *missing() {
          if (isRequired || !isEmpty()) for (const [, each] of asked) yield* each.missing();
        },
        *tooLong() {
          for (const [, each] of asked) yield* each.tooLong?.() ?? [];
        },
        state: () => Object.fromEntries(asked.map(([field, each]) => [field.name, each.state()])),
        restore(state) {
          for (const [field, each] of asked) each.restore(state?.[field.name]);
        },
      };

      function ownId(used) {
        const title = titled?.node();
        const base = slug(title?.text ?? "", longest.id - 3) || "episode";
        let id = base;
        for (let n = 2; used.has(id); n += 1) id = `${base}-${n}`;
        used.add(id);
        return { sort: "text", text: id, key: titled?.key ?? null };
      }
    }

    /* Ask where a factor was at work only of those that may work between agencies. */
    function onlyWhere(scope, factor) {
      const tell = () => {
        const may = crossing.has(factor.select.value);
        scope.element.hidden = !may;
        if (!may) scope.restore([]);
      };
      factor.select.addEventListener("change", tell);
      const { restore } = factor;
      factor.restore = (state) => {
        restore(state);
        tell();
      };
      tell();
    }

    function part(field) {
      const key = newKey();
      const help = helpOf(field, key);
      const inner = together(field.part, field.required, field.order);
      const findings = findingsOf(key, field.label, null, () => inner.asked[0].focus());
      return {
        key,
        element: element(
          "fieldset",
          { class: "pb-part", "aria-describedby": described(key, help) },
          element("legend", {}, field.label, optional(field)),
          help,
          ...inner.asked.map((each) => each.element),
          findings,
        ),
        node() {
          return inner.isEmpty() ? null : { sort: "part", fields: inner.fields(new Set()), key };
        },
        missing: inner.missing,
        tooLong: inner.tooLong,
        state: inner.state,
        restore: inner.restore,
        focus: () => inner.asked[0].focus(),
      };
    }

    /* A list that grows: each of it has its own frame, and can be taken out again. */
    function growing(field, { called, newOne, node }) {
      const key = newKey();
      const help = helpOf(field, key);
      const list = element("div", { class: "pb-growing" });
      const items = [];
      const add = button(`Add: ${called}`, () => {
        const item = append();
        changed();
        item.inner.asked[0].focus();
        announce(`Added: ${called} ${items.length}.`);
      }, { class: "pb-button pb-quiet pb-add" });

      function append() {
        const inner = newOne();
        const legend = element("legend");
        const remove = button("Remove", () => take(item), { class: "pb-button pb-quiet pb-remove" });
        const item = {
          inner,
          legend,
          remove,
          element: element(
            "fieldset",
            { class: "pb-part" },
            legend,
            ...inner.asked.map((each) => each.element),
            element("p", { class: "pb-tools" }, remove),
          ),
        };
        items.push(item);
        list.append(item.element);
        number();
        return item;
      }

      function take(item) {
        if (!item.inner.isEmpty() && !confirm(`Remove ${item.legend.textContent} with all that it says?`)) {
          return;
        }
        const n = items.indexOf(item);
        announce(`Removed: ${item.legend.textContent}.`);
        drop(item);
        number();
        changed();
        const next = items[Math.min(n, items.length - 1)];
        if (next) next.inner.asked[0].focus();
        else add.focus();
      }

      function drop(item) {
        items.splice(items.indexOf(item), 1);
        for (const each of item.element.querySelectorAll(".pb-findings")) {
          found.delete(each.id.replace(/-found$/, ""));
        }
        item.element.remove();
      }

      function number() {
        items.forEach(({ legend, remove }, n) => {
          legend.textContent = `${called} ${n + 1}`;
          remove.setAttribute("aria-label", `Remove ${called} ${n + 1}`);
        });
        add.hidden = items.length >= longest.list;
      }

      if (field.opened) append();
      const findings = findingsOf(key, field.label, null, () => add.focus());
      return {
        key,
        element: element(
          "fieldset",
          { class: "pb-field pb-list-of-parts", "aria-describedby": described(key, help) },
          element("legend", {}, field.label, optional(field)),
          help,
          list,
          element("p", { class: "pb-tools" }, add),
          findings,
        ),
        node() {
          const filled = items.filter(({ inner }) => !inner.isEmpty());
          return filled.length ? node(filled.map(({ inner }) => inner), key) : null;
        },
        *missing() {
          for (const { inner } of items) yield* inner.missing();
          if (field.required && items.every(({ inner }) => inner.isEmpty())) {
            yield { key, label: field.label };
          }
        },
        *tooLong() {
          for (const { inner } of items) yield* inner.tooLong();
        },
        state: () => items.map(({ inner }) => inner.state()),
        restore(state) {
          [...items].forEach(drop);
          for (const each of Array.isArray(state) ? state : []) append().inner.restore(each);
          if (!items.length && field.opened) append();
          number();
        },
        focus: () => (items[0] ? items[0].inner.asked[0].focus() : add.focus()),
      };
    }

    function parts(field) {
      const [first] = field.part;
      const called = first.target ? first.label : field.item;
      return growing(field, {
        called,
        newOne: () => together(field.part, false, field.order),
        node: (filled, key) => {
          const ids = new Set();
          return { sort: "parts", parts: filled.map((each) => ({ fields: each.fields(ids) })), key };
        },
      });
    }

    /* Pairs of a name and what it stands for. */
    function names(field) {
      const [name, meaning] = field.pair.map((label, n) => ({
        ...{ name: n ? "text" : "name", label, help: "", kind: "line", required: true },
      }));
      return growing(field, {
        called: name.label,
        newOne: () => together([name, meaning], false, ["name", "text"]),
        node: (filled, key) => ({
          sort: "names",
          key,
          pairs: filled.map((each) => {
            const said = Object.fromEntries(each.fields(new Set()));
            return {
              name: said.name?.text ?? "?",
              text: said.text?.text ?? "?",
              key: (said.name ?? said.text).key,
            };
          }),
        }),
      });
    }

    /* A reference that is made from the title: nobody is asked. */
    const unasked = () => ({ element: null, node: () => null, state: () => null, restore() {}, *missing() {} });

    function control(field) {
      switch (field.kind) {
        case "line":
        case "text":
        case "texts":
        case "lines":
        case "year":
        case "month":
          return written(field);
        case "choice":
          return choice(field);
        case "choices":
          return fewChoices(field, true);
        case "entry":
          return menu(field, entries[field.target]);
        case "id":
          return unasked();
        case "part":
          return part(field);
        case "parts":
          return parts(field);
        case "names":
          return names(field);
        default:
          throw new Error(`Nobody has said how to ask for “${field.kind}”.`);
      }
    }

    form.takeMeanings = (meanings) => {
      form.meanings = meanings;
      for (const tell of whenMeaningsCome) tell();
    };
    return { control, written, found };
  }

  form.controls = { element, button, slug, controlsFor };
})();
