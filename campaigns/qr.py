"""QR codes of short links, for paper and screens."""

import io

import segno


def qr_svg(url: str) -> bytes:
    """Vector, black on white with the quiet zone scanners need; scales to any size."""
    return _code(url, kind="svg", scale=8, xmldecl=False, svgns=True)


def qr_png(url: str) -> bytes:
    """About 1,000 pixels wide: enough for a flyer."""
    code = segno.make_qr(url, error="m")
    width = code.symbol_size(scale=1, border=4)[0]
    return _code(url, kind="png", scale=max(1, 1000 // width))


def _code(url: str, *, kind: str, scale: int, **options: object) -> bytes:
    out = io.BytesIO()
    code = segno.make_qr(url, error="m")
    code.save(out, kind=kind, scale=scale, border=4, dark="#000", light="#fff", **options)
    return out.getvalue()
