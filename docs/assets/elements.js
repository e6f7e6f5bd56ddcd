/* Make parts of a page. Whatever is given as a string becomes text, and is never read as markup. */

/* Return an element with these attributes and contents; an attribute of null is left out. */
export function element(name, attributes = {}, ...contents) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value !== null) {
      made.setAttribute(attribute, value);
    }
  }
  made.append(...contents);
  return made;
}

/* Return a button that does this. */
export function button(text, action, attributes = {}) {
  const made = element("button", { type: "button", class: "pb-button pb-quiet", ...attributes }, text);
  made.addEventListener("click", action);
  return made;
}
