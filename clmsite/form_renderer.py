"""How Django renders our forms: label, hint, control and errors in one block (parts/field.html)."""

from django.forms.renderers import TemplatesSetting


class ClosedLoopRenderer(TemplatesSetting):
    """Uses the project's templates, so that `{{ form }}` is ours."""

    form_template_name = "parts/form.html"
    field_template_name = "parts/field.html"
