/* A form in the browser: puts the fields on the page, says what the check will say, and makes a file
   to take away. Nothing is sent, and nothing is kept unless the visitor says so.

   The rules, and what a Word file needs, are asked for once somebody begins to write. They come as
   scripts, since a page that was opened from a disk may load nothing else. */

(() => {
  "use strict";
  const form = globalThis.PatternbookForm;
  const LATER = document.currentScript.dataset.later.trim().split(/\s+/);
  const PAUSE = 900; // milliseconds without a key before the words are read
  const SHOWN = 6; // so many findings are shown beside one field at first

  const { element, button, slug, controlsFor } = form.controls;

  /* What the whole page has of one form. */
  class Sheet {
    constructor(place, data, asked) {
      this.data = data;
      this.asked = asked;
      this.key = `patternbook-form-${asked.name}`;
      this.review = null;
      this.word = null; // the promise of all that is asked for later
      this.timer = 0;
      this.isOpen = false; // something was written that is neither kept nor taken away
      this.told = "";
      this.status = element("p", { class: "pb-unseen", role: "status" });
      const made = controlsFor({
        entries: data.entries,
        crossing: new Set(data.crossing),
        longest: data.longest,
        clean: (text) => this.clean(text),
        changed: () => this.changed(),
        announce: (text) => this.announce(text),
      });
      this.clean = form.yaml.cleaner(data.hidden);
      this.mayKeep = data.may_keep;
      this.found = made.found;
      this.controls = new Map(
        [...asked.first, ...asked.later.flatMap(({ fields }) => fields)].map((name) => {
          const field = asked.fields[name];
          const own = { ...field, kind: "line", required: false };
          return [name, name === "id" ? made.written(own) : made.control(field)];
        }),
      );
      this.build(place);
      this.restore();
      this.check();
      addEventListener("beforeunload", (event) => {
        if (this.isOpen) event.preventDefault();
      });
    }

    // --- What stands on the page -----------------------------------------------------------------

    build(place) {
      const at = (names) => names.map((name) => this.controls.get(name).element);
      const first = at(this.asked.first);
      const later = this.asked.later.map(({ title, fields }) =>
        element("details", { class: "pb-more" }, element("summary", {}, title), ...at(fields)),
      );
      const whole = element("form", { class: "pb-write", autocomplete: "off", novalidate: true });
      whole.append(
        this.keeping(),
        element("h2", { id: "pb-questions" }, "The questions"),
        ...first,
        element("h2", { id: "pb-more" }, "If you have more to say"),
        element("p", { class: "pb-hint" }, "None of this is needed. Open what you want."),
        ...later,
        this.ending(),
        this.status,
      );
      whole.addEventListener("submit", (event) => event.preventDefault());
      whole.addEventListener("focusin", () => this.askForRules(), { once: true });
      place.replaceChildren(whole);
      document.querySelector(".pb-form-without")?.remove();
      // On paper, everything is open: an empty form is of use there, too.
      let closed = [];
      addEventListener("beforeprint", () => {
        closed = later.filter((each) => !each.open);
        for (const each of closed) each.open = true;
      });
      addEventListener("afterprint", () => {
        for (const each of closed) each.open = false;
      });
    }

    keeping() {
      this.keep = element("input", { type: "checkbox", id: "pb-keep-writing" });
      this.kept = element("p", { class: "pb-hint", id: "pb-kept-said" });
      this.keep.setAttribute("aria-describedby", this.kept.id);
      this.keep.addEventListener("change", () => {
        const done = this.save();
        if (!done) this.keep.checked = false;
        this.tellKept(done);
      });
      this.wipe = button("Wipe everything", () => this.wipeAll(), { class: "pb-button pb-quiet" });
      this.tellKept(true);
      return element(
        "div",
        { class: "pb-keeping" },
        ...(this.mayKeep
          ? [element("label", { for: this.keep.id }, this.keep, "Keep what I write in this browser, on this device")]
          : []),
        this.kept,
        element("p", { class: "pb-tools" }, this.wipe),
      );
    }

    tellKept(done) {
      this.kept.textContent = this.saidOfKeeping(done);
    }

    saidOfKeeping(done) {
      if (!this.mayKeep) {
        return "In this copy, a browser keeps nothing of what you write. Save it as a Word file to go on later.";
      }
      if (!done) return "This browser keeps nothing for this page.";
      return this.keep.checked
        ? "What you write stays in this browser until you wipe it. Whoever uses this device after you can read it."
        : "Nothing is kept: what you write is gone when you close this page.";
    }

    ending() {
      this.missingList = element("ul");
      this.foundList = element("ul");
      this.missing = element("div", {}, element("p", {}, "Still missing. The check will ask for:"), this.missingList);
      this.toLookAt = element(
        "div",
        {},
        element("p", {}, "Worth a look. What the check asks stands beside each of these:"),
        this.foundList,
      );
      this.verdict = element("p", { class: "pb-verdict" });
      this.saved = element("p", { class: "pb-saved", role: "status" });
      const later = this.asked.isReview
        ? element(
            "p",
            { class: "pb-hint" },
            "The file is the beginning of a case review. Of a whole review, the check also asks who else tells the story, and how the family took part.",
          )
        : null;
      return element(
        "section",
        { class: "pb-ending", "aria-labelledby": "pb-take-away" },
        element("h2", { id: "pb-take-away" }, "Take it away"),
        this.verdict,
        this.missing,
        this.toLookAt,
        later,
        element(
          "p",
          { class: "pb-tools pb-take" },
          button("Save for Word", () => this.saveForWord()),
          button("Save as plain text", () => this.saveAsText(), { class: "pb-quiet" }),
          button("Print", () => print(), { class: "pb-quiet" }),
        ),
        this.saved,
      );
    }

    announce(text) {
      this.status.textContent = text;
    }

    // --- What is written -------------------------------------------------------------------------

    /* Returns the fields of the record, in the order of the model. */
    entries() {
      const { fixed, order } = this.asked;
      const title = this.controls.get("title");
      return order.flatMap((name) => {
        if (name === "id") return [[name, this.idNode(title)]];
        if (Object.hasOwn(fixed, name)) return [[name, { sort: "word", value: fixed[name], key: null }]];
        const node = this.controls.get(name)?.node() ?? null;
        return node === null ? [] : [[name, node]];
      });
    }

    idNode(title) {
      const own = this.controls.get("id").node();
      const longest = this.data.longest.id;
      if (own !== null) return { ...own, text: slug(own.text, longest) || this.asked.name };
      const text = slug(title.node()?.text ?? "", longest) || this.asked.name;
      return { sort: "text", text, key: null }; // nobody has written it: it is the title's
    }

    changed() {
      this.isOpen = true;
      this.saved.textContent = "";
      if (this.keep.checked) this.save();
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.check(), PAUSE);
    }

    // --- What the check will say -----------------------------------------------------------------

    askForRules() {
      if (this.word) return;
      const failed = () => {
        this.noRules = true;
        this.check();
      };
      form.takeRules = async (letters) => {
        try {
          this.review = form.review.reviewer(form.makeRules(await form.review.unpacked(letters)));
          this.check();
        } catch {
          failed();
        }
      };
      const loaded = LATER.map(
        (src) =>
          new Promise((done, fail) => {
            const script = element("script", { src });
            script.async = false; // each needs those before it
            script.addEventListener("load", done);
            script.addEventListener("error", fail);
            document.head.append(script);
          }),
      );
      this.word = Promise.all(loaded);
      this.word.catch(failed);
    }

    /* Read what is written, and say beside each field and at the end what there is to say. */
    check() {
      clearTimeout(this.timer);
      const entries = this.entries();
      const file = form.yaml.write(entries);
      const all = [...this.controls.values()];
      const missing = all.flatMap((control) => [...control.missing()]);
      const long = all.flatMap((control) => [...(control.tooLong?.() ?? [])]);
      const found = [
        ...(this.review?.(file, this.about(entries)) ?? []),
        ...long.map(({ key, most }) => ({
          code: "too-long",
          excerpt: "",
          message: `This is longer than ${most.toLocaleString("en-GB")} characters.`,
          mend: "Shorten it.",
          keys: [key],
        })),
      ];
      const byKey = new Map();
      found.sort((a, b) => (a.keys[0] === null) - (b.keys[0] === null));
      for (const each of found) {
        for (const key of each.keys) {
          const known = this.found.has(key) ? key : this.controls.get("title").key;
          const told = byKey.get(known) ?? [];
          // A reference that is made from the title says nothing new.
          if (!told.some(({ excerpt }) => isTheSame(excerpt, each.excerpt))) {
            byKey.set(known, [...told, each]);
          }
        }
      }
      for (const [key, place] of this.found) this.show(key, place, byKey.get(key) ?? []);
      this.summarise(missing, byKey);
      this.sayWhatIsNew(byKey);
      return { file, missing, found };
    }

    /* What the review needs to know beside the text: the terms of this record, and its values. */
    about(entries) {
      const texts = [];
      const walk = (node) => {
        if (node.sort === "text") texts.push({ key: node.key, value: node.text });
        for (const value of node.texts ?? []) texts.push({ key: node.key, value });
        for (const { text, key } of node.pairs ?? []) texts.push({ key, value: text });
        for (const [, inner] of node.fields ?? []) walk(inner);
        for (const part of node.parts ?? []) for (const [, inner] of part.fields) walk(inner);
      };
      for (const [, node] of entries) walk(node);
      const said = Object.fromEntries(entries);
      const terms = (said.declared_terms?.parts ?? []).map(
        (part) => Object.fromEntries(part.fields).term?.text ?? "",
      );
      const names = (said.pseudonyms?.pairs ?? []).map(({ name }) => name);
      return { declared: [...names, ...terms, ...this.data.declared], titles: this.data.titles, texts };
    }

    show(key, { place, marked }, found) {
      const told = JSON.stringify(found.map(({ code, excerpt }) => [code, excerpt]));
      if (place.dataset.told === told) return;
      place.dataset.told = told;
      const more = found.slice(SHOWN);
      place.replaceChildren(
        ...(found.length ? [element("ul", {}, ...found.slice(0, SHOWN).map(oneFinding))] : []),
        ...(more.length
          ? [
              element(
                "details",
                { class: "pb-more-found" },
                element("summary", {}, `${more.length} more`),
                element("ul", {}, ...more.map(oneFinding)),
              ),
            ]
          : []),
      );
      marked?.closest(".pb-field")?.classList.toggle("pb-asked", found.length > 0);
    }

    summarise(missing, byKey) {
      const jump = (key, text) => {
        const { focus, place } = this.found.get(key);
        return element(
          "li",
          {},
          button(text, () => {
            for (let each = place.closest("details"); each; each = each.parentElement.closest("details")) {
              each.open = true;
            }
            focus();
          }, { class: "pb-jump" }),
        );
      };
      const labelled = (key) => {
        const { label, place } = this.found.get(key);
        const above = place.parentElement.parentElement.closest("fieldset.pb-part")?.querySelector("legend");
        return above ? `${label} (${above.firstChild.textContent})` : label;
      };
      this.missingList.replaceChildren(...missing.map(({ key }) => jump(key, labelled(key))));
      const keys = [...this.found.keys()].filter((key) => byKey.has(key));
      this.foundList.replaceChildren(
        ...keys.map((key) => jump(key, `${labelled(key)}: ${inWords(byKey.get(key).length)}`)),
      );
      this.missing.hidden = missing.length === 0;
      this.toLookAt.hidden = keys.length === 0;
      this.verdict.textContent = this.verdictOn(missing.length, keys.length);
    }

    verdictOn(missing, found) {
      if (this.noRules) {
        return "The rules could not be loaded here, so your words were not read. Whoever gets the file will check it.";
      }
      if (missing || found) return "You can save it as it is, and finish it later in any text editor.";
      return this.review
        ? "Nothing is missing, and the check has nothing to ask. It may still have missed something: read it once more as the family would, and as a neighbour would."
        : "";
    }

    /* Say once, to whoever listens, that there is something new to look at; not with every pause. */
    sayWhatIsNew(byKey) {
      const current = document.activeElement?.id;
      const number = byKey.get(current)?.length ?? 0;
      const told = `${current} ${number}`;
      if (number && told !== this.told) {
        this.announce(`${this.found.get(current).label}: ${inWords(number)} to look at, below the field.`);
      }
      this.told = told;
    }

    // --- What is kept, and what is taken away ----------------------------------------------------

    store() {
      try {
        return globalThis.localStorage;
      } catch {
        return null;
      }
    }

    /* Keep what is written, or forget it, as the visitor has said; returns whether that was done. */
    save() {
      try {
        const store = this.store();
        if (store === null) return false;
        if (this.keep.checked) {
          store.setItem(this.key, JSON.stringify(this.state()));
          this.isOpen = false;
        } else {
          store.removeItem(this.key);
          this.isOpen = this.isFilled();
        }
        return true;
      } catch {
        return false;
      }
    }

    state() {
      return Object.fromEntries([...this.controls].map(([name, control]) => [name, control.state()]));
    }

    isFilled() {
      return [...this.controls.values()].some((control) => control.node() !== null);
    }

    /* Put back what was kept; what does not fit any more is passed over. */
    restore() {
      if (!this.mayKeep) return;
      let kept = null;
      try {
        kept = JSON.parse(this.store()?.getItem(this.key) ?? "null");
      } catch {
        return;
      }
      if (!kept || typeof kept !== "object") return;
      for (const [name, control] of this.controls) control.restore(kept[name]);
      this.keep.checked = true;
      this.tellKept(true);
      this.askForRules();
    }

    wipeAll() {
      if (this.isFilled() && !confirm("Empty the form, and forget what was kept?")) return;
      for (const control of this.controls.values()) control.restore(undefined);
      for (const input of document.querySelectorAll(".pb-write input[type='text'], .pb-write textarea")) {
        input.value = "";
      }
      this.keep.checked = false;
      this.save();
      this.isOpen = false;
      this.saved.textContent = "";
      this.tellKept(true);
      this.check();
      this.announce("The form is empty, and this browser has forgotten what was in it.");
      (this.mayKeep ? this.keep : this.wipe).focus();
    }

    saveAsText() {
      const { file } = this.check();
      this.download(new Blob([file.text], { type: "text/markdown;charset=utf-8" }), ".md");
    }

    async saveForWord() {
      this.askForRules();
      this.check();
      try {
        await this.word;
      } catch {
        this.saved.textContent = "Word files cannot be made here just now. Save as plain text instead.";
        return;
      }
      this.download(form.word.docx(this.entries(), this.asked, this.data), ".docx");
    }

    /* Let the browser save what was made. */
    download(blob, ending) {
      const [, id] = this.entries().find(([name]) => name === "id");
      const name = `${id.text}${ending}`;
      const address = URL.createObjectURL(blob);
      element("a", { href: address, download: name }).click();
      setTimeout(() => URL.revokeObjectURL(address), 10_000);
      this.isOpen = false;
      this.saved.textContent = `Your browser has saved ${name}, most likely among your downloads. Next, send it to those who keep the library: how is said below.`;
    }
  }

  function oneFinding({ excerpt, message, mend }) {
    return element(
      "li",
      {},
      excerpt ? element("strong", {}, `“${excerpt.replace(/\s+/g, " ")}”`) : null,
      excerpt ? " " : null,
      `${message} ${mend}`,
    );
  }

  /* Whether two places hold the same word, once with a capital and once without. */
  const isTheSame = (one, other) =>
    one !== other && one !== "" && one.toLowerCase() === other.toLowerCase();

  const inWords = (number) => (number === 1 ? "one thing" : `${number} things`);

  const place = document.querySelector(".pb-form");
  const asked = form.fields?.forms[place?.dataset.form];
  if (place && asked) new Sheet(place, form.fields, asked);
})();
