/* Asks Pagefind's index, which lies beside the site, and puts its answers together.

   Pagefind finds pages that hold all words of a query. People ask in sentences, so each term of a
   question is asked for by itself here, and what is found for several of them, and for the rarer
   ones, comes first. */

import { excerpt } from "./excerpt.js";
import { tokens } from "./stems.js";
import { rarity, understand, vocabularyOf } from "./question.js";

const INDEX = "search/pagefind/";
const END_OF_TEXT = "\u241e"; // after it stand marks, which are for the index alone
const PATIENCE = 30000; // milliseconds for one file
// What is in more results than this costs much to ask for: only a slice of them is asked at a time.
const HEAVY = 2000;
const ENOUGH = 50; // results, after which no further slice is asked
// What stands behind others of about the same worth.
const BEHIND = { illustration: 0.9, entry: 0.6, page: 0.4 };
const PREFIX = 3; // signs of a result's name before its number
const TAIL = 0.2; // of the first result's score; what has less was found by accident
// Long accounts are no worse than short ones, and what is said in a title tells most.
const RANKING = {
  pageLength: 0.4,
  termSaturation: 1.4,
  metaWeights: { title: 3, opening: 0, about: 0.5, influence: 0 },
};
const WHOLE = 0.6; // how much it matters that all terms are found

/* Raised where a file of the index could not be had, so that an answer would only look whole. */
export class Unreachable extends Error {}

/* Return a search of the site with this absolute address.
   Rejects with Unreachable if what it needs cannot be loaded. */
export async function open(base) {
  const trouble = watch(base + INDEX);
  try {
    const [words, pagefind] = await Promise.all([
      fetchJson(`${base}search/words.json`),
      import(`${base}${INDEX}pagefind.js`),
    ]);
    const index = pagefind.createInstance({ noWorker: true, ranking: RANKING });
    await index.init();
    return new Search(base, vocabularyOf(words), index, trouble);
  } catch (error) {
    throw new Unreachable(String(error));
  }
}

async function fetchJson(address) {
  const response = await fetch(address, { signal: AbortSignal.timeout(PATIENCE) });
  if (!response.ok) {
    throw new Unreachable(`${response.status}`);
  }
  return response.json();
}

/* Note each file of the index that cannot be had: Pagefind goes on without it and says nothing. */
function watch(folder) {
  const trouble = { count: 0 };
  const ask = globalThis.fetch;
  globalThis.fetch = async (address, options = {}) => {
    if (!String(address?.url ?? new URL(address, folder)).startsWith(folder)) {
      return ask(address, options);
    }
    try {
      const response = await ask(address, { signal: AbortSignal.timeout(PATIENCE), ...options });
      trouble.count += response.ok ? 0 : 1;
      return response;
    } catch (error) {
      trouble.count += 1;
      throw error;
    }
  };
  return trouble;
}

class Search {
  constructor(base, vocabulary, index, trouble) {
    this.base = base;
    this.vocabulary = vocabulary;
    this.index = index;
    this.trouble = trouble;
  }

  /* Return the best results for a question, how many there are, and what is to be said of them. */
  async ask(question, { filters = {}, limit = 10 } = {}) {
    const before = this.trouble.count;
    try {
      const answer = await this.answer(String(question), filters, limit);
      if (this.trouble.count > before) {
        throw new Unreachable("A part of the index could not be loaded.");
      }
      return answer;
    } catch (error) {
      throw error instanceof Unreachable ? error : new Unreachable(String(error));
    }
  }

