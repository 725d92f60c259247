"""Phone numbers as they are kept: in the form of ITU-T E.164, so that one phone is one text."""

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
