"""Forms about people and tokens."""

import secrets
from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from clmsite.kernel.access import ROLES
from clmsite.models import User


class NewPasswordForm(forms.Form):
    """A name and a password that the validators accept."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name", "autofocus": True}),
    )
    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least 8 characters, and not one everybody uses."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=False),
    )

    def candidate(self) -> User:
        """The account-to-be, so that a password like the name or e-mail is refused."""
        return User(name=self.cleaned_data.get("name", ""), email=self.data.get("email", ""))

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        password_validation.validate_password(password, self.candidate())
        return password


class SetupForm(NewPasswordForm):
    email = forms.EmailField(
        label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    code = forms.CharField(
        label=_("Set-up code"),
        help_text=_("The value of SETUP_CODE on the server."),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    field_order = ["name", "email", "password", "code"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not settings.PRODUCTION:
            del self.fields["code"]

    def clean_code(self) -> str:
        given = self.cleaned_data["code"]
        wanted = settings.SETUP_CODE
        if not wanted or not secrets.compare_digest(given.encode(), wanted.encode()):
            raise forms.ValidationError(_("This is not the code set on the server."))
        return given


class InviteForm(forms.Form):
    email = forms.EmailField(label=_("E-mail"))
    role = forms.ChoiceField(label=_("Role"), choices=list(ROLES.items()))


class TokenForm(forms.Form):
    TERMS = (("30", _("30 days")), ("90", _("90 days")), ("365", _("1 year")))

    name = forms.CharField(
        label=_("What is it for?"), max_length=80, help_text=_("For example: nightly ad costs.")
    )
    can_write = forms.BooleanField(label=_("May change data, not only read it"), required=False)
    days = forms.ChoiceField(label=_("Valid for"), choices=TERMS, initial="90")

    def term(self) -> timedelta:
        return timedelta(days=int(self.cleaned_data["days"]))
