"""Phone numbers as they are kept: in the form of ITU-T E.164, so that one phone is one text."""

import re

from loyalty.refusals import Refusal, Refused


def normal_phone(text: str) -> str | Refused:
    """ "79001234567" or "+7 900 123-45-67" as "+79001234567"; the country's code must be there.

    Refuses with PHONE_UNCLEAR.
    """
    # Loaded with the first phone, not with the bot.
    import phonenumbers

    typed = text.strip()
    try:
        number = phonenumbers.parse(typed if typed.startswith("+") else f"+{typed}")
    except phonenumbers.NumberParseException:
        return Refused(Refusal.PHONE_UNCLEAR)
    if not phonenumbers.is_possible_number(number):
        return Refused(Refusal.PHONE_UNCLEAR)
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def typed_phone(text: str) -> str:
    """A number in E.164 form, also dialled with an 8 or without the country's 7; "" for none."""
    digits = re.sub("[^0-9]", "", text)
    if re.search(r"[^0-9 ()+.\-]", text) or not digits:
        return ""
    if not text.startswith("+") and re.fullmatch("8[0-9]{10}", digits):
        digits = "7" + digits[1:]
    elif not text.startswith("+") and re.fullmatch("9[0-9]{9}", digits):
        digits = "7" + digits
    phone = normal_phone(digits)
    return "" if isinstance(phone, Refused) else phone
