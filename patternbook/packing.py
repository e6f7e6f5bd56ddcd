"""A built site whose pages open from a disk -> one zip file to hand on.

The same site makes the same file, to the byte. At its top are two files for people and one
folder with the site.
"""

from __future__ import annotations

import os
import zipfile
from pathlib import Path, PurePosixPath

START = "Open the library.html"
READ_ME = "READ ME FIRST.txt"
_SITE = "library"
_OPENER = "open-the-library.js"
_TIME = (1980, 1, 1, 0, 0, 0)  # the first that a zip file can name
_MODE = 0o100644
_ON_UNIX = 3

_INTERNAL = (
    "INTERNAL COPY. It holds records that are not for the public. Keep it where confidential\n"
    "papers may be kept, and do not pass it on.\n\n"
)
_EXPLAINED = """\
{internal}This is a copy of the library that needs no network and no other program than a
browser, such as Edge, Chrome, Firefox or Safari.

To open it

1. Take everything out of the zip file first. In Windows, click the zip file with the
   right mouse button and choose "Extract All". On a Mac, double-click it.
2. Open the new folder and double-click "{start}".

If styles or search are missing, you are probably still looking inside the zip file.
Go back to step 1.

Good to know

- On a shared drive, extract it once. Everybody who can reach the folder can then open it.
- Keep the folder together. The pages do not work without the files beside them.
- Search looks through this copy only. Nothing that you type leaves your computer.
- Links to other websites still need a network.
- It is a copy of one day. It does not bring itself up to date: when you are given a
  newer one, delete this folder and extract the new one.
"""
# The script is found only once the file has been taken out of the zip file.
_START_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>Open the library</title>
<script src="{site}/{opener}"></script>
</head>
<body>
<main>
{internal}<h1>Open the library</h1>
<p><a href="{site}/index.html">Go to the library</a></p>
<p>If this leads nowhere, you are probably looking inside the zip file. Take everything out of it
first: in Windows, click the zip file with the right mouse button and choose “Extract All”. Then
open the new folder, and this page in it.</p>
</main>
</body>
</html>
"""


def pack_site(site: Path, file: Path, top: str, *, is_internal: bool) -> int:
    """Write the site to a new zip file, below one folder named `top`; return how many pages.

    Files and folders whose names begin with a full stop are left out, and so are links. With
    `is_internal` the two files for people say so. Raises OSError if it cannot be written.
    """
    told = {"site": _SITE, "opener": _OPENER, "start": START}
    in_text = _INTERNAL if is_internal else ""
    in_page = f"<p><strong>{_INTERNAL.strip()}</strong></p>\n" if is_internal else ""
    content: dict[str, bytes | Path] = {
        READ_ME: _EXPLAINED.format(internal=in_text, **told).replace("\n", "\r\n").encode("ascii"),
        START: _START_PAGE.format(internal=in_page, **told).encode(),
        **{f"{_SITE}/{name}": path for name, path in _files(site).items()},
        f"{_SITE}/{_OPENER}": f'location.replace("{_SITE}/index.html");\n'.encode("ascii"),
    }
    with zipfile.ZipFile(file, "x", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for name in sorted(content):
            each = content[name]
            about = zipfile.ZipInfo(f"{top}/{name}", date_time=_TIME)
            about.compress_type = zipfile.ZIP_DEFLATED
            about.create_system = _ON_UNIX
            about.external_attr = _MODE << 16
            packed.writestr(about, each.read_bytes() if isinstance(each, Path) else each)
    return sum(name.startswith(f"{_SITE}/") and name.endswith(".html") for name in content)


def _files(site: Path) -> dict[str, Path]:
    """Return every file of the site that may go along, by its path below the site's folder."""
    found: dict[str, Path] = {}
    for folder, inner, names in os.walk(site):
        inner[:] = [name for name in inner if not name.startswith(".")]
        for name in names:
            path = Path(folder, name)
            if not name.startswith(".") and not path.is_symlink():
                found[PurePosixPath(path.relative_to(site)).as_posix()] = path
    return found
