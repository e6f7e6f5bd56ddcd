/* What a term means, shown while its link has the pointer or the focus (WCAG 2.2, 1.4.13): it
   stays while the pointer is on it, and the Escape key puts it away. Without this script, and by
   touch, the link leads to the glossary. A plain script, since no module loads from a file. */

(() => {
  const DELAY = 150; // milliseconds in which the pointer may cross from the link to its note
  let shown = null;
  let leaving = 0;

  /* Puts the note away, if there is one. */
  function hide() {
    window.clearTimeout(leaving);
    if (shown) {
      shown.link.removeAttribute("aria-describedby");
      shown.note.remove();
      shown = null;
    }
  }

  /* Puts the note away, unless the pointer comes back in a moment. */
  function hideSoon() {
    window.clearTimeout(leaving);
    leaving = window.setTimeout(hide, DELAY);
  }

  /* Shows what a term means below its link, or above where there is no room below. */
  function show(link) {
    window.clearTimeout(leaving);
    if (shown && shown.link === link) return;
    hide();
    const note = document.createElement("span");
    note.id = "pb-means";
    note.className = "pb-means";
    note.setAttribute("role", "tooltip");
    note.textContent = link.dataset.means;
    link.after(note);
    link.setAttribute("aria-describedby", note.id);
    shown = { link, note };
    place(link, note);
    note.addEventListener("pointerenter", () => window.clearTimeout(leaving));
    note.addEventListener("pointerleave", hideSoon);
  }

  /* Moves the note next to the link and keeps it within the window. */
  function place(link, note) {
    const line = link.getClientRects()[0];
    const left = Math.min(line.left, window.innerWidth - note.offsetWidth - 8);
    const below = line.bottom + 4;
    const above = line.top - note.offsetHeight - 4;
    const fits = below + note.offsetHeight <= window.innerHeight || above < 0;
    note.style.left = `${Math.max(8, left)}px`;
    note.style.top = `${fits ? below : above}px`;
  }

  for (const link of document.querySelectorAll("a.pb-term")) {
    // A finger has no pointer that rests: it follows the link.
    link.addEventListener("pointerenter", (event) => {
      if (event.pointerType !== "touch") show(link);
    });
    link.addEventListener("pointerleave", hideSoon);
    link.addEventListener("focus", () => {
      if (link.matches(":focus-visible")) show(link);
    });
    link.addEventListener("blur", hide);
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
  // The keyboard may scroll a link into view after it has the focus: the note goes along.
  window.addEventListener("scroll", () => shown && place(shown.link, shown.note), { passive: true });
})();
