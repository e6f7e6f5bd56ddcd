"""What a hand-written page may call, once its front matter says `render_macros: true`.

The work is done in `patternbook.pages.snippets`; here each snippet only gets the library of
the present build and the page that asks. The library is looked up at each call, since macros
are defined before it has been read.
"""

from __future__ import annotations

from typing import Any

from patternbook.pages.snippets import SNIPPETS, bind


def define_env(env: Any) -> None:
    """Offer every snippet to pages, under its own name."""
    for name, snippet in SNIPPETS.items():
        env.macro(
            bind(
                snippet,
                lambda: env.conf.extra["patternbook"]["library"],
                lambda: env.page.file.src_uri,
            ),
            name,
        )
