"""Whether a page meets WCAG 2.2, level AA, as far as axe can tell; in all its widths and colours.

Most of axe's time goes into contrast, which it measures for each piece of text on its own, and the
pages of a site have most of their looks in common. So contrast is measured once for each look: one
text stands for all of the same colour, size and weight, on the same grounds, of the same classes,
wherever it was met. A colour that differs on one page, at one width or in the dark is a look of
its own. All else that the guidelines ask for has nothing to do with colours, and is asked at every
width of every page.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# A small phone, or four times as large on a laptop; a tablet; a laptop.
WIDTHS = (320, 768, 1280)

_AXE = Axe()
# No rule of these reads the style sheets, which axe would otherwise fetch each time.
_OPTIONS = {"resultTypes": ["violations"], "preload": False}
_ALL = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
}
_ALL_BUT_CONTRAST = {**_ALL, "rules": {"color-contrast": {"enabled": False}}}
_CONTRAST = {"runOnly": ["color-contrast"]}

# Gives one text for each look in the page that is not among those known, and names these looks.
_NEW_LOOKS = """known => {
    const seen = new Set(known);
    const named = element => `${element.localName}.${element.getAttribute("class") ?? ""}`;
    // All that lies below a text, down to the first ground that hides the others.
    const grounds = new Map([[null, ""]]);
    const groundsOf = element => {
        if (!grounds.has(element)) {
            const { backgroundColor, backgroundImage, opacity } = getComputedStyle(element);
            const isClear = backgroundImage === "none" && backgroundColor === "rgba(0, 0, 0, 0)";
            const isPlain = backgroundImage === "none" && backgroundColor.startsWith("rgb(");
            const own = isClear && opacity === "1" ? ""
                : [named(element), backgroundColor, backgroundImage, opacity].join();
            const below = isPlain && opacity === "1" ? "" : groundsOf(element.parentElement);
            grounds.set(element, `${own}/${below}`);
        }
        return grounds.get(element);
    };
    const hasText = element => element.matches("input, select, textarea")
        || [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    const looks = [];
    const texts = [];
    for (const element of document.body.querySelectorAll("*")) {
        if (!hasText(element) || !element.checkVisibility({ visibilityProperty: true })) continue;
        const { color, fontSize, fontWeight, textShadow } = getComputedStyle(element);
        const look = [
            named(element), named(element.parentElement), color, fontSize, fontWeight, textShadow,
            groundsOf(element)
        ].join();
        if (seen.has(look)) continue;
        seen.add(look);
        looks.push(look);
        texts.push(element);
    }
    return { looks, texts };
}"""


def violations(page: Page) -> str:
    """Return what axe finds in a page as it stands, in each of its texts; nothing, if well."""
    return _told(page, _ALL)


def violations_at(page: Page, looks: set[str], widths: Iterable[int] = WIDTHS) -> str:
    """Return what is wrong with a page at these widths, in light and in dark; nothing, if well.

    That is what axe finds, and that one would have to scroll sideways. `looks` are those whose
    contrast was measured before, and get those that are new here. The page must be in light
    colours, and is so afterwards.
    """
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        found = _told(page, _ALL_BUT_CONTRAST) + _contrast(page, looks)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found += "One must scroll sideways."
        if found:
            return f"{width} pixels wide: {found}"
        # As the button for dark colours does it.
        page.evaluate("document.body.dataset.mdColorScheme = 'slate'")
        found = _contrast(page, looks)
        page.evaluate("document.body.dataset.mdColorScheme = 'default'")
        if found:
            return f"{width} pixels wide, in the dark: {found}"
    return ""


def _contrast(page: Page, looks: set[str]) -> str:
    """Measure the contrast of the looks that are new, and count them among the known."""
    new = page.evaluate_handle(_NEW_LOOKS, sorted(looks))
    names: list[str] = new.evaluate("found => found.looks")
    found = _told(page, _CONTRAST, new.get_property("texts")) if names else ""
    looks.update(names)
    return found


def _told(page: Page, rules: dict[str, Any], elements: Any = None) -> str:
    if not page.evaluate("'axe' in window"):
        page.evaluate(_AXE.axe_script)
    results = AxeResults(
        page.evaluate(
            "([include, options]) => axe.run(include ? { include } : document, options)",
            [elements, {**_OPTIONS, **rules}],
        )
    )
    return results.generate_report() if results.violations_count else ""
