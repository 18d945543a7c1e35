"""Static files with a hash in their name; `import` lines in modules are rewritten too."""

from functools import cache
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    support_js_module_import_aggregation = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.url = cache(super().url)  # asked eight times a page; an address changes with a restart only

    def stored_name(self, name: str) -> str:
        """A file that was not gathered keeps its plain name: a missing style must cost nobody Help now."""
        try:
            return str(super().stored_name(name))
        except ValueError:
            return name
