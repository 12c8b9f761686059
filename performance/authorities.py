"""The authorities and regions of England, from performance/reference/authorities.yaml."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parent / "reference" / "authorities.yaml"
#: Unitary authorities, metropolitan districts, London boroughs, counties.
CODE = re.compile(r"E(06|08|09|10)[0-9]{6}")
REGION_CODE = re.compile(r"E12[0-9]{6}")


@dataclass(frozen=True)
class Region:
    code: str
    name: str


@dataclass(frozen=True)
class Authority:
    code: str
    name: str
    region: Region

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class _Shipped:
    by_code: dict[str, Authority]
    by_name: dict[str, Authority]
    formerly: dict[str, str]


def by_region() -> dict[Region, list[Authority]]:
    """Return the authorities of each region, in the order of the file."""
    found: dict[Region, list[Authority]] = {}
    for each in _shipped().by_code.values():
        found.setdefault(each.region, []).append(each)
    return found


def authority(code: str) -> Authority | None:
    """Return the authority of a code, of today or of an older edition."""
    shipped = _shipped()
    return shipped.by_code.get(shipped.formerly.get(code, code))


def named(name: str) -> Authority | None:
    """Return the authority of a name, as files and people write it."""
    return _shipped().by_name.get(_plain(name))


def _plain(name: str) -> str:
    """Return a name without what writers differ in: "St Helens", "Bristol, City of"."""
    text = name.lower().replace("&", "and").replace("-", " ")
    text = re.sub(r"[.,’']|\b(city|county|council|of|upon|the)\b", " ", text)
    return " ".join(text.split())


@cache
def _shipped() -> _Shipped:
    """Read the file once: it changes by release."""
    data: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    by_code = {
        code: Authority(code, name, Region(region_code, region["name"]))
        for region_code, region in data["regions"].items()
        for code, name in region["authorities"].items()
    }
    by_name = {_plain(each.name): each for each in by_code.values()}
    return _Shipped(by_code, by_name, data["formerly"])