  async answer(question, filters, limit) {
    const plan = understand(question, this.vocabulary);
    const isNarrowed = narrowing(filters) !== null;
    const about = {
      mended: plan.mended,
      unknown: plan.unknown,
      isCut: plan.isCut,
      also: this.others(plan.terms),
      hasWords: plan.words > 0 || plan.unknown.length > 0,
    };
    if (plan.terms.length === 0 && (about.hasWords || !isNarrowed)) {
      const nothing = { results: [], total: 0, illustrations: 0, isMore: false, near: [] };
      return { ...nothing, note: noteOf(about), ...about };
    }
    const { found, isMore } = await this.find(plan, filters, limit);
    const results = await Promise.all(
      found.slice(0, limit).map((each) => this.result(each, plan)),
    );
    const near = found.length === 0 ? await this.near(plan, filters, limit) : [];
    return {
      results,
      total: found.length,
      illustrations: found.filter((each) => this.isBehind(each.id, "illustration")).length,
      isMore,
      note: noteOf(about),
      ...about,
      near,
    };
  }

  /* Return all that is found, the best first, and whether there may be more. In a large library
     common words are asked for slice by slice, of which the first has what counts and is newest. */
  async find(plan, filters, limit) {
    const every = [{ asks: [{ text: `"${this.vocabulary.every}"`, records: this.vocabulary.records }] }];
    const terms = plan.terms.length > 0 ? plan.terms : every;
    const light = terms.filter((term) => term.asks.some((ask) => ask.records <= HEAVY));
    if (light.length > 0 || this.vocabulary.records <= HEAVY) {
      const found = await this.look(light.length > 0 ? light : terms, narrowing(filters), plan);
      return { found, isMore: false };
    }
    const found = [];
    const last = Math.ceil(this.vocabulary.records / this.vocabulary.slice);
    for (let slice = 0; slice < last; slice += 1) {
      const switches = narrowing({ ...filters, slice: [String(slice)] });
      found.push(...(await this.look(terms, switches, plan)));
      if (found.length >= Math.max(limit + 1, ENOUGH) && slice + 1 < last) {
        return { found, isMore: true };
      }
    }
    return { found, isMore: false };
  }

  /* Return what is found for these terms, the best first. */
  async look(terms, switches, plan) {
    const options = switches === null ? {} : { filters: switches };
    if (plan.terms.length === 0) {
      return (await this.index.search(terms[0].asks[0].text, options)).results;
    }
    const answers = await Promise.all(
      terms.map(async (term) => ({ term, found: await this.askFor(term, options) })),
    );
    return this.fused(answers);
  }

  /* Return what is found for one term, with scores by which terms can be compared. */
  async askFor(term, options) {
    const light = term.asks.filter((ask) => ask.records <= HEAVY);
    const asks = light.length > 0 ? light : term.asks;
    const found = await Promise.all(
      asks.map(async (ask) => {
        const { results, unfilteredResultCount } = await this.index.search(ask.text, options);
        // As rare as the term is, and not as this one of its words may be.
        const usual = rarity(unfilteredResultCount, this.vocabulary.records);
        const weight = (ask.weight * term.rarity) / usual;
        return results.map((result) => ({ result, score: result.score * weight }));
      }),
    );
    return found.flat();
  }

  /* Return the results of several terms as one list. A term counts once, by the best of its words;
     a result that has more of what was asked for, and rarer things, comes first. */
  fused(answers) {
    const all = new Map();
    answers.forEach(({ term, found }, number) => {
      for (const { result, score } of found) {
        const entry = all.get(result.id) ?? { result, scores: new Map() };
        const old = entry.scores.get(number);
        if (old === undefined || old.score < score) {
          entry.scores.set(number, { score, rarity: term.rarity });
        }
        all.set(result.id, entry);
      }
    });
    const wanted = answers.reduce((sum, { term }) => sum + term.rarity, 0) || 1;
    const scored = [...all.values()].map(({ result, scores }) => {
      let score = 0;
      let rarity = 0;
      for (const each of scores.values()) {
        score += each.score;
        rarity += each.rarity;
      }
      score *= 1 - WHOLE + WHOLE * (rarity / wanted);
      for (const [kind, weight] of Object.entries(BEHIND)) {
        score *= this.isBehind(result.id, kind) ? weight : 1;
      }
      return { id: result.id, data: result.data, score };
    });
    scored.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
    const least = (scored[0]?.score ?? 0) * TAIL;
    return scored.filter((each) => each.score >= least);
  }

