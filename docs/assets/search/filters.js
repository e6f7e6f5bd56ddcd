/* The filters: a disclosure with a set of fields for each way to narrow a search down. */

import { button, make } from "./elements.js";

const FEW = 8; // values that are shown as boxes to tick; more of them stand in a list

/* What the file of labels says, ready to be looked into. */
export function labelsOf(data) {
  return {
    ...data,
    names: new Map(
      data.facets.map((facet) => [
        facet.id,
        new Map(facet.values.map((value) => [value.id, value.label])),
      ]),
    ),
  };
}

/* Build the filters; `changed` is called with all of them whenever one is set or taken away. */
export function buildFilters(labels, changed) {
  const fields = labels.facets
    .map((facet) => fieldset(facet, () => changed(chosen(fields))))
    .filter((field) => field !== null);
  const summary = make("summary", {}, "Narrow it down");
  const clear = button("Take all filters away", () => changed({}), { class: "pb-filters__clear" });
  const element = make(
    "details",
    { class: "pb-filters" },
    summary,
    make(
      "div",
      { class: "pb-filters__panel" },
      make(
        "p",
        { class: "pb-filters__help" },
        "The numbers count all that this library has of each. What was invented as an illustration is never counted.",
      ),
      make("div", { class: "pb-filters__fields" }, ...fields.map((field) => field.element)),
      clear,
    ),
  );
  return {
    element,
    /* Show these filters as set, without calling anybody. */
    show(filters) {
      const number = Object.values(filters).flat().length;
      summary.textContent = number === 0 ? "Narrow it down" : `Narrow it down (${number} set)`;
      clear.hidden = number === 0;
      fields.forEach((field) => field.show(filters[field.id] ?? []));
    },
  };
}

function chosen(fields) {
  const entries = fields.map((field) => [field.id, field.values()]);
  return Object.fromEntries(entries.filter(([, values]) => values.length > 0));
}

/* Return the fields of one facet; null where the library has nothing of it. */
function fieldset(facet, changed) {
  const values = facet.values.filter((value) => value.counted + value.illustrations > 0);
  if (values.length === 0) {
    return null;
  }
  return values.length <= FEW ? boxes(facet, values, changed) : list(facet, values, changed);
}

function boxes(facet, values, changed) {
  const inputs = values.map((value) => make("input", { type: "checkbox", value: value.id }));
  inputs.forEach((input) => input.addEventListener("change", changed));
  return {
    id: facet.id,
    element: make(
      "fieldset",
      {},
      make("legend", {}, facet.label),
      ...values.map((value, n) =>
        make("label", { class: "pb-filters__box" }, inputs[n], make("span", {}, named(value))),
      ),
    ),
    values: () => inputs.filter((input) => input.checked).map((input) => input.value),
    show: (set) => inputs.forEach((input) => (input.checked = set.includes(input.value))),
  };
}

function list(facet, values, changed) {
  const id = `pb-filter-${facet.id}`;
  const select = make("select", { id }, make("option", { value: "" }, "Any"));
  let group = null;
  for (const value of values) {
    const option = make("option", { value: value.id }, named(value));
    if (value.under === "") {
      select.append(option);
      group = null;
    } else {
      if (group?.label !== value.under) {
        group = make("optgroup", { label: value.under });
        select.append(group);
      }
      group.append(option);
    }
  }
  // A shared link may hold several; they stay until somebody chooses another.
  let several = [];
  select.addEventListener("change", () => {
    several = [];
    changed();
  });
  return {
    id: facet.id,
    element: make(
      "div",
      { class: "pb-filters__list" },
      make("label", { for: id }, facet.label),
      select,
    ),
    values: () => (several.length > 0 ? several : [select.value].filter((value) => value !== "")),
    show(set) {
      several = set.length > 1 ? set : [];
      select.value = set[0] ?? "";
      if (select.selectedIndex === -1) {
        several = set;
        select.value = "";
      }
    },
  };
}

/* Return a value as it is shown, with how much counts under it. */
function named({ label, counted }) {
  const number = counted.toLocaleString("en-GB");
  if (counted === 0) {
    return `${label} (illustrations only)`;
  }
  return `${label} (${number})`;
}

/* Return the filters that are set, as buttons that take them away again. */
export function buildChips(filters, labels, remove) {
  const chips = Object.entries(filters).flatMap(([facet, values]) =>
    values.map((value) => {
      const about = labels.facets.find((each) => each.id === facet).label;
      const name = labels.names.get(facet).get(value);
      return make(
        "li",
        {},
        button(`${about}: ${name}`, () => remove(facet, value), {
          "aria-label": `Take away the filter ${about}: ${name}`,
        }),
      );
    }),
  );
  return chips.length === 0 ? null : make("ul", { class: "pb-chips", "aria-label": "Filters that are set" }, ...chips);
}
