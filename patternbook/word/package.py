"""The bytes of a .docx from a stranger -> its XML, or what it is instead and what to do about it.

A .docx is a ZIP archive of XML files and pictures. Only the XML that holds text is unpacked, each
file within limits, and it is read without document types, entities or the network. Pictures,
fonts, properties and whatever else is in there are never opened, so nothing of them can harm, and
the names of authors that stand in the properties are not even read.

Format: ECMA-376, parts 1 and 2. Encrypted and old documents are compound files ([MS-CFB]).
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

MAX_BYTES = 50 * 1024 * 1024
MAX_UNPACKED = 400 * 1024 * 1024
MAX_TEXT = 24 * 1024 * 1024  # of one XML file that is read; 300 pages take about 5 MB
MAX_RATIO = 200  # text packs to a tenth, and XML full of formatting to a fiftieth
MAX_ENTRIES = 5000

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATION = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPE = "http://schemas.openxmlformats.org/package/2006/content-types"
# “Strict Open XML” names the same things otherwise.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W.encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R.encode()),
    (
        b"http://purl.oclc.org/ooxml/drawingml/",
        b"http://schemas.openxmlformats.org/drawingml/2006/",
    ),
)
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE_AS = (
    "Open it in Word, choose File > Save As, and under “Save as type” choose “Word Document "
    "(*.docx)”."
)


@dataclass(frozen=True, slots=True, order=True)
class Refusal:
    """A reason why a document is not taken, with the mend.

    `where` says where in the document, in words that repeat nothing of its text; `excerpt` is the
    text there, for the eyes of the person who wrote it alone.
    """

    code: str
    message: str
    mend: str
    where: str = ""
    excerpt: str = field(default="", repr=False, compare=False)

    def __str__(self) -> str:
        """Print as one sentence, the places if there are any, and the mend."""
        places = f" Where: {self.where}." if self.where else ""
        return f"{self.message}{places}\n    Mend: {self.mend}"


class Refused(Exception):
    """Raised where a document is not taken; carries every reason."""

    def __init__(self, refusals: list[Refusal]) -> None:
        """Keep the reasons; the exception prints as their list."""
        self.refusals = tuple(refusals)
        super().__init__("\n".join(map(str, refusals)))


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of a part's relationships: where something that it uses lies."""

    kind: str  # the last word of the relationship's type, such as “footnotes” or “hyperlink”
    target: str  # the path of a part, or an address
    is_external: bool


class Package:
    """An unpacked document: its parts by path, each read when it is asked for."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        """Keep the archive, whose entries have been looked over."""
        self._archive = archive
        self._entries = {info.filename: info for info in archive.infolist()}
        self._read: dict[str, etree._Element | None] = {}
        self.main = self._main()

    @property
    def paths(self) -> list[str]:
        """Return the paths of all parts."""
        return list(self._entries)

    def xml(self, path: str) -> etree._Element | None:
        """Return a part's XML, or None if there is no such part.

        Raises Refused if it is too large, damaged, or declares a document type.
        """
        if path not in self._read:
            info = self._entries.get(path)
            self._read[path] = None if info is None else _parsed(self._archive, info)
        return self._read[path]

    def links(self, path: str) -> dict[str, Link]:
        """Return what a part says that it uses, by the name under which it does."""
        folder, name = posixpath.split(path)
        relations = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        links: dict[str, Link] = {}
        for each in (
            relations.iterchildren(f"{{{RELATION}}}Relationship") if relations is not None else ()
        ):
            target = each.get("Target", "")
            is_external = each.get("TargetMode") == "External"
            if not is_external:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = each.get("Type", "").rpartition("/")[2]
            links[each.get("Id", "")] = Link(kind, target, is_external)
        return links

    def related(self, kind: str) -> Iterator[tuple[str, etree._Element]]:
        """Yield the parts of one kind that the main part uses: path and XML."""
        for link in self.links(self.main).values():
            if link.kind == kind and not link.is_external:
                root = self.xml(link.target)
                if root is not None:
                    yield link.target, root

    def content_types(self) -> dict[str, str]:
        """Return the types that the package declares, by the path or ending that has them."""
        types = self.xml("[Content_Types].xml")
        return {
            each.get("PartName", each.get("Extension", "")).lstrip("/"): each.get("ContentType", "")
            for each in (types if types is not None else ())
            if isinstance(each.tag, str)
        }

    def _main(self) -> str:
        """Return the path of the part that holds the document itself."""
        links = (link for link in self.links("").values() if link.kind == "officeDocument")
        main = next((link.target for link in links if link.target in self._entries), "")
        root = self.xml(main) if main else None
        if root is not None and root.tag == f"{{{W}}}document":
            return main
        raise Refused([_what_else(set(self._entries))])


def unpack(content: bytes) -> Package:
    """Return the package that these bytes are.

    Raises Refused if they are no such package, or one that would unpack to too much.
    """
    if not content:
        raise _refused("empty-file", "The file is empty.", "Look for a copy that holds the text.")
    if len(content) > MAX_BYTES:
        raise _too_large()
    if content.startswith(_COMPOUND):
        raise Refused([_compound(content)])
    if not content.startswith(b"PK"):
        raise Refused([_no_package(content)])
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError):
        raise _damaged() from None
    _refuse_bombs(entries, len(content))
    return Package(archive)


def _refuse_bombs(entries: list[zipfile.ZipInfo], size: int) -> None:
    """Raise Refused if the entries of an archive would unpack to more than any document holds."""
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused([_ENCRYPTED])
    unpacked = sum(entry.file_size for entry in entries)
    is_bomb = unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * max(size, 100_000)
    if is_bomb or len(entries) > MAX_ENTRIES:
        raise _refused(
            "zip-bomb",
            "The file would unpack to far more than a document holds.",
            "Do not open it. Ask whoever sent it for the text in a new document.",
        )
    names = [entry.filename for entry in entries]
    if len(set(names)) < len(names):
        raise _refused(
            "damaged",
            "Two parts of this file have the same name, so programs would read different texts.",
            "Open it in Word, look whether all is there, and save it under a new name.",
        )


def _parsed(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> etree._Element:
    if info.file_size > MAX_TEXT:
        raise _too_large()
    try:
        with archive.open(info) as file:
            content = file.read(MAX_TEXT + 1)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError):
        raise _damaged() from None
    if len(content) > MAX_TEXT:
        raise _too_large()
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    for strict, usual in _STRICT:
        content = content.replace(strict, usual)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        if _declares_a_type(content):
            raise _entities() from None
        raise _damaged() from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise _entities()
    return root


def _declares_a_type(content: bytes) -> bool:
    return re.search(rb"<!\s*(?:DOCTYPE|ENTITY)", content[:4096].replace(b"\x00", b"")) is not None


# --- What the file is instead -------------------------------------------------------------------

_ENCRYPTED = Refusal(
    "encrypted",
    "The document is locked with a password.",
    "Open it in Word with the password, choose File > Info > Protect Document > Encrypt with "
    "Password, empty the box, and save.",
)


def _compound(content: bytes) -> Refusal:
    """Return what a compound file is: a document with a password, or one in Word's old form."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return _ENCRYPTED
    return Refusal("old-word", "This is a document in Word's old form (.doc).", _SAVE_AS)


