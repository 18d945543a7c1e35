"""The service, through real sockets: what it answers, whom it turns away, and how it ends."""

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest
from empathy import cli, lines, serve
from empathy.http.door import ALLOWED, COMMANDS, Door
from empathy.http.heads import names_loopback
from empathy.http.hearing import Hearing
from empathy.http.metrics import Metrics
from empathy.http.server import Limits, Server
from empathy.version import VERSION

EXAMPLES = Path(__file__).parents[1] / "examples"
TOKEN = b"a few ordinary words"
JSON = {"Content-Type": "application/json"}
NDJSON = {"Content-Type": "application/x-ndjson"}
STORY = {"id": 1, "text": "I have the pills here and I want to die tonight."}


@pytest.fixture
def start(rules):
    """Starts a service on a free port, and ends it with the test."""
    running = []

    def _start(engine=rules, token=None, **limits):
        server = Server(serve.found("127.0.0.1", 0), Door, engine, token, Limits(**limits))
        threading.Thread(target=server.serve_forever, args=(0.02,)).start()
        running.append(server)
        return server

    yield _start
    for server in running:
        server.end()


@pytest.fixture
def service(start):
    return start()


def ask(server, method, path, body=None, headers=JSON, line=None):
    """One request; on a line of its own, or on one that is given."""
    own = line or connected(server)
    own.request(method, path, json.dumps(body) if isinstance(body, dict | list) else body, headers)
    answer = own.getresponse()
    said = answer.read()
    if not line:
        own.close()
    return SimpleNamespace(status=answer.status, headers=answer.headers, body=said, line=own)


def connected(server):
    return http.client.HTTPConnection(*server.server_address[:2], timeout=20)


def raw(server, sent):
    """Exactly these bytes, and all that comes back until the service closes the connection."""
    with socket.create_connection(server.server_address[:2], timeout=20) as line:
        line.sendall(sent)
        return b"".join(iter(lambda: line.recv(65536), b""))


def message(answer):
    record = json.loads(answer.body)
    assert set(record) == {"id", "error"}
    assert set(record["error"]) == {"line", "message"}
    return record["error"]["message"]


# Readings


@pytest.mark.weights
@pytest.mark.parametrize(
    ("path", "record"),
    [
        ("/v1/read", STORY),
        ("/v1/reply", {"id": "a", "story": "My cat died.", "reply": "Just get a new one.", "need": "listen"}),
        ("/v1/embed", {"id": None, "text": "My cat died."}),
    ],
)
def test_an_object_is_answered_as_the_command_answers_its_line(start, engine, path, record):
    answer = ask(start(engine), "POST", path, record)
    assert answer.status == 200
    assert json.loads(answer.body) == lines.answered(json.dumps(record).encode(), 1, COMMANDS[path], engine)


def test_lines_are_answered_in_order_and_a_wrong_one_in_its_place(service, rules):
    sent = [json.dumps(STORY).encode(), b"{", b'{"id": 3}', b"", b'{"id": "\\ud800", "text": "fine"}']
    answer = ask(service, "POST", "/v1/read", b"\n".join(sent), NDJSON)
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/x-ndjson"
    assert [json.loads(line) for line in answer.body.splitlines()] == list(lines.answers(sent, lines.read, rules))


def test_the_first_line_is_answered_before_the_last_is_read(start, rules):
    second = threading.Event()
    slow = engine_that(lambda text: second.wait(20) if text == "second" else None, rules)
    line = connected(start(slow))
    line.request("POST", "/v1/read", b'{"id": 1, "text": "first"}\n{"id": 2, "text": "second"}', NDJSON)
    answer = line.getresponse()
    assert json.loads(answer.readline())["id"] == 1
    second.set()
    assert json.loads(answer.readline())["id"] == 2


