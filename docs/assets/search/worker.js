/* Searches beside the page, so that the page stays quick while it does. */

import { open } from "./core.js";

let search = null;

addEventListener("message", async ({ data: { id, base, question, options } }) => {
  try {
    if (base !== undefined) {
      search = await open(base);
      postMessage({ id });
    } else {
      postMessage({ id, answer: await search.ask(question, options) });
    }
  } catch (error) {
    postMessage({ id, trouble: String(error) });
  }
});
