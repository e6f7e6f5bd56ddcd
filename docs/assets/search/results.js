/* The results, as a list. Whatever a record says is put in as text, never as markup. */

import { counted, make } from "./elements.js";

const INVENTED = "illustrative";

/* Return one result as an item of a list. */
export function item(result, labels) {
  const { meta } = result;
  const kind = result.kind === "entry" && meta.about !== "" ? meta.about : labels.kinds[result.kind];
  const isPart = result.kind !== "entry" && meta.about !== "";
  const from = [
    isPart ? `In “${meta.about}”` : "",
    meta.origin === INVENTED ? "" : (labels.origin[meta.origin] ?? ""),
    meta.year,
    meta.status === "open" ? "Still open" : "",
  ].filter((each) => each !== "");
  return make(
    "li",
    { class: "pb-hit" },
    make(
      "p",
      { class: "pb-hit__kind" },
      make("span", {}, kind ?? ""),
      mark(labels.practice[meta.practice], meta.practice),
      mark(labels.influence[meta.influence], meta.influence),
      meta.origin === INVENTED ? make("span", { class: "pb-hit__invented" }, "Illustration: invented, not counted") : null,
    ),
    make("h3", { class: "pb-hit__title" }, make("a", { href: result.url }, result.title)),
    from.length > 0 ? make("p", { class: "pb-hit__from" }, from.join(" · ")) : null,
    make(
      "p",
      { class: "pb-hit__excerpt" },
      ...result.parts.map((part) => (part.isMarked ? make("mark", {}, part.text) : part.text)),
    ),
  );
}

function mark(label, value) {
  return label === undefined ? null : make("span", { class: `pb-hit__mark pb-hit__mark--${value}` }, label);
}

/* Return in a sentence how much was found. */
export function summary({ total, illustrations, isMore }, question) {
  const real = total - illustrations;
  const about = question === "" ? "" : ` for “${question.length > 60 ? `${question.slice(0, 60)}…` : question}”`;
  if (total === 0) {
    return `Nothing found${about}.`;
  }
  if (isMore) {
    const least = total > 100 ? total - (total % 100) : total;
    return `More than ${least.toLocaleString("en-GB")} results${about}.`;
  }
  if (illustrations === 0) {
    return `${counted(real, "result", "results")}${about}.`;
  }
  const invented = counted(illustrations, "illustration", "illustrations");
  return real === 0
    ? `${invented}${about}, and nothing from real work yet.`
    : `${counted(real, "result", "results")} and ${invented}${about}.`;
}