def test_a_client_of_http_1_0_gets_its_lines_without_chunks(service, rules):
    body = json.dumps(STORY).encode()
    head = b"POST /v1/read HTTP/1.0\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\n"
    head, _, answer = raw(service, head + b"Content-Length: %d\r\n\r\n" % len(body) + body).partition(b"\r\n\r\n")
    assert b"200 OK" in head
    assert json.loads(answer) == lines.answered(body, 1, lines.read, rules)


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        (b'{"text": "a" "b"}', 400, "not JSON (character 14)"),
        (b"", 400, "not JSON"),
        (b"\xff", 400, "not JSON"),
        (b'{"id": NaN, "text": "a"}', 400, "not JSON"),
        (b"[1]", 422, "not a JSON object"),
        (b'{"id": 1}', 422, '"text" is missing'),
        (b'{"text": 5}', 422, '"text" is not a string'),
        (b'{"text": "eleven char"}', 422, '"text" is longer than 10 characters'),
        (b'{"text": "ten chars."}', 200, None),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(start, body, status, said):
    answer = ask(start(text=10), "POST", "/v1/read", body)
    assert answer.status == status
    if said:
        assert said in message(answer)


@pytest.mark.weights
def test_many_clients_at_once_get_what_one_gets_alone(start, engine):
    server = start(engine, at_work=16)
    texts = [{"id": n, "text": f"My sister has not called for {n} weeks and I worry."} for n in range(12)]
    alone = [ask(server, "POST", "/v1/read", text).body for text in texts]
    with ThreadPoolExecutor(8) as clients:
        assert list(clients.map(lambda text: ask(server, "POST", "/v1/read", text).body, texts)) == alone


# Who may


def test_a_service_with_a_token_reads_for_those_who_have_it_and_for_nobody_else(start):
    server = start(token=TOKEN)
    for path in ["/v1/read", "/v1/reply", "/v1/embed"]:
        assert ask(server, "POST", path, STORY).status == 401
    for wrong in [b"Bearer ", b"Bearer a few ordinary word", b"Basic " + TOKEN, TOKEN, b"Bearer \xe9"]:
        refused = ask(server, "POST", "/v1/read", STORY, {**JSON, "Authorization": wrong})
        assert (refused.status, refused.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert ask(server, "POST", "/v1/read", STORY, {**JSON, "Authorization": b"bearer " + TOKEN}).status == 200


def test_health_and_description_need_no_token_but_the_numbers_do(start):
    server = start(token=TOKEN)
    assert [ask(server, "GET", path).status for path in ["/", "/page.css", "/openapi.json", "/healthz"]] == [200] * 4
    assert ask(server, "GET", "/metrics").status == 401
    assert ask(server, "GET", "/metrics", headers={"Authorization": b"Bearer " + TOKEN}).status == 200


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1:8765", "127.9.9.9", "[::1]:80", "[::1]"])
def test_the_names_of_this_machine_are_known(host):
    assert names_loopback([host])


@pytest.mark.parametrize("host", ["", "rebound.example:8765", "localhost.example", "10.0.0.1", "[::2]", "127.0.0.1@x"])
def test_a_page_whose_name_was_pointed_here_gets_nothing(service, host):
    refused = ask(service, "POST", "/v1/read", STORY, {**JSON, "Host": host})
    assert refused.status == 421
    assert b"pills" not in refused.body


def test_a_request_without_a_host_or_with_two_is_refused(service):
    assert b" 421 " in raw(service, b"GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n")
    twice = b"Host: localhost\r\n" * 2
    assert b" 421 " in raw(service, b"GET /healthz HTTP/1.1\r\nConnection: close\r\n" + twice + b"\r\n")


def test_a_page_of_another_site_can_send_nothing_and_is_given_no_leave(service):
    """Without being asked first, a browser sends only forms and plain text; and asking first is not allowed."""
    for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]:
        assert ask(service, "POST", "/v1/read", STORY, {"Content-Type": kind}).status in {400, 415}
    asked_first = ask(service, "OPTIONS", "/v1/read", headers={"Origin": "http://elsewhere.example"})
    assert asked_first.status == 405
    assert [name for name in asked_first.headers if name.lower().startswith("access-control")] == []


# Requests that are wrong


