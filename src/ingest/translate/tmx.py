"""Reads and writes TMX 1.4, the exchange format of translation memories.

Source: LISA OSCAR, TMX 1.4b Specification (2005). External entities are never resolved.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from ingest.errors import ConfigurationError
from ingest.translate.tags import same_language

ORIGIN = "x-origin"
MACHINE = "x-machine"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class Unit:
    """One translation unit. ``machine`` holds what the machine said, None when a person or another tool made it."""

    source_language: str
    target_language: str
    source: str
    target: str
    machine: str | None = None


def write_tmx(path: Path, units: Iterable[Unit], *, version: str) -> int:
    """Write units and return their number. No time and no name of a person is written: equal memories, equal files."""
    count = 0
    staging = path.with_name(path.name + ".part")
    with etree.xmlfile(str(staging), encoding="utf-8") as file:
        file.write_declaration()
        with file.element("tmx", version="1.4"):
            header = {
                "creationtool": "polyglot-ingest",
                "creationtoolversion": version,
                "segtype": "sentence",
                "o-tmf": "sqlite",
                "adminlang": "en",
                "srclang": "*all*",
                "datatype": "plaintext",
            }
            file.write(etree.Element("header", header), pretty_print=True)
            with file.element("body"):
                for unit in units:
                    file.write(_element(unit), pretty_print=True)
                    count += 1
    staging.replace(path)
    return count


def read_tmx(path: Path, target_language: str | None = None) -> Iterator[Unit]:
    """Yield the units of a file, one for each pair of its variants.

    The source is the variant in the unit's or the header's ``srclang``, else the first. Raises ConfigurationError when
    the file is no TMX.
    """
    try:
        header = "*all*"
        for _, element in etree.iterparse(
            str(path), tag=("header", "tu"), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        ):
            if element.tag == "header":
                header = element.get("srclang") or header
            else:
                yield from _units(element, element.get("srclang") or header, target_language)
                element.clear()
    except (etree.XMLSyntaxError, OSError) as error:
        raise ConfigurationError(f"{path} is not readable as TMX ({error}).") from error


def _element(unit: Unit) -> etree._Element:
    element = etree.Element("tu", srclang=unit.source_language)
    etree.SubElement(element, "prop", type=ORIGIN).text = "human" if unit.machine is None else "machine"
    if unit.machine is not None:
        etree.SubElement(element, "prop", type=MACHINE).text = _clean(unit.machine)
    for language, text in ((unit.source_language, unit.source), (unit.target_language, unit.target)):
        variant = etree.SubElement(element, "tuv", {_LANG: language})
        etree.SubElement(variant, "seg").text = _clean(text)
    return element


def _units(element: etree._Element, source_language: str, target_language: str | None) -> Iterator[Unit]:
    properties = {prop.get("type"): prop.text or "" for prop in element.iterchildren("prop")}
    variants = [(tuv.get(_LANG) or tuv.get("lang") or "", _text(tuv)) for tuv in element.iterchildren("tuv")]
    sources = [item for item in variants if same_language(item[0], source_language)] or variants[:1]
    for language, source in sources[:1]:
        for other, target in variants:
            wanted = target_language is None or same_language(other, target_language)
            if wanted and not same_language(other, language) and source and target:
                yield Unit(language, other, source, target, machine=properties.get(MACHINE))


def _text(variant: etree._Element) -> str:
    segment = variant.find("seg")
    return "".join(str(part) for part in segment.itertext()).strip() if segment is not None else ""


def _clean(text: str) -> str:
    """Return the text without characters that XML 1.0 cannot hold."""
    return "".join(
        char
        for char in text
        if char in "\t\n\r" or "\u0020" <= char <= "\ud7ff" or "\ue000" <= char <= "\ufffd" or char > "\uffff"
    )
