/* What is asked, as it stands in the address of the page, so that a search can be shared. */

const LONGEST = 1000; // signs of a question that are kept in an address
const MOST_VALUES = 20; // of one facet
const LONGEST_VALUE = 80;

/* Return the question and the filters that an address holds; nothing of it is trusted. */
export function readAddress(search, facets) {
  const given = new URLSearchParams(search);
  const filters = {};
  for (const facet of facets) {
    const values = given.getAll(facet).map((value) => value.trim()).filter((value) => value !== "");
    if (values.length > 0) {
      filters[facet] = [...new Set(values.map((value) => value.slice(0, LONGEST_VALUE)))].slice(0, MOST_VALUES);
    }
  }
  return { question: (given.get("q") ?? "").slice(0, LONGEST), filters };
}

/* Return the address of a question and its filters. */
export function writeAddress(path, { question, filters }) {
  const given = new URLSearchParams();
  if (question.trim() !== "") {
    given.set("q", question.trim().slice(0, LONGEST));
  }
  for (const [facet, values] of Object.entries(filters)) {
    values.forEach((value) => given.append(facet, value));
  }
  const query = given.toString();
  return query === "" ? path : `${path}?${query}`;
}

/* Return the filters that can be gone by, and what became of each that cannot: it has another
   name now, it was retired, or nobody here knows it. */
export function settle(filters, labels) {
  const settled = {};
  const notices = [];
  for (const [facet, values] of Object.entries(filters)) {
    const names = labels.names.get(facet);
    const kept = [];
    for (const value of values) {
      const now = Object.hasOwn(labels.former, value) ? labels.former[value] : value;
      if (!names.has(now)) {
        notices.push({ text: `“${value}” is not known here. It may have been withdrawn, or the link is not whole. The search goes on without it.` });
        continue;
      }
      if (now !== value) {
        notices.push({ text: `“${value}” is now called “${names.get(now)}”. You are shown that.` });
      }
      if (Object.hasOwn(labels.retired, now)) {
        const [title, next, nextTitle] = labels.retired[now];
        notices.push(
          next === ""
            ? { text: `“${title}” is no longer used in new records. Older ones still go by it.` }
            : {
                text: `“${title}” is no longer used in new records. “${nextTitle}” has taken its place.`,
                instead: { facet, from: now, to: next, label: `Search for “${nextTitle}”` },
              },
        );
      }
      kept.push(now);
    }
    if (kept.length > 0) {
      settled[facet] = [...new Set(kept)];
    }
  }
  return { filters: settled, notices };
}
