"""Which of our languages a person is greeted in, from what his messenger says."""

READS_RUSSIAN = frozenset({"ru", "uk", "be", "kk", "ky", "uz", "tg", "hy", "az", "tt", "ba", "ab", "os"})


def greeting_language(code: str, default: str) -> str:
    """ "ru" or "en" for an IETF language tag; the default when the messenger says nothing."""
    base = code.lower().replace("_", "-").partition("-")[0]
    if not base:
        return default
    return "ru" if base in READS_RUSSIAN else "en"
