"""The form of a site."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campaigns.models import Site
from campaigns.tracking.save_site import MAX_ORIGINS, read_domain, read_origins


class SiteForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)
    domain = forms.CharField(
        label=_("Domain"),
        max_length=300,
        widget=forms.TextInput(attrs={"inputmode": "url", "placeholder": "www.example.com"}),
    )
    origins = forms.CharField(
        label=_("Origins that may send hits"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "ltr", "placeholder": "https://…"}),
        help_text=_(
            "One per line. Hits of other sites that carry this key are refused. Empty: everything "
            "is taken, which is right only while you set it up."
        ),
    )

    def __init__(self, *args: Any, site: Site | None = None, **kwargs: Any) -> None:
        if site is not None:
            kwargs.setdefault(
                "initial",
                {"name": site.name, "domain": site.domain, "origins": "\n".join(site.origins)},
            )
        super().__init__(*args, **kwargs)

    def clean_domain(self) -> str:
        try:
            return read_domain(self.cleaned_data["domain"])
        except ValueError:
            raise forms.ValidationError(gettext("Write a domain like www.example.com.")) from None

    def clean_origins(self) -> list[str]:
        try:
            origins = read_origins(self.cleaned_data["origins"])
        except ValueError as error:
            words = gettext("“%(word)s” is no address like https://www.example.com.")
            raise forms.ValidationError(words % {"word": error}) from None
        if len(origins) > MAX_ORIGINS:
            words = gettext("At most %(n)d origins.") % {"n": MAX_ORIGINS}
            raise forms.ValidationError(words)
        return origins
