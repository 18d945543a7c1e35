"""Print how many queries one page needs for somebody who is signed in: queries.py NAME PATH."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "holdspace.settings")


def main(name: str, path: str) -> None:
    import django

    django.setup()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from holdspace.people.policy import person_called

    browser = Client(SERVER_NAME="127.0.0.1")
    browser.force_login(person_called(name))
    browser.get(path)
    with CaptureQueriesContext(connection) as asked:
        browser.get(path)
    print(len(asked))  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
