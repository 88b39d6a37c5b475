"""By what two records are the same person: an e-mail address and a phone number in one form."""

import phonenumbers

from clmsite.kernel.text import clean_line


def normalise_email(email: str) -> str:
    """Trimmed and in lower case, "" for nothing. Dots and plus tags are kept: they may matter."""
    return clean_line(email, 254).lower()


def normalise_phone(phone: str, region: str | None = None) -> str:
    """E.164 ("+49 30 1234567" -> "+49301234567"), or as written where no such number can be.

    Without a `region` only numbers that begin with + can be known.
    """
    written = clean_line(phone, 40)
    try:
        number = phonenumbers.parse(written, region)
    except phonenumbers.NumberParseException:
        return written
    if not phonenumbers.is_possible_number(number) or number.extension:
        return written
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