def test_an_unknown_path_is_not_found(service):
    assert ask(service, "GET", "/v1").status == ask(service, "POST", "/v1/read/", STORY).status == 404


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "QUERY"])
def test_a_wrong_method_is_told_which_is_right(service, method):
    refused = ask(service, method, "/v1/read")
    assert (refused.status, refused.headers["Allow"]) == (405, "POST")
    assert ask(service, "POST", "/healthz", {}).headers["Allow"] == "GET, HEAD"


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"nonsense\r\n\r\n", b"400"),
        (b"GET / HTTP/7.0\r\n\r\n", b"505"),
        (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n", b"414"),
        (b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 200 + b"\r\n", b"431"),
        (b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nno colon\r\n\r\n", b"400"),
        (b"POST /v1/read HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n", b"400"),
        (b"POST /v1/read HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", b"400"),
        (b"POST /v1/read HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", b"411"),
    ],
)
def test_a_head_that_is_not_plain_is_refused_and_the_line_closed(start, sent, status):
    head, _, body = raw(start(patience=0.5), sent).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 " + status)
    assert json.loads(body)["error"]["message"]


def test_a_body_needs_its_length(service):
    head = b"POST /v1/read HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"
    assert b" 411 " in raw(service, head)


def test_a_body_may_be_long_but_not_longer_than_the_limit(start):
    server = start(body=1_000_000)
    text = json.dumps({"text": "a" * 900_000})
    assert ask(server, "POST", "/v1/read", text).status == 200
    refused = ask(server, "POST", "/v1/read", text + " " * 9_000_000)
    assert refused.status == 413
    assert "1000000 bytes" in message(refused)


def test_a_body_that_waits_to_be_welcome_is_welcomed_or_never_sent(start):
    server, head = start(body=100, patience=2), b"POST /v1/read HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
    with socket.create_connection(server.server_address[:2], timeout=20) as line:
        line.sendall(head + b"Content-Type: application/json\r\nContent-Length: 13\r\n\r\n")
        assert line.recv(1000) == b"HTTP/1.1 100 Continue\r\n\r\n"
        line.sendall(b'{"text": "a"}')
        assert line.recv(1000).startswith(b"HTTP/1.1 200 ")
    assert raw(server, head + b"Content-Type: application/json\r\nContent-Length: 101\r\n\r\n")[9:12] == b"413"


def test_the_next_request_on_a_line_is_never_made_of_the_last_ones_body(service):
    body = b"GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n"
    sent = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    assert raw(service, sent).count(b"HTTP/1.1 ") == 1


def test_slow_clients_are_let_go_and_hold_up_nobody(start):
    server = start(patience=1, at_work=1)
    head = b"POST /v1/read HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n"
    with ThreadPoolExecutor() as clients:
        slow = [clients.submit(dripped, server, sent) for sent in (b"", head[:40], head + b"{")]
        assert ask(server, "POST", "/v1/read", STORY).status == 200
        silent, half_a_head, half_a_body = (one.result() for one in slow)
    assert silent == half_a_head == b""
    assert half_a_body.startswith(b"HTTP/1.1 408 ")


def test_time_is_up_even_where_a_byte_is_always_there():
    here, there = socket.socketpair()
    with here, there:
        there.send(b"x" * 2)
        assert Hearing(here, 20).read(1) == b"x"
        with pytest.raises(TimeoutError):
            Hearing(here, 0).read(1)


def dripped(server, sent):
    """The first bytes, then one more every tenth of a second, for as long as the service listens."""
    with socket.create_connection(server.server_address[:2], timeout=20) as line:
        line.sendall(sent)
        line.settimeout(0.1)
        for _ in range(100):
            try:
                return line.recv(1000)
            except TimeoutError:
                line.sendall(b"x" if sent else b"")
            except ConnectionError:
                return b""
    raise AssertionError("It listened for ever.")


# Many at once


def test_who_finds_all_desks_taken_is_asked_to_come_again(start, rules):
    began, go = threading.Event(), threading.Event()
    server = start(engine_that(lambda text: (began.set(), go.wait(20)), rules), at_work=1)
    with ThreadPoolExecutor() as clients:
        first = clients.submit(ask, server, "POST", "/v1/read", STORY)
        assert began.wait(20)
        refused = ask(server, "POST", "/v1/read", STORY)
        assert (refused.status, refused.headers["Retry-After"]) == (503, "1")
        assert ask(server, "GET", "/healthz").status == 200
        assert b"empathy_requests_in_progress 1\n" in ask(server, "GET", "/metrics").body
        go.set()
        assert first.result().status == 200
    assert ask(server, "POST", "/v1/read", STORY).status == 200


