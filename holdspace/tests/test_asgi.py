"""What the pool of threads gives to the event loop arrives whole and in order."""

import asyncio
import threading

import pytest

from holdspace.asgi import AT_MOST, Pages

SCOPE = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "http_version": "1.1", "headers": []}


def answered(app):
    """Every message that `app`, a WSGI application, sends for one request."""
    sent = []

    async def ask():
        await Pages(app, workers=1)(SCOPE, _nothing_more, _keep)

    async def _nothing_more():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def _keep(message):
        sent.append(message)

    asyncio.run(ask())
    return sent


def saying(*chunks):
    def app(environ, start_response):
        start_response("200 OK", [("X-Said", "yes")])
        yield from chunks

    return app


def test_whoever_is_on_duty_or_needs_help_now_does_not_queue_behind_a_crowd():
    crowd_goes, order = threading.Event(), []

    def app(environ, start_response):
        if environ["PATH_INFO"] == "/circles/":
            crowd_goes.wait(10)
        order.append(environ["PATH_INFO"])
        start_response("200 OK", [])
        return [b"seen"]

    async def ask():
        pages = Pages(app, workers=1)
        crowd = [asyncio.create_task(pages(SCOPE | {"path": "/circles/"}, _nothing, _nothing)) for _ in range(3)]
        for path in ("/duty/", "/help-now/", "/healthz"):
            await asyncio.wait_for(pages(SCOPE | {"path": path}, _nothing, _nothing), timeout=5)
        crowd_goes.set()
        await asyncio.gather(*crowd)

    async def _nothing(*message):
        return {"type": "http.request", "body": b"", "more_body": False}

    asyncio.run(ask())
    assert order == ["/duty/", "/help-now/", "/healthz", "/circles/", "/circles/", "/circles/"]


def test_a_page_in_three_parts_arrives_as_one():
    head, body = answered(saying(b"You ", b"are ", b"heard."))
    assert (head["status"], head["headers"]) == (200, [(b"x-said", b"yes")])
    assert body["body"] == b"You are heard."
    assert not body.get("more_body")


def test_a_page_of_nothing_still_ends():
    assert [message.get("body") for message in answered(saying())] == [None, b""]


def test_a_long_file_is_not_held_until_its_end():
    pieces = [bytes([number]) * (AT_MOST // 2) for number in range(7)]
    head, *bodies = answered(saying(*pieces))
    assert b"".join(one["body"] for one in bodies) == b"".join(pieces)
    assert [bool(one.get("more_body")) for one in bodies] == [True, True, True, False]
    assert max(len(one["body"]) for one in bodies) <= 2 * AT_MOST


def test_what_breaks_in_the_middle_is_no_whole_page():
    def app(environ, start_response):
        start_response("200 OK", [])
        yield b"You are"
        raise RuntimeError("the disk is gone")

    with pytest.raises(RuntimeError, match="the disk is gone"):
        answered(app)
