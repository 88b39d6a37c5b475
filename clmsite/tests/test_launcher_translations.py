"""The .mo files we write are read right by Python's own gettext."""

import gettext
import io

import pytest

from clmsite.launcher.translations import compile_folder, mo_bytes, parse_po

PO = r"""
# A translator's comment
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\n"

#: templates/x.html
msgid "Campaigns"
msgstr "کمپین‌ها"

msgid "two "
"lines\n"
msgstr "دو "
"خط\n"

msgctxt "verb"
msgid "Lead"
msgstr "هدایت"

msgid "Lead"
msgstr "سرنخ"
msgid "%(n)d click"
msgid_plural "%(n)d clicks"
msgstr[0] "%(n)d کلیک"
msgstr[1] "%(n)d کلیک‌ها"

#, fuzzy, python-format
msgid "unsure"
msgstr "شاید"

msgid "untranslated"
msgstr ""

msgid "say \"so\""
msgstr "«بگو»"

#~ msgid "obsolete"
#~ msgstr "کهنه"
"""


@pytest.fixture
def catalogue():
    return gettext.GNUTranslations(io.BytesIO(mo_bytes(parse_po(PO))))


@pytest.mark.parametrize(
    ("message", "translation"),
    [
        pytest.param("Campaigns", "کمپین‌ها", id="simple"),
        pytest.param("two lines\n", "دو خط\n", id="joined lines and escapes"),
        pytest.param("Lead", "سرنخ", id="without context"),
        pytest.param('say "so"', "«بگو»", id="quotes"),
        pytest.param("unsure", "unsure", id="fuzzy is left out"),
        pytest.param("untranslated", "untranslated", id="empty is left out"),
        pytest.param("obsolete", "obsolete", id="obsolete is left out"),
    ],
)
def test_messages(catalogue, message, translation):
    assert catalogue.gettext(message) == translation


def test_context_and_plurals(catalogue):
    assert catalogue.pgettext("verb", "Lead") == "هدایت"
    assert catalogue.ngettext("%(n)d click", "%(n)d clicks", 1) == "%(n)d کلیک"
    assert catalogue.ngettext("%(n)d click", "%(n)d clicks", 5) == "%(n)d کلیک‌ها"


def test_a_broken_file_is_named_with_its_line(tmp_path):
    (tmp_path / "django.po").write_text('msgid "a"\nmsgstr "b\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"django\.po: line 2"):
        compile_folder(tmp_path)


def test_only_changed_files_are_compiled_again(tmp_path):
    (tmp_path / "django.po").write_text(PO, encoding="utf-8")
    assert compile_folder(tmp_path) == 1
    assert compile_folder(tmp_path) == 0
    (tmp_path / "django.mo").unlink()
    assert compile_folder(tmp_path) == 1
