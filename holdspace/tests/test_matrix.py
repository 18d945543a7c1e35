"""Every route × everybody × every thing in the house × GET and POST: what the rules below do not give is not found.

`walk.py` says, for one thing of each kind, what everybody gets. Here each rule is asked of every story, reply and
circle: one's own, another's in the same circle, one in another circle, and what never was. `bin/who-may` prints it.
"""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.utils import timezone

from holdspace.tests.house import VISITORS, House
from holdspace.tests.walk import WAYS, Way, ask, routes

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(300)]
DUTY, LISTENERS = {"mira", "lena"}, {"ben", "hana", "kwame"}
MEMBERS = {"ben", "hana", "vera", "ana"}
KEPT_AWAY = "vera"  # from ana and rosa, who told every story here

#         author, circle, what it is
STORIES = {
    "closed": ("ana", "harbour", "raised told early"),
    "waiting": ("ana", "loss", "told offered early"),
    "taken": ("rosa", "loss", "told offered taken early"),
    "heard": ("ana", "loss", "told raised asked early"),
    "aside": ("rosa", "loss", "told muted early"),
    "sent": ("ana", "loss", ""),
    "held": ("rosa", "loss", "raised held"),
}
#         author, its story, what it is
REPLIES = {
    "bens": ("ben", "heard", "told named early first"),
    "rosas": ("rosa", "closed", "told"),
    "anas": ("ana", "heard", ""),
    "held": ("rosa", "heard", "raised held"),
    "ruled": ("ben", "heard", "raised held named"),
    "worried": ("ana", "closed", "told raised"),
}


def told_to(visitor: str, story: str) -> bool:
    """Told in a circle where they sat, whoever keeps them away since."""
    return visitor in MEMBERS and "told" in STORIES[story][2]


def reads(visitor: str, story: str) -> bool:
    author, _, is_ = STORIES[story]
    if visitor in DUTY:
        return "told" in is_ or "raised" in is_
    if visitor == "kwame":
        return "offered" in is_
    away = visitor == KEPT_AWAY or (visitor == "ben" and "muted" in is_)
    return visitor == author or (told_to(visitor, story) and not away)


def reads_told(visitor: str, story: str) -> bool:
    return reads(visitor, story) and "told" in STORIES[story][2]


def wrote(visitor: str, story: str) -> bool:
    return visitor == STORIES[story][0]


def reads_others(visitor: str, story: str) -> bool:
    return reads(visitor, story) and not wrote(visitor, story)


def may_tell_guides(visitor: str, story: str) -> bool:
    return not wrote(visitor, story) and (told_to(visitor, story) or reads(visitor, story))


def listens_to(visitor: str, story: str) -> bool:
    return visitor in LISTENERS and reads(visitor, story)


STORY_RULES: dict[str, Callable[[str, str], bool]] = {
    "circles:story": reads,
    "circles:reply": reads,
    "circles:coach": reads_told,
    "circles:use_suggestion": reads_told,
    "circles:thank_story": lambda who, story: reads_told(who, story) and not wrote(who, story),
    "circles:block_story": reads_others,
    "circles:report_story": may_tell_guides,
    "circles:worry_story": may_tell_guides,
    "circles:correct_story": lambda who, story: who in DUTY and "told" in STORIES[story][2],
    "circles:step": wrote,
    "circles:take_back": wrote,
    "circles:tell_now": wrote,
    "circles:withdraw": wrote,
    "circles:release": lambda who, story: who in DUTY and "held" in STORIES[story][2],
    "circles:rule_story": lambda who, story: who in DUTY and reads(who, story),
    "circles:who_story": lambda who, story: who in DUTY and reads(who, story),
    "circles:story_seen": lambda who, story: who in DUTY and "early" in STORIES[story][2],
    "circles:story_again": lambda who, story: wrote(who, story) and "held" in STORIES[story][2],
    "circles:felt_heard": lambda who, story: wrote(who, story) and "asked" in STORIES[story][2],
    "circles:take": listens_to,
    "circles:renew": lambda who, story: who == "kwame" and "taken" in STORIES[story][2],
    "circles:let_go": lambda who, story: who == "kwame" and "taken" in STORIES[story][2],
    "circles:not_for_me": listens_to,
}


