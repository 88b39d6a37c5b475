"""The API's description: as OpenAPI for programs, and as a page in our own style for people.

The usual viewers load their scripts from elsewhere, which our policy (script-src 'self')
forbids; the page is made on the server from the same schema instead.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.views import SpectacularJSONAPIView

from clmsite.kernel.access import allowed, public

METHODS = ("get", "post", "patch", "put", "delete")

schema = public("describes the API; holds no data")(SpectacularJSONAPIView.as_view())


@dataclass(frozen=True, slots=True)
class Value:
    """A parameter or a field: its name, what it may be, and what it is for."""

    name: str
    kind: str
    is_required: bool
    text: str


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    text: str  # what all of its endpoints are about
    endpoints: list["Endpoint"]


@dataclass(frozen=True, slots=True)
class Endpoint:
    method: str
    path: str
    anchor: str
    text: str
    parameters: list[Value]
    fields: list[Value]  # of the request's body
    answers: str  # "200, 409"


@allowed("any")
@require_safe
def api_docs(request: HttpRequest) -> HttpResponse:
    """Every endpoint with its parameters and fields, grouped by what it is about."""
    return render(request, "api_docs.html", {"groups": groups(get_language() or "en")})


@lru_cache(maxsize=4)
def groups(language: str) -> list[Group]:
    """All endpoints by their first path segment. Made once per process and language."""
    described = SchemaGenerator().get_schema(request=None, public=True)
    found: dict[str, list[tuple[str, str, dict[str, Any]]]] = {}
    for path, methods in described["paths"].items():
        name = path.removeprefix("/api/v1/").split("/")[0]
        for method in METHODS:
            if method in methods:
                found.setdefault(name, []).append((path, method, methods[method]))
    return [_group(described, name, rows) for name, rows in sorted(found.items())]


def _group(described: dict[str, Any], name: str, rows: list[Any]) -> Group:
    """A text that several endpoints share is the viewset's: it goes to the group instead."""
    texts = [said.get("description", "") for _path, _method, said in rows]
    shared = next((text for text in texts if texts.count(text) > 1), "")
    made = []
    for path, method, said in rows:
        own = said.get("description", "")
        text = own if own != shared else _plain_words(path, method)
        made.append(_endpoint(described, path, method, {**said, "description": text}))
    return Group(name, shared, made)


def _plain_words(path: str, method: str) -> str:
    one = path.rstrip("/").endswith("}")
    words = {
        ("get", True): "Read one.",
        ("get", False): "List, filter, order.",
        ("post", False): "Make a new one.",
        ("patch", True): "Change the fields that are sent.",
        ("delete", True): "Delete it.",
    }
    return words.get((method, one), "")


def _endpoint(described: dict[str, Any], path: str, method: str, said: dict[str, Any]) -> Endpoint:
    return Endpoint(
        method=method.upper(),
        path=path,
        anchor=said["operationId"],
        text=said.get("description", ""),
        parameters=[
            Value(
                name=one["name"],
                kind=_kind(described, one["schema"]),
                is_required=one.get("required", False),
                text=one.get("description", ""),
            )
            for one in said.get("parameters", [])
        ],
        fields=list(_fields(described, said)),
        answers=", ".join(said["responses"]),
    )


def _fields(described: dict[str, Any], said: dict[str, Any]) -> Iterator[Value]:
    content = said.get("requestBody", {}).get("content", {})
    shape = _resolved(described, content.get("application/json", {}).get("schema", {}))
    required = set(shape.get("required", []))
    for name, field in shape.get("properties", {}).items():
        if not field.get("readOnly"):
            text = field.get("description", "")
            yield Value(name, _kind(described, field), name in required, text.split("\n")[0])


def _kind(described: dict[str, Any], shape: dict[str, Any]) -> str:
    """What a value may be, in few words: "string, date", "one of a, b", "list of string"."""
    shape = _resolved(described, shape)
    if "enum" in shape:
        return ", ".join(str(value) for value in shape["enum"] if value not in {None, ""})
    if "oneOf" in shape:
        return " | ".join(filter(None, (_kind(described, one) for one in shape["oneOf"])))
    if shape.get("type") == "array":
        return f"[{_kind(described, shape['items'])}]"
    return " ".join(filter(None, (str(shape.get("type", "")), shape.get("format", ""))))


def _resolved(described: dict[str, Any], shape: dict[str, Any]) -> dict[str, Any]:
    if "allOf" in shape and len(shape["allOf"]) == 1:
        shape = {**shape["allOf"][0], **shape}
    reference = shape.get("$ref", "")
    if not reference:
        return shape
    return described["components"]["schemas"][reference.rsplit("/", 1)[1]]
