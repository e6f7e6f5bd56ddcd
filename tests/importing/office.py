"""Documents as LibreOffice has them, in its own flat form: it turns them into Word files itself."""

from __future__ import annotations

_NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "style": "style",
        "text": "text",
        "table": "table",
        "draw": "drawing",
        "fo": "xsl-fo-compatible",
        "svg": "svg-compatible",
        "form": "form",
    }.items()
)
_STYLES = (
    '<style:style style:name="B" style:family="text"><style:text-properties '
    'fo:font-weight="bold"/></style:style>'
    '<style:style style:name="H" style:family="text"><style:text-properties '
    'text:display="none"/></style:style>'
    '<style:style style:name="F" style:family="graphic"><style:graphic-properties '
    'style:wrap="none"/></style:style>'
)


def document(body: str) -> bytes:
    """Return a document of LibreOffice with this body."""
    dublin = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {_NAMES} {dublin} '
        'office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">'
        f"<office:automatic-styles>{_STYLES}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document>"
    ).encode()


def heading(text: str, level: int = 1) -> str:
    return f'<text:h text:outline-level="{level}">{text}</text:h>'


def paragraph(text: str) -> str:
    return f"<text:p>{text}</text:p>"


def bullets(*texts: str) -> str:
    items = "".join(f"<text:list-item>{paragraph(text)}</text:list-item>" for text in texts)
    return f"<text:list>{items}</text:list>"


def table(*rows: tuple[str, ...]) -> str:
    """Return a table; a cell that begins with “2|” covers two columns."""
    width = max(len(row) for row in rows)
    made = ""
    for row in rows:
        made += "<table:table-row>"
        for cell in row:
            span, _, text = cell.rpartition("|")
            spans = f' table:number-columns-spanned="{span}"' if span else ""
            made += f"<table:table-cell{spans}>{paragraph(text)}</table:table-cell>"
            made += "<table:covered-table-cell/>" if span else ""
        made += "</table:table-row>"
    columns = f'<table:table-column table:number-columns-repeated="{width}"/>'
    return f"<table:table>{columns}{made}</table:table>"


def review() -> bytes:
    """A case review with all that LibreOffice can do to a text."""
    frame = (
        '<draw:frame draw:style-name="F" text:anchor-type="paragraph" svg:width="4cm" '
        f'svg:height="2cm"><draw:text-box>{paragraph("In a frame: the kettle sang.")}'
        "</draw:text-box></draw:frame>"
    )
    note = (
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
        f"<text:note-body>{paragraph('Twice, says the log.')}</text:note-body></text:note>"
    )
    return document(
        heading("A kettle on the landing")
        + paragraph("Kind of record: Case review")
        + heading("Summary", 2)
        + paragraph("Nobody asked why a kettle stood on the landing.")
        + heading("Episode 1: The kettle is seen", 2)
        + paragraph("Practice: Good practice")
        + table(
            (
                "Description of the episode, and its significance with hindsight",
                "Breakdown, and judgement of how adequate practice was",
                "Contributory factors: why it made sense at the time",
            ),
            ("The warden stepped over it.", "2|He noted it."),
        )
        + heading("What happened, from several sides", 1)
        + heading("The warden", 2)
        + paragraph("Source: conversation")
        + paragraph(f"He rang{note}, and {_bold('wrote')} it down. Zażółć gęślą, tŷ, “aye”.")
        + bullets("the landing was cold", "the kettle was not")
        + paragraph(f"What stood beside it.{frame}")
    )


def plain_report() -> bytes:
    """An overview report with a list and a table whose cells are merged."""
    return document(
        paragraph(_bold("Overview: the ferry in the fog"))
        + paragraph(_bold("What was done"))
        + paragraph("The ferry waited for two children.<text:line-break/>It waited an hour.")
        + table(("2|Both banks", "tide"), ("north", "south", "low"))
        + bullets("fog on Monday", "fog on Tuesday")
    )


def unsettled() -> bytes:
    """A document with a tracked change, a comment and hidden text."""
    change = (
        '<text:tracked-changes><text:changed-region text:id="c1"><text:insertion>'
        "<office:change-info><dc:creator>Kowalska</dc:creator><dc:date>2024-01-01T00:00:00"
        "</dc:date></office:change-info></text:insertion></text:changed-region>"
        "</text:tracked-changes>"
    )
    comment = (
        f"<office:annotation><dc:creator>Kowalska</dc:creator>{paragraph('Ask her.')}"
        "</office:annotation>"
    )
    return document(
        change
        + heading("One")
        + paragraph('Text <text:change-start text:change-id="c1"/>new'
                    '<text:change-end text:change-id="c1"/> here.')
        + paragraph(f"Seen {comment}by all.")
        + paragraph('Not <text:span text:style-name="H">hidden at all</text:span> seen.')
    )  # fmt: skip


def _bold(text: str) -> str:
    return f'<text:span text:style-name="B">{text}</text:span>'