  /* Return whether a result stands behind others because it is such a thing: its number says so. */
  isBehind(id, kind) {
    const [first, end] = this.vocabulary.behind[kind];
    const number = parseInt(id.slice(PREFIX), 36);
    return first <= number && number < end;
  }

  /* Return a result as it is shown. All of it is text, and none of it may be taken for markup. */
  async result({ data }, plan) {
    const { raw_url: path, content, meta, filters } = await data();
    const text = content.split(END_OF_TEXT)[0].trim();
    const values = switchesOf(filters);
    const parts = excerpt(text, plan.terms, this.vocabulary.stem);
    return {
      url: this.base + path,
      title: meta.title ?? meta.opening,
      kind: values.kind?.[0] ?? "page",
      excerpt: parts.map((part) => part.text).join(""),
      parts,
      record: path.split("#")[0].split("/").filter(Boolean).at(-1) ?? "",
      meta: {
        about: meta.about ?? "",
        influence: meta.influence ?? "",
        practice: values.practice?.[0] ?? "",
        origin: values.origin?.[0] ?? "",
        year: values.year?.[0] ?? "",
        status: values.status?.[0] ?? "",
      },
    };
  }

  /* Return the other words by which terms were looked for, where somebody might wonder. */
  others(terms) {
    const labels = terms.flatMap((term) =>
      term.also.filter((label) => this.stems(label) !== this.stems(term.label)).slice(0, 1),
    );
    return [...new Set(labels)].slice(0, 3);
  }

  stems(text) {
    return tokens(text).map(({ word }) => this.vocabulary.stem(word)).filter(Boolean).join(" ");
  }

  /* Return what would be found without one of the filters, for whoever has found nothing. */
  async near(plan, filters, limit) {
    const set = Object.keys(filters).filter((facet) => filters[facet].length > 0);
    const tried = await Promise.all(
      set.map(async (facet) => {
        const rest = Object.fromEntries(set.filter((each) => each !== facet).map((each) => [each, filters[each]]));
        if (plan.terms.length === 0 && narrowing(rest) === null) {
          return { without: [facet], total: 0 };
        }
        const { found } = await this.find(plan, rest, limit);
        return { without: [facet], total: found.length };
      }),
    );
    const near = tried.filter((each) => each.total > 0);
    if (near.length === 0 && set.length > 1 && plan.terms.length > 0) {
      const { found } = await this.find(plan, {}, limit);
      return found.length > 0 ? [{ without: set, total: found.length }] : [];
    }
    return near;
  }
}

/* Return filters as the index takes them: any value of a facet, and all facets; or null. */
function narrowing(filters) {
  const all = Object.entries(filters)
    .filter(([, values]) => values.length > 0)
    .map(([facet, values]) => ({ any: values.map((value) => ({ [`${facet}:${value}`]: "1" })) }));
  return all.length > 0 ? { all } : null;
}

/* Return the filters of a result by their facets. */
function switchesOf(filters) {
  const values = {};
  for (const name of Object.keys(filters ?? {})) {
    const [facet, value] = name.split(/:(.*)/s);
    values[facet] = [...(values[facet] ?? []), value];
  }
  return values;
}

/* Return in a sentence or two how a question was read; nothing, if just as it stands. */
function noteOf({ mended, unknown, isCut }) {
  const said = [];
  if (isCut) {
    said.push("Your question is very long, so only its beginning was looked up.");
  }
  if (mended.length > 0) {
    const words = listed(mended.map((each) => `“${each.to}”`));
    said.push(`Showing results for ${words}, and for what you typed.`);
  }
  if (unknown.length > 0) {
    const shown = unknown.slice(0, 5).map((each) => `“${each.slice(0, 40)}”`);
    said.push(`Nothing in this library says ${listed(shown, "or")}.`);
  }
  return said.join(" ");
}

function listed(words, last = "and") {
  return words.length < 2
    ? words.join("")
    : `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1)}`;
}
