"""Static files: third-party ones served one by one from where the package managers put them.

The repository holds no copy of them: npm brings most into node_modules (package.json),
pip brings the full Plotly. Only the files named here are ever served or collected.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import plotly
from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core import checks
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

NODE_MODULES = Path(settings.BASE_DIR) / "node_modules"
FONTS = NODE_MODULES / "@fontsource-variable"

VENDOR_FILES: dict[str, Path] = {
    "vendor/htmx.min.js": NODE_MODULES / "htmx.org/dist/htmx.min.js",
    "vendor/plotly.min.js": NODE_MODULES / "plotly.js-finance-dist-min/plotly-finance.min.js",
    # Fetched by charts.js only for a figure whose trace type the finance bundle lacks.
    "vendor/plotly-full.min.js": Path(plotly.__file__).parent / "package_data/plotly.min.js",
    "vendor/inter.woff2": FONTS / "inter/files/inter-latin-wght-normal.woff2",
    "vendor/inter-ext.woff2": FONTS / "inter/files/inter-latin-ext-wght-normal.woff2",
    "vendor/vazirmatn.woff2": FONTS / "vazirmatn/files/vazirmatn-arabic-wght-normal.woff2",
    # The fonts' licence asks that its text travels with them.
    "vendor/licences/inter.txt": FONTS / "inter/LICENSE",
    "vendor/licences/vazirmatn.txt": FONTS / "vazirmatn/LICENSE",
}


class OneFile(FileSystemStorage):
    """A storage with exactly one file in it, whatever name it is asked for."""

    def __init__(self, source: Path) -> None:
        super().__init__(location=source.parent)
        self.source = source

    def path(self, name: str) -> str:
        return str(self.source)


class VendorFinder(BaseFinder):
    """Finds the files of `VENDOR_FILES` under their public names and nothing else."""

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        missing = [name for name, source in VENDOR_FILES.items() if not source.exists()]
        # In production they were collected when the image was built; node_modules is gone.
        if settings.PRODUCTION or not missing:
            return []
        return [
            checks.Warning(
                f"Front-end files are not installed: {', '.join(missing)}.",
                hint="Run `npm ci --omit=dev --ignore-scripts` (`make demo` does it for you).",
                id="clmsite.W101",
            )
        ]

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> str | list[str] | None:
        source = VENDOR_FILES.get(path)
        hit = str(source) if source and source.exists() else None
        if find_all:
            return [hit] if hit else []
        return hit

    def list(self, ignore_patterns: Sequence[str] | None) -> Iterator[tuple[str, OneFile]]:
        for name, source in VENDOR_FILES.items():
            if source.exists():
                yield name, OneFile(source)


class ManifestStorage(CompressedManifestStaticFilesStorage):
    """Production: every file under a name with its hash, so that browsers may keep it for ever."""

    # Our scripts are ES modules; their imports must name the hashed files too.
    support_js_module_import_aggregation = True