def finds(visitor: str, reply: str) -> bool:
    author, story, is_ = REPLIES[reply]
    told = "told" in is_ or (visitor in DUTY and "raised" in is_)
    return reads(visitor, story) and (told or visitor == author)


def finds_others(visitor: str, reply: str) -> bool:
    return finds(visitor, reply) and visitor != REPLIES[reply][0]


def may_tell_guides_of(visitor: str, reply: str) -> bool:
    was_told = visitor in MEMBERS and "told" in REPLIES[reply][2] and visitor != REPLIES[reply][0]
    return was_told or finds_others(visitor, reply)


def is_told(reply: str) -> bool:
    return "told" in REPLIES[reply][2] and "held" not in REPLIES[reply][2]


def said(visitor: str, reply: str) -> bool:
    return visitor == REPLIES[reply][0]


REPLY_RULES: dict[str, Callable[[str, str], bool]] = {
    "circles:thank_reply": lambda who, reply: finds_others(who, reply) and "told" in REPLIES[reply][2],
    "circles:block_reply": finds_others,
    "circles:report_reply": may_tell_guides_of,
    "circles:worry_reply": may_tell_guides_of,
    "circles:correct_reply": lambda who, reply: who in DUTY and is_told(reply),
    "circles:look_over": lambda who, reply: who in DUTY and "first" in REPLIES[reply][2],
    "circles:reply_step": said,
    "circles:take_back_reply": said,
    "circles:tell_reply_now": said,
    "circles:withdraw_reply": said,
    "circles:rule_reply": lambda who, reply: who in DUTY and finds(who, reply),
    "circles:who_reply": lambda who, reply: who in DUTY and finds(who, reply) and "named" not in REPLIES[reply][2],
    "circles:reply_seen": lambda who, reply: who in DUTY and "early" in REPLIES[reply][2],
    "circles:reply_again": lambda who, reply: said(who, reply) and "held" in REPLIES[reply][2],
    "circles:release_reply": lambda who, reply: who in DUTY and "held" in REPLIES[reply][2],
}


def sits(visitor: str, circle: str) -> bool:
    return visitor in MEMBERS and circle in ("loss", "harbour")


def sees_the_door(visitor: str, circle: str) -> bool:
    return circle != "harbour" or visitor in MEMBERS | DUTY


def leads(visitor: str, circle: str) -> bool:
    return visitor == "lena"


CIRCLE_RULES: dict[str, Callable[[str, str], bool]] = {
    "circles:circle": sees_the_door,
    "circles:join": sees_the_door,
    "circles:ask": lambda who, circle: circle == "garden",
    "circles:leave": sits,
    "circles:write": sits,
    "circles:people": lambda who, circle: who in DUTY or (who == "hana" and sits(who, circle)),
    "circles:report_circle": sees_the_door,
    "circles:tend": leads,
    "circles:renew_agreement": leads,
    "circles:name_host": leads,
    "circles:end_host": lambda who, circle: leads(who, circle) and sits("hana", circle),
}
RULES = {"stories": STORY_RULES, "replies": REPLY_RULES, "circles": CIRCLE_RULES}


@pytest.fixture(autouse=True)
def standstill(house: House) -> Iterator[None]:
    """However long the walk takes, what may still be taken back stays so."""
    with time_machine.travel(timezone.now(), tick=False):
        yield


def things(house: House) -> dict[str, dict[str, dict[str, object]]]:
    return {
        "stories": {name: {"pk": row.pk} for name, row in house.stories.items()},
        "replies": {name: {"pk": row.pk} for name, row in house.replies.items()},
        "circles": {slug: {"slug": slug} for slug in ("loss", "harbour", "garden")},
    }


