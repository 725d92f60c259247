"""The message catalogues: read from the .po files into memory, a language at a time, when first spoken."""

from functools import lru_cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES = ("ru", "en")
DOMAIN = "kopilka"
LOCALES = Path(__file__).parent / "locales"


def po_path(language: str, locales: Path = LOCALES) -> Path:
    """Where the catalogue of a language lies."""
    return locales / language / "LC_MESSAGES" / f"{DOMAIN}.po"


@lru_cache(maxsize=len(LANGUAGES))
def translations(language: str) -> GNUTranslations:
    """The texts of a language. Raises ValueError for a language that is not in LANGUAGES."""
    if language not in LANGUAGES:
        raise ValueError(f"no texts in {language!r}; there are {', '.join(LANGUAGES)}")
    return read_translations(po_path(language))


def read_translations(path: Path) -> GNUTranslations:
    """Read one .po file; fuzzy and empty texts are left out, so that the English text shows."""
    compiled = BytesIO()
    with path.open("rb") as po:
        write_mo(compiled, read_po(po, ignore_obsolete=True))
    compiled.seek(0)
    return GNUTranslations(compiled)
