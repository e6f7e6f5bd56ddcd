/* The page of the search: takes the question, asks the engine, shows what it says.

   All that is asked stands in the address, so that a search can be shared and gone back to. */

import { readAddress, settle, writeAddress } from "./address.js";
import { button, counted, make } from "./elements.js";
import { openSearch } from "./engine.js";
import { buildChips, buildFilters, labelsOf } from "./filters.js";
import { item, summary } from "./results.js";

const ROOT = new URL("../../", import.meta.url).href;
const PER_PAGE = 10;
const TYPING = "typing"; // marks an address that is still being typed
const PAUSE = 350; // milliseconds after the last key before a search begins by itself
const A_MOMENT = 400; // after which somebody should be told that something is going on
const LONG = 8000;
const LONGEST = 1500; // signs of an address; what is cut off a question need not be shared

class SearchPage {
  constructor() {
    this.form = document.getElementById("pb-ask");
    this.input = document.getElementById("pb-ask-words");
    this.found = document.getElementById("pb-found");
    this.status = document.getElementById("pb-found-status");
    this.lists = document.getElementById("pb-lists");
    this.why = document.getElementById("pb-lists-why");
    this.top = make("div", { class: "pb-found__top" });
    this.list = make("ol", { class: "pb-hits" });
    this.below = make("div", { class: "pb-found__below" });
    this.turn = 0;
    this.engine = null;
    this.labels = null;
    this.filters = null;
    this.state = { question: "", filters: {} };
  }

