/* What other pages of this site may use to search it:

     const search = await openSearch("../");
     const { results, total, note } = await search.ask("nobody rang back", { limit: 5 });

   Nothing that is asked leaves the browser: the index lies beside the pages, and what is loaded
   of it tells no server what for. */

/* Return a search of the site whose root has this address, as seen from the page.
   `ask(question, {filters, limit})` gives `results` (url, title, kind, excerpt, parts, record,
   meta), how many there are (`total`, with those that are `illustrations`), a `note` on how the
   question was read, and what is `near` where nothing was found.
   Both reject where the index cannot be reached; then open the search anew to try again. */
export async function openSearch(base) {
  const root = new URL(base, document.baseURI).href;
  if (typeof Worker === "undefined") {
    const { open } = await import("./core.js");
    return open(root);
  }
  const helper = new Helper();
  await helper.send({ base: root });
  return {
    ask: (question, options = {}) => helper.send({ question, options }),
    close: () => helper.close("closed"),
  };
}

/* The worker, and those who wait for it. */
class Helper {
  constructor() {
    this.waiting = new Map();
    this.number = 0;
    this.worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
    this.worker.addEventListener("message", ({ data: { id, answer, trouble } }) => {
      const { resolve, reject } = this.waiting.get(id);
      this.waiting.delete(id);
      if (trouble === undefined) {
        resolve(answer);
      } else {
        reject(new Error(trouble));
      }
    });
    // It could not be loaded.
    this.worker.addEventListener("error", () => this.close("The search could not be started."));
  }

  send(message) {
    return new Promise((resolve, reject) => {
      this.number += 1;
      this.waiting.set(this.number, { resolve, reject });
      this.worker.postMessage({ id: this.number, ...message });
    });
  }

  close(why) {
    this.worker.terminate();
    for (const { reject } of this.waiting.values()) {
      reject(new Error(why));
    }
    this.waiting.clear();
  }
}