def test_a_connection_too_many_is_turned_away_until_another_leaves(start):
    server = start(connections=1)
    held = ask(server, "GET", "/healthz", line=connected(server))
    refused = ask(server, "GET", "/healthz")
    assert (refused.status, refused.headers["Retry-After"]) == (503, "1")
    assert "try again" in message(refused)
    held.line.close()
    assert wait_until(lambda: ask(server, "GET", "/healthz").status == 200)


def wait_until(true):
    return any(true() or time.sleep(0.02) for _ in range(500))


def engine_that(does, rules):
    """The engine of rules, which does something first."""
    return SimpleNamespace(read=lambda text: (does(text), rules.read(text))[1])


# What is said about it


def test_health_tells_the_version(service):
    answer = ask(service, "GET", "/healthz")
    assert json.loads(answer.body) == {"status": "ok", "version": VERSION}
    assert ask(service, "HEAD", "/healthz").body == b""


def test_the_numbers_add_up_and_carry_no_words(service):
    line = connected(service)
    ask(service, "POST", "/v1/read?text=whisper", STORY, line=line)
    ask(service, "POST", "/v1/read", b'{"text": "whisper"}\n{}\n', NDJSON, line=line)
    ask(service, "GET", "/whisper", line=line)
    page = ask(service, "GET", "/metrics", line=line).body.decode()
    for told in [
        'empathy_requests_total{path="/v1/read",status="200"} 2',
        'empathy_requests_total{path="other",status="404"} 1',
        'empathy_request_seconds_bucket{path="/v1/read",le="+Inf"} 2',
        'empathy_request_seconds_count{path="/v1/read"} 2',
        'empathy_texts_total{command="read"} 2',
        'empathy_errors_total{command="read"} 1',
        "empathy_requests_in_progress 0",
    ]:
        assert f"\n{told}\n" in page
    assert "whisper" not in page
    line.close()


def test_a_request_counts_in_every_bucket_it_fits_and_in_none_it_does_not():
    metrics = Metrics()
    metrics.answered("/v1/read", 200, 0.03)
    buckets = dict(re.findall(r'le="(\S+)"} (\d)', metrics.page()))
    assert (buckets["0.025"], buckets["0.05"], buckets["10"], buckets["+Inf"]) == ("0", "1", "1", "1")


def test_a_fault_is_answered_and_said_without_the_words_that_caused_it(start, rules, capfd):
    def stumble(text):
        raise KeyError(text)

    server = start(engine_that(stumble, rules))
    answer = ask(server, "POST", "/v1/read", STORY)
    assert answer.status == 500
    assert wait_until(lambda: "KeyError" in (said := capfd.readouterr().err) and "pills" not in said)
    assert b"pills" not in answer.body
    assert ask(server, "GET", "/healthz").status == 200


def test_the_description_tells_exactly_what_is_taken_and_given(service, rules):
    told = json.loads(ask(service, "GET", "/openapi.json").body)
    assert {path: set(ways) for path, ways in told["paths"].items()} == {
        path: {method.split(",")[0].lower()} for path, method in ALLOWED.items()
    }
    for path, name in {"/v1/read": "Reading", "/v1/reply": "ReplyReading", "/v1/embed": "Embedding"}.items():
        given = lines.answered(json.dumps({**STORY, "story": "a", "reply": "b"}).encode(), 1, COMMANDS[path], rules)
        assert set(given) == set(told["components"]["schemas"][name]["properties"])
    for reference in set(re.findall(r'"#/components/(\w+)/(\w+)"', json.dumps(told))):
        assert reference[1] in told["components"][reference[0]]
    assert told["info"]["version"] == VERSION


def test_the_page_asks_nothing_of_another_host_and_runs_no_script(service):
    page = ask(service, "GET", "/")
    links = re.findall(rb'(?:href|src)="([^"]+)"', page.body)
    assert {ask(service, "GET", f"/{link.decode()}").status for link in links} == {200}
    assert b"<script" not in page.body
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]


