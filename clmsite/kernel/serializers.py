"""What all serializers of the API share: strangers' fields are refused, relations are scoped."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers


class StrictSerializer(serializers.ModelSerializer):
    """A field we do not know, or that cannot be written, is an error and not ignored (AP-03)."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            self._refuse_unknown(data)
        return super().to_internal_value(data)

    def _refuse_unknown(self, data: Mapping[str, Any]) -> None:
        errors = {}
        for name in data:
            field = self.fields.get(name)
            if field is None:
                errors[str(name)[:100]] = [_error(_("There is no such field."))]
            elif field.read_only:
                errors[name] = [_error(_("This field cannot be written."))]
        if errors:
            raise serializers.ValidationError(errors)


def _error(text: str) -> serializers.ErrorDetail:
    return serializers.ErrorDetail(text, code="unknown_field")


class ScopedRelation(serializers.PrimaryKeyRelatedField):
    """A relation to rows that its writer can see; `scope` is e.g. `campaigns_for`."""

    def __init__(self, *, scope: Callable[[Any], QuerySet[Any]], **options: Any) -> None:
        self.scope = scope
        # The schema asks for a model without a request; nobody is looked up in this one.
        super().__init__(queryset=scope(_Nobody()), **options)

    def get_queryset(self) -> QuerySet[Any]:
        request = self.context.get("request")
        return self.scope(request.user if request else _Nobody())


class _Nobody:
    """A user without any right."""

    is_authenticated = is_active = is_superuser = False
