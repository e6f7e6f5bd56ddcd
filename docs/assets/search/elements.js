/* Small help for making parts of a page. What is given as text stays text, whatever it holds. */

/* Return an element with attributes and children; a child that is a string becomes text. */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) {
      element.setAttribute(key, "");
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(key, value);
    }
  }
  element.append(...children.filter((child) => child !== null && child !== ""));
  return element;
}

/* Return a button that does something. */
export function button(text, action, attributes = {}) {
  const element = make("button", { type: "button", ...attributes }, text);
  element.addEventListener("click", action);
  return element;
}

/* Return a number with its noun. */
export function counted(number, one, several) {
  return `${number.toLocaleString("en-GB")} ${number === 1 ? one : several}`;
}