# Beginning and ending


@pytest.mark.parametrize("host", ["0.0.0.0", "", "::"])  # noqa: S104 - that it refuses them is the point
def test_without_a_token_it_does_not_listen_beyond_this_machine(capsys, host):
    assert cli.main(["serve", "--host", host, "--port", "0"]) == 2
    assert "--token-file" in capsys.readouterr().err


@pytest.mark.weights
def test_with_a_token_it_does(tmp_path):
    (tmp_path / "token").write_bytes(TOKEN + b"\n")
    with serve.opened("0.0.0.0", 0, tmp_path / "token", None) as server:  # noqa: S104
        assert server.token == TOKEN
        assert not server.only_loopback


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--token-file", "no/such/file"], "no/such/file"),
        (["--token-file", os.devnull], "too short"),
        (["--host", "no host"], "no host"),
        (["--weights", "."], "encoder.onnx"),
    ],
)
def test_what_keeps_it_from_starting_is_said_in_one_sentence(capsys, arguments, said):
    assert cli.main(["serve", "--port", "0", *arguments]) in {2, 3}
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


@pytest.mark.weights
def test_a_port_that_is_taken_is_named(service, capsys):
    port = service.server_address[1]
    assert cli.main(["serve", "--port", str(port)]) == 2
    assert str(port) in capsys.readouterr().err


def test_who_is_being_read_when_it_ends_gets_the_answer_and_who_is_silent_is_let_go(start, rules):
    began, go = threading.Event(), threading.Event()
    server = start(engine_that(lambda text: (began.set(), go.wait(20)), rules))
    silent = ask(server, "GET", "/healthz", line=connected(server)).line
    with ThreadPoolExecutor() as others:
        asked = others.submit(ask, server, "POST", "/v1/read", STORY)
        assert began.wait(20)
        ending = others.submit(server.end)
        assert silent.sock.recv(1) == b""
        assert not ending.done()
        go.set()
        assert asked.result().status == 200
        assert asked.result().headers["Connection"] == "close"
        ending.result()
    with pytest.raises(ConnectionRefusedError):
        ask(server, "GET", "/healthz")


@pytest.fixture
def process():
    """The command itself, with the shipped weights, and the address that it says."""
    with subprocess.Popen(
        [sys.executable, "-m", "empathy.cli", "serve", "--port", "0"], stderr=subprocess.PIPE, text=True
    ) as running:
        yield running, re.search(r"http://\S+?:\d+", running.stderr.readline())[0]
        running.kill()


@pytest.mark.weights
@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_command_with_all_lines_answered(process, told):
    running, url = process
    line = http.client.HTTPConnection(url.removeprefix("http://"), timeout=20)
    line.request("POST", "/v1/read", b'{"text": "I miss my sister."}\n' * 30, NDJSON)
    answer = line.getresponse()
    answer.readline()
    running.send_signal(told)
    assert len(answer.read().splitlines()) == 29
    assert running.wait(20) == 0
    assert running.stderr.read() == ""


@pytest.mark.parametrize(("interpreter", "example"), [("node", "read.mjs"), ("perl", "read.pl")])
def test_the_example_in_another_language_runs_and_is_short(start, rules, interpreter, example):
    if not (runs := shutil.which(interpreter)):
        pytest.skip(f"{interpreter} is not here")
    server = start(token=TOKEN)
    assert len((EXAMPLES / example).read_text().splitlines()) <= 20
    command = [runs, EXAMPLES / example, server.url]
    texts = ["Schöne Grüße", STORY["text"]]
    said = run(command, "\n".join(texts), EMPATHY_TOKEN=TOKEN.decode())
    tiers = [[str(n), rules.read(text).risk.tier] for n, text in enumerate(texts)]
    assert [line.split()[:2] for line in said.stdout.splitlines()] == tiers
    refused = run(command, "\n".join(texts))
    assert refused.returncode != 0
    assert "needs the token" in refused.stderr


def run(command, texts, **more):
    return subprocess.run(  # noqa: S603 - our own examples
        command, input=texts, env={**os.environ, **more}, capture_output=True, text=True, timeout=60
    )
