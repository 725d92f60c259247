"""What a till never gets to know of a customer, looked for in each answer of the doors."""

import re

PHONE = "+79165550123"
# As it could be spelled: with or without +7 or 8, with spaces, brackets and dashes.
SPELLED = re.compile(r"(?<!\d)(?:\+?7|8)?[\s(-]*9\d{2}[\s)-]*\d{3}[\s-]?\d{2}[\s-]?\d{2}(?!\d)")
BIRTH = re.compile(r"birth|рожд|29[ \xa0.]*(?:февр|feb|02)|(?:feb\w*|02)[ .-]29", re.IGNORECASE)


def personal(text: str) -> list[str]:
    """Full phones and dates of birth in it."""
    return [found.group() for pattern in (SPELLED, BIRTH) for found in pattern.finditer(text)]
