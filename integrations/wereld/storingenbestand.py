"""A file that says which faults a world gets, and how often: YAML, JSON or TOML with the fields of ``Storingen``.

basis: geen            # geen: everything not named is off; standaard (or absent): it has its usual rate
dubbele_regel: 0.01
late_start: 0.2
"""

import dataclasses
import tomllib
from pathlib import Path
from typing import Any

import yaml

from integrations.errors import ConfigurationError
from integrations.wereld.storingen import Storingen

BASIS = {"standaard": Storingen, "geen": Storingen.none}


def read_storingen(path: Path) -> Storingen:
    """The faults that ``path`` asks for.

    Raises:
        ConfigurationError: the file cannot be read, has a name that is no fault, or a value that is no chance.
    """
    kansen = _read(path)
    basis = str(kansen.pop("basis", "standaard"))
    if basis not in BASIS:
        raise ConfigurationError(f"{path.name}: basis '{basis}' bestaat niet.", "kies standaard of geen.")
    bekend = [veld.name for veld in dataclasses.fields(Storingen)]
    onbekend = sorted(str(naam) for naam in kansen if naam not in bekend)
    if onbekend:
        raise ConfigurationError(
            f"{path.name}: onbekende storing {', '.join(onbekend)}.", f"kies uit {', '.join(sorted(bekend))}."
        )
    fout = sorted(naam for naam, kans in kansen.items() if not _is_chance(kans))
    if fout:
        raise ConfigurationError(
            f"{path.name}: {', '.join(fout)} heeft geen kans van 0 tot en met 1.",
            "schrijf bijvoorbeeld 0.05.",
        )
    return dataclasses.replace(BASIS[basis](), **{naam: float(kans) for naam, kans in kansen.items()})


def _is_chance(waarde: object) -> bool:
    return isinstance(waarde, (int, float)) and not isinstance(waarde, bool) and 0 <= waarde <= 1


def _read(path: Path) -> dict[str, Any]:
    """The file as a dictionary; JSON is YAML too."""
    try:
        tekst = path.read_text(encoding="utf-8")
        inhoud = tomllib.loads(tekst) if path.suffix.lower() == ".toml" else yaml.safe_load(tekst)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, yaml.YAMLError):
        raise ConfigurationError(
            f"{path} is niet te lezen als YAML, JSON of TOML.", "kijk het bestand na."
        ) from None
    if not isinstance(inhoud, dict):
        raise ConfigurationError(
            f"{path.name} is geen lijst van storingen.", "schrijf regels als naam: kans."
        )
    return inhoud
