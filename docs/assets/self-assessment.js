/* The self-assessment: counts what was answered, keeps the answers in this browser if its reader
   says so, wipes them, and prints. Nothing is sent anywhere. Without this script the form can
   still be filled in and printed. A plain script, since no module loads from a file. */

(() => {
  const form = document.querySelector("form.pb-assessment");
  if (!form) return;
  const KEY = "patternbook-self-assessment";
  const keep = form.querySelector("[name='keep']");
  const said = form.querySelector(".pb-said");
  const result = form.querySelector(".pb-result");

  /* Returns what this browser keeps for the site, or null where it keeps nothing for anybody. */
  function store() {
    try {
      return window.localStorage;
    } catch {
      return null;
    }
  }

  /* Returns the answers and notes as plain text by name; what is left open is left out. */
  function answers() {
    const given = {};
    for (const [name, value] of new FormData(form)) {
      if (name !== "keep" && String(value).trim()) given[name] = String(value);
    }
    return given;
  }

  /* Keeps the answers, or forgets them, as the reader has said. */
  function save() {
    try {
      if (keep.checked) store()?.setItem(KEY, JSON.stringify(answers()));
      else store()?.removeItem(KEY);
      return true;
    } catch {
      return false;
    }
  }

  /* Puts kept answers back into the form; anything that does not fit is passed over. */
  function restore() {
    let kept = null;
    try {
      kept = JSON.parse(store()?.getItem(KEY) ?? "null");
    } catch {
      return;
    }
    if (!kept || typeof kept !== "object") return;
    keep.checked = true;
    for (const field of form.elements) {
      if (!field.name || field === keep || typeof kept[field.name] !== "string") continue;
      if (field.type === "radio") field.checked = field.value === kept[field.name];
      else field.value = kept[field.name];
    }
  }

  /* Says for each feature what was answered, in words: no total, since nothing is added up. */
  function tell() {
    const rows = [];
    let open = 0;
    for (const feature of form.querySelectorAll(".pb-feature")) {
      const counted = new Map();
      let unanswered = 0;
      for (const statement of feature.querySelectorAll(".pb-statement")) {
        const chosen = statement.querySelector("input:checked");
        if (!chosen) {
          unanswered += 1;
          continue;
        }
        const word = chosen.closest("label").textContent.trim();
        counted.set(word, (counted.get(word) ?? 0) + 1);
      }
      open += unanswered;
      const parts = [...counted].map(([word, number]) => `${word.toLowerCase()}: ${number}`);
      if (unanswered) parts.push(`left open: ${unanswered}`);
      rows.push([feature.querySelector("legend").textContent.trim(), parts.join(", ")]);
    }
    result.replaceChildren(
      ...rows.map(([name, text]) => {
        const item = document.createElement("li");
        item.textContent = `${name}: ${text}`;
        return item;
      }),
    );
    const part = form.querySelector(".pb-part");
    part.textContent = open
      ? `Filled in part: ${open} of ${form.querySelectorAll(".pb-statement").length} statements are left open.`
      : "Every statement is answered.";
  }

  form.querySelector(".pb-assessment-tools").hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", (event) => {
    tell();
    if (!keep.checked && event.target !== keep) return;
    const done = save();
    if (event.target !== keep) return;
    if (!done) {
      keep.checked = false;
      said.textContent = "This browser keeps nothing for this page.";
    } else {
      said.textContent = keep.checked
        ? "Your answers stay in this browser until you wipe them."
        : "This browser has forgotten your answers. They are still in the form.";
    }
  });
  form.querySelector("[data-do='print']").addEventListener("click", () => window.print());
  form.querySelector("[data-do='wipe']").addEventListener("click", () => {
    form.reset();
    keep.checked = false;
    save();
    tell();
    said.textContent = "The form is empty, and this browser has forgotten your answers.";
  });
  restore();
  tell();
})();
