"""The Persian catalogue: complete, with every placeholder kept."""

import re
from pathlib import Path

from django.conf import settings

from clmsite.launcher.translations import parse_po

PO = Path(settings.LOCALE_PATHS[0]) / "fa/LC_MESSAGES/django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
CATALOGUE = parse_po(PO.read_text())


def test_every_message_of_the_catalogue_is_translated():
    messages = PO.read_text().count('\nmsgid "') - 1  # the header is none

    assert len(CATALOGUE) - 1 == messages


def test_translations_keep_every_placeholder():
    lost = [english for english, persian in CATALOGUE.items() if not _keeps(english, persian)]

    assert lost == []


def _keeps(english: str, persian: str) -> bool:
    """The last form has all of them, another form ("one row") may leave some out."""
    forms = english.split("\x04")[-1].split("\0")
    wanted = {found for form in forms for found in PLACEHOLDER.findall(form)}
    *others, last = (set(PLACEHOLDER.findall(form)) for form in persian.split("\0"))
    return last == wanted and all(other <= wanted for other in others)


def test_templates_say_nothing_that_the_catalogue_lacks():
    said = set()
    for path in (Path(settings.BASE_DIR) / "templates").rglob("*.html"):
        said |= set(re.findall(r"""{%\s*translate\s+"([^"%]+)"\s*%}""", path.read_text()))

    known = {key.split("\x04")[-1].split("\0")[0] for key in CATALOGUE}
    assert len(said) > 100, "the templates have moved"
    assert sorted(said - known) == []