def _no_package(content: bytes) -> Refusal:
    beginning = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if beginning.startswith(b"%PDF"):
        return Refusal(
            "not-word",
            "This is a PDF and no Word document.",
            "Ask for the Word document that it was made from. Word can also open a PDF (File > "
            "Open) and save it as a Word Document; then read it through, as much may have moved.",
        )
    if beginning.startswith(rb"{\rtf"):
        return Refusal("not-word", "This is a document in Rich Text Format (.rtf).", _SAVE_AS)
    if beginning.startswith(b"<?xml") and b"Word.Document" in content[:4096]:
        return Refusal("not-word", "This is a Word document saved as one XML file.", _SAVE_AS)
    return Refusal(
        "not-word",
        "This is no Word document, or it is damaged from its first byte.",
        "Give the name of a file that ends in “.docx”, and see that Word can open it.",
    )


def _what_else(paths: set[str]) -> Refusal:
    """Return what a ZIP archive is that holds no Word document."""
    if "content.xml" in paths and "mimetype" in paths:
        return Refusal(
            "not-word",
            "This is a document in OpenDocument form (.odt).",
            "Open it in LibreOffice or Word, choose File > Save As, and as the type choose Word "
            "(.docx).",
        )
    if any(path.startswith(("xl/", "ppt/")) for path in paths):
        return Refusal(
            "not-word",
            "This is a workbook or a presentation and no Word document.",
            "Copy what it says into a Word document.",
        )
    if "[Content_Types].xml" in paths:
        return _damaged().refusals[0]
    return Refusal(
        "not-word",
        "This is an archive of files (ZIP) and no Word document.",
        "Unpack it, and give the names of the Word documents in it.",
    )


def _refused(code: str, message: str, mend: str) -> Refused:
    return Refused([Refusal(code, message, mend)])


def _damaged() -> Refused:
    return _refused(
        "damaged",
        "The document is damaged and cannot be read.",
        "Open it in Word (File > Open, and on the arrow beside the button “Open and Repair”), look "
        "whether all is there, and save it under a new name.",
    )


def _too_large() -> Refused:
    return _refused(
        "too-large",
        f"The document is larger than {MAX_BYTES // 1024 // 1024} MB, or its text than "
        f"{MAX_TEXT // 1024 // 1024} MB.",
        "Take the pictures out (in Word, File > Save As with another name first), or split it.",
    )


def _entities() -> Refused:
    return _refused(
        "entities",
        "The document declares words of its own (a document type), which can hide or multiply "
        "text.",
        "Do not open it. Ask whoever sent it for the text in a new document.",
    )