def test_every_way_to_a_story_a_reply_or_a_circle_has_a_rule(house: House):
    """A row in `walk.py` with somebody's story needs its rule here, so that it is asked of all the others."""
    known = {kind: [str(next(iter(where.values()))) for where in some.values()] for kind, some in things(house).items()}
    for kind, ids in known.items():
        here = {way.route for way in WAYS if {str(one) for one in way.where(house).values()} & set(ids)}
        assert here == set(RULES[kind]), kind


@pytest.mark.parametrize("kind", RULES)
def test_only_what_the_rules_give_is_found(house: House, kind):
    wrong = {}
    for route, name, way in requests(house, kind):
        for visitor in VISITORS:
            may = visitor != "nobody" and RULES[kind][route](visitor, name)
            found = outcome(house, visitor, way)
            if found != ("open" if may else "closed"):
                wrong[visitor, way.method, route, name] = found
    assert wrong == {}


def requests(house: House, kind: str) -> Iterator[tuple[str, str, Way]]:
    """Every thing of a kind, by every route to it, in every way the route is asked."""
    for route in RULES[kind]:
        ways = {way.method: way for way in WAYS if way.route == route}
        for method, way in ways.items():
            for name, where in things(house)[kind].items():
                yield route, name, Way(route, "", method, where=lambda house, where=where: where, data=way.data)


def outcome(house: House, visitor: str, way: Way) -> str:
    answer = ask(house, way, visitor)
    return "closed" if answer.status_code in shut_out(visitor) else "open" if answer.status_code < 500 else "broken"


def shut_out(visitor: str) -> set[int]:
    return {302, 403} if visitor == "nobody" else {404}


# --- what never was, and ways nobody goes -------------------------------------------------------------------------


def test_what_never_was_is_found_by_nobody(house: House):
    about_one = [way for way in WAYS if {"pk", "slug"} & set(way.where(house)) and not way.route.startswith(OF_OTHERS)]
    open_to_all = {way.route for way in about_one if way.status_for("nobody") == 200}
    asked = [way for way in about_one if way.route not in open_to_all]
    paths = {str(way): way.path_to_nothing(house) for way in asked}
    assert [
        (visitor, str(way))
        for way in asked
        for visitor in VISITORS
        if ask(house, way, visitor, path=paths[str(way)]).status_code not in shut_out(visitor)
    ] == []


def test_an_id_of_another_kind_opens_nothing(house: House):
    """A reply's id is no story's, a story's no concern's: whatever takes an id asks for its own kind."""
    ways = [way for way in WAYS if set(way.where(house)) == {"pk"} and not way.route.startswith(OF_OTHERS)]
    assert [
        (visitor, str(way))
        for way in ways
        for visitor in ("ben", "mira", "ana")
        if ask(house, with_another_id(house, way), visitor).status_code not in shut_out(visitor)
    ] == []


def with_another_id(house: House, way: Way) -> Way:
    stranger = house.replies["rosas"].pk if way.route in STORY_RULES else house.stories["closed"].pk
    return Way(way.route, "", way.method, where=lambda house: {"pk": stranger}, data=way.data)


def test_a_route_that_takes_words_says_in_the_table_who_may_send_them(house: House):
    """Whatever answers a POST has a row for it; what has none answers 405, to the most trusted too."""
    taking = {way.route for way in WAYS if way.method == "POST"}
    silent = [way for way in WAYS if way.route not in taking and not way.route.startswith(OF_OTHERS)]
    answers = {
        (way.route, visitor): ask(house, way, visitor, method="POST").status_code
        for way in silent
        for visitor in ("ana", "lena")
    }
    assert {key: status for key, status in answers.items() if status not in (404, 405)} == {}


OF_OTHERS = ("account", "mfa_", "^account")  # allauth's own pages, which look after nobody's words but one's own


def test_the_table_has_everything_in_the_house(house: House):
    assert set(house.stories) == set(STORIES)
    assert set(house.replies) == set(REPLIES)
    assert len({way.route for way in WAYS}) == len(set(routes()))
