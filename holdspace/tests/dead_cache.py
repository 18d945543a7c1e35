"""Settings of a place whose cache refuses every call, for the test that takes everything away."""

from typing import Any, NoReturn

from django.core.cache.backends.base import BaseCache

from holdspace.settings import *  # noqa: F403

CACHES = {"default": {"BACKEND": "holdspace.tests.dead_cache.DeadCache"}}


class DeadCache(BaseCache):
    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise ConnectionError("the cache is gone")

    add = get = set = touch = delete = clear = has_key = refuse
