"""What the server loads. Pages are synchronous: Django runs in a small pool of threads behind uvicorn."""

import asyncio
import os
from typing import Any

from a2wsgi.wsgi import WSGIMiddleware, WSGIResponder
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "holdspace.settings")

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
    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return await super().__call__(scope, receive, send)
        return await InOnePiece(self.app, self.executor, self.send_queue_size)(scope, receive, send)


application = Pages(get_wsgi_application(), workers=4)  # type: ignore[arg-type]
