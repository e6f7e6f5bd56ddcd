"""The mark that stands across every page of a draft, drawn as Word draws its own watermarks.

It is a shape in the header, in the older of the two drawing languages (VML), since that is the one
in which Word itself, LibreOffice and what converts files to PDF all show it. It lies behind the
text and is light, so that the text on it stays easy to read.
"""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.xmlchemy import BaseOxmlElement

_VML = "urn:schemas-microsoft-com:vml"
_OFFICE = "urn:schemas-microsoft-com:office:office"
_WORD = "urn:schemas-microsoft-com:office:word"
_WIDTH_OF_A_LETTER = 16  # points
_LONGEST = 520  # points, so that it stays within the page when it is turned


def watermark(text: str) -> BaseOxmlElement:
    """Return a run with the mark, to stand in a header."""
    width = min(_LONGEST, _WIDTH_OF_A_LETTER * len(text))
    place = (
        "position:absolute;margin-left:0;margin-top:0;"
        f"width:{width}pt;height:52pt;rotation:315;z-index:-251658752;"
        "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        "mso-position-vertical:center;mso-position-vertical-relative:margin"
    )
    return parse_xml(
        f'<w:r {nsdecls("w")} xmlns:v="{_VML}" xmlns:o="{_OFFICE}" xmlns:w10="{_WORD}">'
        "<w:rPr><w:noProof/></w:rPr><w:pict>"
        '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
        'path="m@7,l@8,m@5,21600l@6,21600e">'
        "<v:formulas>"
        '<v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/>'
        '<v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>'
        '<v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/>'
        '<v:f eqn="mid @5 @6"/><v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/>'
        '<v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/>'
        "</v:formulas>"
        '<v:path textpathok="t" o:connecttype="custom" '
        'o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" o:connectangles="270,180,90,0"/>'
        '<v:textpath on="t" fitshape="t"/>'
        '<v:handles><v:h position="#0,bottomRight" xrange="6629,14971"/></v:handles>'
        '<o:lock v:ext="edit" text="t" shapetype="t"/>'
        "</v:shapetype>"
        f'<v:shape id="PowerPlusWaterMarkObject1" o:spid="_x0000_s1025" type="#_x0000_t136" '
        f'alt={quoteattr(f"Watermark: {text}")} style="{place}" o:allowincell="f" '
        'fillcolor="#d9d9d9" stroked="f">'
        f"<v:textpath style='font-family:\"Arial\";font-size:1pt' string={quoteattr(text)}/>"
        '<w10:wrap anchorx="margin" anchory="margin"/>'
        "</v:shape></w:pict></w:r>"
    )
