"""Print what one page needs inside a process of its own, for somebody who is signed in: inside.py NAME PATH.

As JSON: the queries, and the CPU milliseconds of the page and of a yardstick, medians of many in turn. The yardstick
never changes, so that the ratio of the two compares machines and commits where the milliseconds alone cannot.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "holdspace.settings")

WARM_UP, MEASURED = 10, 150
ROW = "<li>{% if row.odd %}<b>{{ row.name }}</b>{% else %}{{ row.name|upper }}{% endif %}</li>"
ROWS = [{"odd": number % 2, "name": f"<{number}>"} for number in range(200)]


def main(name: str, path: str) -> None:
    import django

    django.setup()
    from django.test import Client

    from holdspace.people.policy import person_called

    browser = Client(SERVER_NAME="127.0.0.1")
    browser.force_login(person_called(name))
    page = partial(browser.get, path)
    print(json.dumps({"queries": queries(page), **in_turn(page=page, yardstick=list_drawn())}))  # noqa: T201


def queries(page: Callable[[], object]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    page()
    with CaptureQueriesContext(connection) as asked:
        page()
    return len(asked)


def list_drawn() -> Callable[[], object]:
    """A list of two hundred rows, drawn by Django's templates: no database, nothing of the house."""
    from django.template import Context, Engine

    template = Engine().from_string(f"{{% for row in rows %}}{ROW}{{% endfor %}}")
    return lambda: template.render(Context({"rows": ROWS}))


def in_turn(**works: Callable[[], object]) -> dict[str, float]:
    """Median milliseconds of this thread for each, one after the other, so that all meet the same machine."""
    spent = [{name: milliseconds(work) for name, work in works.items()} for _ in range(WARM_UP + MEASURED)][WARM_UP:]
    return {name: median(one[name] for one in spent) for name in works}


def milliseconds(work: Callable[[], object]) -> float:
    before = time.thread_time()
    work()
    return (time.thread_time() - before) * 1000


if __name__ == "__main__":
    main(*sys.argv[1:])