  /* Make the page work. Until then it says what to do where it does not. */
  async start() {
    this.lists.hidden = true;
    this.found.before(this.top);
    this.found.append(
      make("h2", { class: "pb-found__heading" }, "Results"),
      this.list,
      this.below,
    );
    this.found.querySelector("h2").hidden = true;
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.change({ question: this.input.value }, { isStep: true });
    });
    this.input.addEventListener("input", () => this.typed());
    // Whoever goes into the field will ask something in a moment.
    this.input.addEventListener("focus", () => this.prepare().catch(() => {}), { once: true });
    addEventListener("popstate", () => this.arrive());
    this.input.value = new URLSearchParams(location.search).get("q") ?? "";
    await this.arrive();
  }

  /* Show what the address asks for. */
  async arrive() {
    const turn = ++this.turn;
    try {
      await this.whileWaiting(turn, () => this.loadLabels());
    } catch {
      this.showTrouble(turn, () => this.arrive());
      return;
    }
    if (turn !== this.turn) {
      return;
    }
    const asked = readAddress(location.search, this.labels.names.keys());
    const { filters, notices } = settle(asked.filters, this.labels);
    this.state = { question: asked.question, filters };
    this.input.value = asked.question;
    if (notices.length > 0 || location.search.length > LONGEST) {
      history.replaceState(null, "", writeAddress(location.pathname, this.state));
    }
    await this.show(notices);
  }

  typed() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.change({ question: this.input.value }), PAUSE);
  }

  /* Ask something else. What is meant is a step to go back to. What is still being typed is none:
     it has a place of its own, which the next letters take, and then what is meant. */
  change(change, { isStep = false } = {}) {
    clearTimeout(this.timer);
    if (this.labels === null) {
      // The labels were out of reach, and this is as good a moment as any to try again.
      history.replaceState(null, "", writeAddress(location.pathname, { question: this.input.value, filters: {} }));
      this.arrive();
      return;
    }
    const next = { ...this.state, ...change };
    const address = writeAddress(location.pathname, next);
    const isNew = address !== location.pathname + location.search;
    this.state = next;
    const isTyping = history.state === TYPING;
    if (isNew || (isStep && isTyping)) {
      history[isTyping ? "replaceState" : "pushState"](isStep ? null : TYPING, "", address);
    }
    if (isNew || isStep) {
      this.show([]);
    }
  }

  /* Ask the engine, and show its answer unless something else has been asked meanwhile. */
  async show(notices, limit = PER_PAGE) {
    const turn = ++this.turn;
    this.showTop(notices);
    if (this.state.question.trim() === "" && Object.keys(this.state.filters).length === 0) {
      this.showNothingAsked();
      return;
    }
    let answer;
    try {
      answer = await this.whileWaiting(turn, async () => {
        const engine = await this.prepare();
        return engine.ask(this.state.question, { filters: this.state.filters, limit });
      });
    } catch {
      this.engine = null;
      this.showTrouble(turn, () => this.show(notices, limit));
      return;
    }
    if (turn === this.turn) {
      this.showAnswer(answer, limit, notices);
    }
  }

  async loadLabels() {
    if (this.labels !== null) {
      return;
    }
    const response = await fetch(`${ROOT}search/labels.json`);
    if (!response.ok) {
      throw new Error(`${response.status}`);
    }
    this.labels = labelsOf(await response.json());
    this.filters = buildFilters(this.labels, (filters) => this.change({ filters }, { isStep: true }));
    this.top.after(this.filters.element);
  }

  /* Return the engine, which is loaded once. */
  prepare() {
    this.engine ??= openSearch(ROOT).catch((error) => {
      this.engine = null;
      throw error;
    });
    return this.engine;
  }

  /* Wait for something, and say so after a moment. */
  async whileWaiting(turn, work) {
    const say = (words) => {
      if (turn === this.turn) {
        this.status.textContent = words;
      }
    };
    this.found.setAttribute("aria-busy", "true");
    const soon = setTimeout(() => say("Looking …"), A_MOMENT);
    const later = setTimeout(() => say("Still looking. The connection is slow today."), LONG);
    try {
      return await work();
    } finally {
      clearTimeout(soon);
      clearTimeout(later);
      if (turn === this.turn) {
        this.found.setAttribute("aria-busy", "false");
      }
    }
  }

  /* Show which filters are set, and what became of those that could not be. */
  showTop(notices) {
    this.filters.show(this.state.filters);
    this.top.replaceChildren();
    for (const notice of notices) {
      const line = make("p", { class: "pb-found__notice" }, notice.text);
      if (notice.instead !== undefined) {
        const { facet, from, to, label } = notice.instead;
        const values = this.state.filters[facet].map((value) => (value === from ? to : value));
        const filters = { ...this.state.filters, [facet]: values };
        line.append(" ", button(label, () => this.change({ filters }, { isStep: true })));
      }
      this.top.append(line);
    }
    const chips = buildChips(this.state.filters, this.labels, (facet, value) => this.without(facet, value));
    if (chips !== null) {
      this.top.append(chips);
    }
  }

  /* Take a filter away; the focus goes to the field, since the button is gone. */
  without(facet, value) {
    const rest = (this.state.filters[facet] ?? []).filter((each) => each !== value);
    const filters = { ...this.state.filters, [facet]: rest };
    if (rest.length === 0) {
      delete filters[facet];
    }
    this.input.focus({ preventScroll: true });
    this.change({ filters }, { isStep: true });
  }

  clear() {
    this.list.replaceChildren();
    this.below.replaceChildren();
    this.lists.hidden = true;
    this.found.querySelector("h2").hidden = true;
  }

  showNothingAsked() {
    this.clear();
    this.status.textContent = "";
    this.found.setAttribute("aria-busy", "false");
    this.why.textContent = "Or look through the lists, in which everything stands:";
    this.lists.hidden = false;
  }

  showAnswer(answer, limit, notices) {
    const { question } = this.state;
    const shown = answer.results.length;
    this.clear();
    this.found.querySelector("h2").hidden = shown === 0;
    this.status.textContent = this.told(answer, shown);
    this.list.append(...answer.results.map((result) => item(result, this.labels)));
    if (answer.also.length > 0 && shown > 0) {
      const words = answer.also.map((each) => `“${each}”`).join(", ");
      this.below.append(make("p", { class: "pb-found__also" }, `Looked for as well: ${words}, and what else means the same.`));
    }
    if (answer.total > shown || answer.isMore) {
      const more = button("More results", () => this.more(answer, limit, notices), { class: "pb-found__more" });
      this.below.prepend(more);
    }
    if (answer.total === 0) {
      this.showNear(answer, question.trim());
    }
  }

  /* Return what is said aloud of an answer: how much there is, and how the question was read. */
  told(answer, shown) {
    const question = this.state.question.trim();
    if (answer.total === 0 && answer.results.length === 0 && question !== "" && !answer.hasWords) {
      return "There is no word in this that could be looked up. Try one or two words, such as “door” or “workload”.";
    }
    const part = answer.total > shown ? ` The first ${shown} are shown.` : "";
    return [summary(answer, question) + part, answer.note].filter((each) => each !== "").join(" ");
  }

  async more(answer, limit, notices) {
    const turn = ++this.turn;
    const next = limit + PER_PAGE;
    try {
      const engine = await this.prepare();
      const { question, filters } = this.state;
      const longer = await this.whileWaiting(turn, () => engine.ask(question, { filters, limit: next }));
      if (turn !== this.turn) {
        return;
      }
      const fresh = longer.results.slice(limit).map((result) => item(result, this.labels));
      this.list.append(...fresh);
      const shown = longer.results.length;
      this.status.textContent = `${shown} of ${counted(longer.total, "result is", "results are")} shown.`;
      this.below.querySelector(".pb-found__more")?.remove();
      if (longer.total > shown || longer.isMore) {
        const again = button("More results", () => this.more(longer, next, notices), { class: "pb-found__more" });
        this.below.prepend(again);
      }
      // The button that had the focus is gone; whoever used it wants to read on.
      fresh[0]?.querySelector("a").focus();
    } catch {
      this.engine = null;
      this.showTrouble(turn, () => this.more(answer, limit, notices));
    }
  }

  /* Say what is near, for whoever has found nothing. */
  showNear(answer, question) {
    const near = make("div", { class: "pb-nearby" });
    for (const { without, total } of answer.near) {
      const names = without.map((facet) => this.labels.facets.find((each) => each.id === facet).label);
      const rest = Object.fromEntries(Object.entries(this.state.filters).filter(([facet]) => !without.includes(facet)));
      const label = without.length > 1 ? "Without any filter" : `Without the filter “${names[0]}”`;
      near.append(
        button(`${label}: ${counted(total, "result", "results")}`, () => {
          this.input.focus({ preventScroll: true });
          this.change({ filters: rest }, { isStep: true });
        }),
      );
    }
    if (question !== "" && answer.near.length === 0) {
      near.append(
        make("p", {}, "Try fewer words, or others: say what happened, to whom, or who was there."),
      );
    }
    this.below.append(near);
    this.why.textContent = "The lists hold everything, by kind:";
    this.lists.hidden = false;
  }

  showTrouble(turn, again) {
    if (turn !== this.turn) {
      return;
    }
    this.clear();
    this.found.setAttribute("aria-busy", "false");
    this.status.textContent = "The search could not be loaded. Perhaps the connection is down.";
    this.below.append(
      button("Try again", () => {
        this.input.focus({ preventScroll: true });
        again();
      }, { class: "pb-found__again" }),
    );
    this.why.textContent = "Or look through the lists, which need less:";
    this.lists.hidden = false;
  }
}

new SearchPage().start();
