"""Reading XML from outside: no entities, no DTD, no network, no other encoding than UTF-8."""

from __future__ import annotations

import re

from lxml import etree

LARGEST = 16 * 1024 * 1024
_DECLARES = re.compile(r"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)


class UnsafeXml(ValueError):
    """The XML may not be read; `code` is short, the text says why."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code


def parse(data: bytes) -> etree._Element:
    """The root element of a document in UTF-8.

    Raises:
        UnsafeXml: it is too large, not UTF-8, declares a DTD or entities, or is not well-formed.
    """
    if len(data) > LARGEST:
        raise UnsafeXml("too_large", "The XML is larger than 16 MiB.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnsafeXml("encoding", "The XML is not UTF-8.") from error
    if _DECLARES.search(text):
        raise UnsafeXml("xml_entities", "The XML declares a document type or entities.")
    parser = etree.XMLParser(
        encoding="utf-8",  # whatever the document claims: the check above must see what the parser sees
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UnsafeXml("bad_xml", f"The XML is not well-formed: {error.msg}.") from error
