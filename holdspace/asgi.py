"""What the server loads. Pages are synchronous: Django runs in a small pool of threads behind uvicorn."""

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from a2wsgi.wsgi import WSGIMiddleware, WSGIResponder
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "holdspace.settings")

CANNOT_WAIT = ("/duty/", "/help-now/", "/healthz")
AT_MOST = 65_536  # bytes of an answer that wait for the rest of it


class InOnePiece(WSGIResponder):
    """Gives an answer to the event loop as a whole: two threads that wait for each other cost as much as a query."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._head: list[Any] = []
        self._body = bytearray()

    def send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self._head.append(message)
            return
        self._body += message["body"]
        is_last = not message.get("more_body")
        if is_last or len(self._body) >= AT_MOST:
            self._hand_over(message | {"body": bytes(self._body)})

    def _hand_over(self, body: Any) -> None:
        asyncio.run_coroutine_threadsafe(self._queue([*self._head, body]), self.loop).result()
        self._head.clear()
        self._body.clear()

    async def _queue(self, messages: list[Any]) -> None:
        for message in messages:
            await self.send_queue.put(message)


class Pages(WSGIMiddleware):
    """However many come at once, those on duty and whoever opens Help now do not queue behind them."""

    def __init__(self, app: Any, *, workers: int) -> None:
        super().__init__(app, workers=workers)
        self._at_once = ThreadPoolExecutor(max_workers=2, thread_name_prefix="at once")

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return await super().__call__(scope, receive, send)
        threads = self._at_once if scope["path"].startswith(CANNOT_WAIT) else self.executor
        return await InOnePiece(self.app, threads, self.send_queue_size)(scope, receive, send)


application = Pages(get_wsgi_application(), workers=4)
