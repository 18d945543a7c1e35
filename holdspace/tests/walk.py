"""Every route of the house, and what each visitor finds there. A route without a row here fails the walk."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from holdspace.safeguarding.sending import token_for
from holdspace.tests.house import (
    House,
    absence_of,
    application_of,
    boundary_of,
    concern_of,
    device_of,
    new_lock_of,
    notice_of,
    quiz_of,
    reading_of,
    report_of,
    reveal_of,
    ruling_of,
    service_of,
    sign_off_of,
    swap_of,
    turn_of,
)

MISSING = UUID(int=0)
PASSPHRASE = "a few ordinary words"
WORDS = {"body": "I sat by that window too, for a long while.", "face": "anonymous", "token": "walked-through-here"}


@dataclass(frozen=True)
class Way:
    """A request, and its expected answers: `"ben,hana=200"`, `"in=200"` (all signed in), `"*=200"` (everybody).

    Whom no word names is not found (404), and who is not signed in is led to the door (302), or given back
    what they sent, with the way to it (403).
    `place` is a path instead of a name, for patterns that have none; `where` gives the arguments of the path.
    """

    route: str
    expected: str
    method: str = "GET"
    where: Callable[[House], dict[str, Any]] = field(default=lambda house: {})
    data: dict[str, Any] = field(default_factory=dict)
    place: str = ""

    def __str__(self) -> str:
        return f"{self.method} {self.route} {self.expected}"

    def path(self, house: House) -> str:
        return self.place or reverse(self.route, kwargs=self.where(house))

    def path_to_nothing(self, house: House) -> str:
        """The same path to something that never was."""
        nothing = {"pk": MISSING, "slug": "never-was"}
        return reverse(self.route, kwargs={name: nothing.get(name, value) for name, value in self.where(house).items()})

    def status_for(self, visitor: str) -> int:
        for word in reversed(self.expected.split()):
            who, _, status = word.partition("=")
            if visitor in who.split(",") or who == "*" or (who == "in" and visitor != "nobody"):
                return int(status)
        return 404 if visitor != "nobody" else 403 if self.method == "POST" else 302


def ask(house: House, way: Way, visitor: str, *, path: str = "", method: str = "") -> HttpResponse:
    """One request, as if it had never been: whatever it changed is rolled back."""
    browser = house.browser(visitor)
    knock = getattr(browser, (method or way.method).lower())
    with transaction.atomic():
        answer: HttpResponse = knock(path or way.path(house), way.data)
        transaction.set_rollback(True)
    return answer


def routes() -> Iterator[str]:
    """Every pattern by its name, or by its text where it has none."""
    yield from _routes(get_resolver().url_patterns, "", "")


def _routes(patterns: list[URLPattern | URLResolver], room: str, before: str) -> Iterator[str]:
    for pattern in patterns:
        text = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, pattern.namespace or room, text)
        else:
            yield f"{room}:{pattern.name}" if room and pattern.name else pattern.name or text


def circle(slug: str) -> Callable[[House], dict[str, Any]]:
    return lambda house: {"slug": slug}


def story(name: str) -> Callable[[House], dict[str, Any]]:
    return lambda house: {"pk": house.stories[name].pk}


def reply(name: str) -> Callable[[House], dict[str, Any]]:
    return lambda house: {"pk": house.replies[name].pk}


def concern(house: House) -> dict[str, Any]:
    return {"pk": concern_of(house).pk}


def boundary(house: House) -> dict[str, Any]:
    return {"pk": boundary_of(house).pk}


def day_after(house: House) -> dict[str, Any]:
    return concern(house) | {"kind": "day"}


def own_reading(house: House) -> dict[str, Any]:
    return {"pk": reading_of(house, "ana").pk}


def report(house: House) -> dict[str, Any]:
    return {"pk": report_of(house).pk}


def reveal(house: House) -> dict[str, Any]:
    return {"pk": reveal_of(house).pk}


def ruling(house: House) -> dict[str, Any]:
    return {"pk": ruling_of(house).pk}


def letter(house: House) -> dict[str, Any]:
    return {"pk": concern_of(house).pk, "letter": 1}


def sent_to_mira(house: House) -> dict[str, Any]:
    return {"token": token_for(house.mira, timezone.now())}


def shift(house: House) -> dict[str, Any]:
    return {"pk": turn_of(house)["pk"]}


def swap(house: House) -> dict[str, Any]:
    return {"pk": swap_of(house).pk}


def first_turn(house: House) -> dict[str, Any]:
    return {"slug": "the-flat-is-quiet", "turn": 0}


def asking(house: House) -> dict[str, Any]:
    return {"pk": sign_off_of(house).pk}


def first_answer(house: House) -> dict[str, Any]:
    return {"pk": house.replies["bens"].pk}


def quiz(house: House) -> dict[str, Any]:
    return {"pk": quiz_of(house).pk}


def application(house: House) -> dict[str, Any]:
    return {"pk": application_of(house).pk}


def paper(house: House) -> dict[str, Any]:
    return {"pk": application_of(house).papers.get().pk}


def guides_role(house: House) -> dict[str, Any]:
    return {"pk": house.mira.pk, "kind": "guide"}


def new_lock(house: House) -> dict[str, Any]:
    return {"pk": new_lock_of(house).pk}


SEATED = "ben,hana,ana"  # in both circles, and of these vera is kept away by whoever wrote there
INSIDE = f"{SEATED},vera"
DUTY = "mira,lena"
STAFF = "mira,lena,okafor,sten"
READS_CLOSED = f"{SEATED},{DUTY}"
READS_OPEN = f"{READS_CLOSED},kwame"
AGREED = {"agree": "on", "alias": "Moorland"}
BROWSER = {"endpoint": "https://push.example.org/1", "p256dh": "B" + 86 * "a", "auth": 22 * "a"}
STEP = {"hardest": "", "helped": "", "next_thing": ""}
TOLD = {"why": "else", "line": "Please look."}
HAND_OVER = {"to": "lena", "note": "My shift is over."}
WHO = {"danger": "life", "reason": "She wrote a goodbye and does not answer."}
AGREED_TO_LOOK = {"is_approved": "yes", "answer": "I read it the same way.", "delay_hours": "0"}
DECIDED = {"measure": "hold", "agreement": "Listening first", "sentence": "It gives orders before listening."}
CONTACT = {"contact": "post@place.example", "privacy_contact": "data@place.example"}
THREE_LINES = "It stays here: We tell nobody.\nFeelings first: We listen.\nSlowly: One at a time."
NOTE = {"body": "This is lowered slowly.", "source": "NICE guideline 215"}
AGAIN = {"passphrase": PASSPHRASE}
NOT_ENOUGH = {"agrees": "no", "note": "I read the diploma.", "reason": "The year is missing."}

WAYS = [
    # --- kit, the doors -------------------------------------------------------------------------------------------
    Way("kit:front", "*=200"),
    Way("kit:leave_quickly", "*=302"),
    Way("kit:leave_quickly", "*=302", "POST"),
    Way("kit:blank", "*=200"),
    Way("kit:healthz", "*=200"),
    Way("kit:robots", "*=200"),
    Way("people:join", "nobody=200 in=302"),
    Way("people:join", "nobody=422 in=302", "POST"),
    Way("people:enter", "nobody=200 in=302"),
    Way("people:enter", "nobody=422 in=302", "POST"),
    Way("people:leave", "*=200"),
    Way("people:leave", "*=302", "POST"),
    Way("people:recover", "*=200"),
    Way("people:recover", "*=422", "POST"),
    Way("people:left", "*=200"),
    Way("library:help_now", "*=200"),
    Way("library:shelf", "*=200"),
    Way("library:myths", "*=200"),
    Way("library:article", "*=200", where=circle("breathing")),
    Way("library:article", "*=404", where=circle("nothing-here")),
    Way("library:learn", "*=200"),
    Way("library:lesson", "*=200", where=circle("danger")),
    Way("library:lesson", "*=404", where=circle("nothing-here")),
    Way("library:read", "in=302", "POST", where=circle("danger")),
    Way("library:quiz", "in=200"),
    Way("library:quiz", "in=302", "POST"),
    Way("library:begin_quiz", "in=302", "POST"),
    Way("library:quiz_result", "ana=200", where=quiz),
    Way("circles:practice", "in=200"),
    Way("circles:practice_turn", "in=200", where=first_turn),
    Way("circles:practice_turn", "in=302", "POST", where=first_turn, data=WORDS),
    Way("circles:practice_turn", "in=404", where=lambda house: first_turn(house) | {"turn": 2}),
    Way("circles:sign_off", "in=200"),
    Way("circles:sign_off", "in=422 cleo=302", "POST"),
    Way("circles:sign_off_write", "cleo=302", "POST", data={"body": "I would like to listen."}),
    Way("circles:new_listeners", f"{DUTY}=200"),
    Way("circles:learner", f"{DUTY}=200", where=asking),
    Way("circles:learner_write", f"{DUTY}=302", "POST", where=asking, data={"body": "What made you want to?"}),
    Way("circles:learner_sign", f"{DUTY}=302", "POST", where=asking),
    Way("circles:learner_not_yet", f"{DUTY}=302", "POST", where=asking, data={"missing": "The lesson on danger."}),
    Way("circles:look_over", f"{DUTY}=302", "POST", where=first_answer),
    Way("circles:step_back", "ben,hana,kwame=302", "POST"),
    Way("circles:come_back", "ben,hana,kwame=302", "POST"),
    # --- one's own ------------------------------------------------------------------------------------------------
    Way("people:professionals", "in=200"),
    Way("people:codes", "in=200"),
    Way("people:download_codes", "in=404"),
    Way("people:keep_codes", "in=302", "POST"),
    Way("people:renew_codes", "in=302", "POST", data=AGAIN),
    Way("people:settings", "in=200"),
    Way("people:settings", "in=422", "POST"),
    Way("people:consents", "in=200"),
    Way("people:give_consent", "in=302", "POST", where=lambda house: {"purpose": "safety-reading"}),
    Way("people:withdraw_consent", "in=302", "POST", where=lambda house: {"purpose": "safety-reading"}),
    Way("people:withdraw_consent", "in=404", "POST", where=lambda house: {"purpose": "something-else"}),
    Way("people:words", "in=200"),
    Way("people:download_words", "in=302", "POST"),
    Way("people:leave_for_good", "in=200"),
    Way("people:leave_for_good", "in=422", "POST"),
    Way("listening:my_readings", "in=200"),
    Way("listening:disagree", "ana=200", where=own_reading),
    Way("listening:disagree", "ana=302", "POST", where=own_reading, data={"words": "It was about a film."}),
    Way("listening:take_back", "ana=302", "POST", where=own_reading),
    Way("notices:notices", "in=200"),
    Way("notices:see_all", "in=302", "POST"),
    Way("notices:wishes", "in=200"),
    Way("notices:ways", "in=200"),
    Way("notices:add_device", "in=302", "POST", data=BROWSER),
    Way("notices:remove_device", "ana=302", "POST", where=lambda house: {"pk": device_of(house).pk}),
    Way("notices:add_service", "okafor,sten,mira,lena=422", "POST", data={"address": "nonsense"}),
    Way("notices:remove_service", "mira=302", "POST", where=lambda house: {"pk": service_of(house).pk}),
    Way("notices:wishes", "in=422", "POST"),
    Way("notices:open", "ana=302", where=lambda house: {"pk": notice_of(house, "ana").pk}),
    Way("networks:boundaries", "in=200"),
    Way("networks:boundaries", "in=302", "POST", data={"name": "somebody-else"}),
    Way("networks:lift", "ben=302", "POST", where=boundary),
    Way("circles:my_space", "in=200"),
    Way("circles:throw_away", "in=302", "POST", data={"token": "of-nothing"}),
    Way("circles:notes", "in=200"),
    Way("circles:notes", "in=422", "POST"),
    # --- the steward ----------------------------------------------------------------------------------------------
    Way("insights:setup", "sten=200"),
    Way("insights:step", "sten=200", where=circle("duty")),
    Way("insights:step", "sten=302", "POST", where=circle("contact"), data=CONTACT),
    Way("insights:first", "*=404", where=lambda house: {"word": "not-the-right-one"}),
    Way("insights:check", "sten=200"),
    Way("insights:supply", "sten=200"),
    Way("insights:readings", "sten=200"),
    Way("insights:take_readings", "sten=302", "POST"),
    Way("insights:read_again", "sten=302", "POST", where=lambda house: {"step": "begin"}),
    Way("insights:read_again", "in=404", "POST", where=lambda house: {"step": "something-else"}),
    Way("insights:transparency", "sten=200"),
    Way("insights:papers", "sten=200"),
    Way("insights:paper", "sten=200", where=circle("risks")),
    Way("insights:download", "sten=200", where=circle("risks")),
    Way("insights:privacy", "*=200"),
    Way("insights:safety", "*=200"),
    # --- professions and roles ------------------------------------------------------------------------------------
    Way("people:what_roles_may", "*=200"),
    Way("people:profession", "in=200"),
    Way("people:profession", "in=422", "POST", data={"title": "Dr Somebody"}),
    Way("people:withdraw_application", "dora=302", "POST"),
    Way("people:applications", f"{DUTY},sten=200"),
    Way("people:application", f"{DUTY}=200", where=application),
    Way("people:application", f"{DUTY}=302", "POST", where=application, data=NOT_ENOUGH),
    Way("people:check_application", "lena=422", "POST", where=application),
    Way("people:paper", f"{DUTY}=200", where=paper),
    Way("people:roles", "lena=200"),
    Way("people:roles", "lena=302", "POST", data={"name": "ben", "kind": "host"}),
    Way("people:role", "lena=200", where=guides_role),
    Way("people:role", "lena=302", "POST", where=guides_role, data={"why": "A long leave."}),
    Way("people:ask_new_lock", "lena=200", where=guides_role),
    Way("people:ask_new_lock", "lena=302", "POST", where=guides_role, data={"why": "The phone fell into the sea."}),
    Way("people:new_locks", f"{DUTY},sten=200"),
    Way("people:agree_new_lock", "sten,mira=302", "POST", where=new_lock),
    # --- duty -----------------------------------------------------------------------------------------------------
    Way("safeguarding:duty", f"{DUTY}=200"),
    Way("safeguarding:concern", f"{DUTY}=200", where=concern),
    Way(
        "safeguarding:concern", f"{DUTY}=302", "POST", where=concern, data={"note": "We talked.", "ended": "confirmed"}
    ),
    Way("safeguarding:rows", f"{DUTY}=200"),
    Way("safeguarding:log", f"{DUTY}=200"),
    Way("safeguarding:notes", f"{DUTY}=200"),
    Way("safeguarding:notes", f"{DUTY}=302", "POST", data={"note": "I sleep badly this week."}),
    Way("safeguarding:desk", f"{DUTY}=302", "POST", where=lambda house: {"where": "off"}),
    Way("safeguarding:desk", "*=404 nobody=403", "POST", where=lambda house: {"where": "elsewhere"}),
    Way("safeguarding:go_on", f"{DUTY}=302", "POST", where=concern, data={"why": "She knows me."}),
    Way("safeguarding:others", f"{DUTY}=200", where=concern),
    Way("safeguarding:record", f"{DUTY}=200", "POST", where=concern, data={"why": "For the crisis team."}),
    Way("safeguarding:write", f"{DUTY}=302", "POST", where=concern, data={"body": "I am here."}),
    Way("safeguarding:take", f"{DUTY}=302", "POST", where=concern),
    Way("safeguarding:hand_back", "mira=302 lena=422", "POST", where=concern),
    Way("safeguarding:take_over", f"{DUTY}=302", "POST", where=concern, data={"why": "Her shift is over."}),
    Way("safeguarding:move", "mira=302 lena=422", "POST", where=concern, data={"to": "lead", "why": "Please look."}),
    Way("safeguarding:second_look", "mira=302 lena=422", "POST", where=concern, data={"why": "She named a plan."}),
    Way(
        "safeguarding:answer_second_look", f"{DUTY}=422", "POST", where=concern, data={"agrees": "yes", "answer": "Yes"}
    ),
    Way("safeguarding:hand_over", "mira=302 lena=422", "POST", where=concern, data=HAND_OVER),
    Way("safeguarding:answer_hand_over", f"{DUTY}=302", "POST", where=concern, data={"answer": "yes"}),
    Way("safeguarding:aftercare", f"{DUTY}=404", "POST", where=day_after, data={"note": "She is well."}),
    Way("safeguarding:letters", "ana=200", where=concern),
    Way("safeguarding:letters", "ana=302", "POST", where=concern, data={"body": "Thank you."}),
    # --- telling the guides ---------------------------------------------------------------------------------------
    Way("safeguarding:my_reports", "in=200"),
    Way("safeguarding:report_letter", "ana=200", where=letter),
    Way("safeguarding:report_letter", "ana=302", "POST", where=letter, data=TOLD),
    Way("safeguarding:reports", f"{DUTY}=200", where=report),
    Way("safeguarding:judge", f"{DUTY}=302", "POST", where=report, data={"judged": "empty"}),
    Way("circles:past", "in=200"),
    Way("circles:report_circle", "in=200", where=circle("loss")),
    Way("circles:report_circle", f"{INSIDE},{DUTY}=302", "POST", where=circle("harbour"), data=TOLD),
    Way("circles:report_story", f"ben,hana,vera,{DUTY}=200", where=story("closed")),
    Way("circles:report_story", f"ben,hana,vera,{DUTY}=302", "POST", where=story("closed"), data=TOLD),
    Way("circles:report_story", f"ben,hana,vera,{DUTY},kwame=302", "POST", where=story("waiting"), data=TOLD),
    Way("circles:worry_story", f"ben,hana,vera,{DUTY}=200", where=story("closed")),
    Way("circles:worry_story", f"ben,hana,vera,{DUTY}=302", "POST", where=story("closed"), data=TOLD),
    Way("circles:report_reply", f"{READS_CLOSED},vera=200", where=reply("rosas")),
    Way("circles:report_reply", f"{READS_CLOSED},vera=302", "POST", where=reply("rosas"), data=TOLD),
    Way("circles:worry_reply", f"{READS_CLOSED},vera=200", where=reply("rosas")),
    Way("circles:worry_reply", f"{READS_CLOSED},vera=302", "POST", where=reply("rosas"), data=TOLD),
    Way("safeguarding:looking", "mira=200", where=sent_to_mira),
    Way("safeguarding:looking", "mira=302", "POST", where=sent_to_mira),
    # --- the rota -------------------------------------------------------------------------------------------------
    Way("safeguarding:rota", f"{DUTY}=200"),
    Way("safeguarding:add_shift", "lena=422", "POST", data={"starts": "late"}),
    Way("safeguarding:end_shift", "lena=302", "POST", where=shift),
    Way("safeguarding:be_away", f"{DUTY}=422", "POST", data={"first_on": "soon"}),
    Way("safeguarding:be_back", f"{DUTY}=302", "POST", where=lambda house: {"pk": absence_of(house).pk}),
    Way("safeguarding:ask_to_take", f"{DUTY}=302", "POST", where=turn_of, data={"taker": "lena"}),
    Way("safeguarding:take_turn", "lena=302", "POST", where=swap),
    Way("safeguarding:decline_turn", "lena=302", "POST", where=swap),
    Way("safeguarding:withdraw_swap", f"{DUTY}=302", "POST", where=swap),
    # --- opening circles and looking after them -------------------------------------------------------------------
    Way("circles:tended", "lena=200"),
    Way("circles:open_circle", "lena=200"),
    Way("circles:open_circle", "lena=422", "POST", data={"name": "Garden", "kind": "open"}),
    Way("circles:tend", "lena=200", where=circle("harbour")),
    Way("circles:tend", "lena=422", "POST", where=circle("harbour"), data={"about": "For everybody."}),
    Way("circles:renew_agreement", "lena=302", "POST", where=circle("harbour"), data={"lines": THREE_LINES}),
    Way("circles:name_host", "lena=302", "POST", where=circle("harbour"), data={"host": "ben", "alias": "Lamp"}),
    Way("circles:end_host", "lena=302", "POST", where=circle("harbour"), data={"name": "hana"}),
    # --- first words of new people --------------------------------------------------------------------------------
    Way("circles:newcomers", f"{DUTY}=200"),
    Way("circles:story_seen", f"{DUTY}=302", "POST", where=story("waiting")),
    Way("circles:reply_seen", f"{DUTY}=302", "POST", where=reply("bens")),
    # --- who wrote this -------------------------------------------------------------------------------------------
    Way("safeguarding:reveals", f"{DUTY}=200"),
    Way("safeguarding:reveal", f"{DUTY}=200", where=reveal),
    Way("safeguarding:reveal", "mira=422 lena=302", "POST", where=reveal, data=AGREED_TO_LOOK),
    Way("safeguarding:my_reveal", "in=404", where=reveal),
    Way("circles:who_story", f"{DUTY}=200", where=story("closed")),
    Way("circles:who_story", f"{DUTY}=302", "POST", where=story("closed"), data=WHO),
    Way("circles:who_reply", f"{DUTY}=200", where=reply("rosas")),
    Way("circles:who_reply", f"{DUTY}=302", "POST", where=reply("rosas"), data=WHO),
    # --- decisions about texts ------------------------------------------------------------------------------------
    Way("safeguarding:moderation", "*=200"),
    Way("safeguarding:decisions", "in=200"),
    Way("safeguarding:decision", "ben=200", where=ruling),
    Way("safeguarding:decision", "ben=302", "POST", where=ruling, data={"words": "Please look again."}),
    Way("safeguarding:appeal", "lena=200", where=ruling),
    Way("safeguarding:appeal", "lena=302", "POST", where=ruling, data={"is_granted": "no", "answer": "I agree."}),
    Way("circles:rule_story", f"{DUTY}=200", where=story("closed")),
    Way("circles:rule_story", f"{DUTY}=302", "POST", where=story("closed"), data=DECIDED),
    Way("circles:rule_reply", f"{DUTY}=200", where=reply("rosas")),
    Way("circles:rule_reply", f"{DUTY}=302", "POST", where=reply("rosas"), data=DECIDED),
    Way("circles:reply_again", "ben=302", "POST", where=reply("ruled")),
    Way("circles:story_again", "in=404", "POST", where=story("held")),
    # --- circles --------------------------------------------------------------------------------------------------
    Way("circles:circles", "in=200"),
    Way("circles:circle", "in=200", where=circle("loss")),
    Way("circles:circle", f"{INSIDE},{DUTY}=200", where=circle("harbour")),
    Way("circles:join", f"in=200 {INSIDE}=302", where=circle("loss")),
    Way("circles:join", "in=302", "POST", where=circle("loss"), data=AGREED),
    Way("circles:join", f"{DUTY}=200 {INSIDE}=302", where=circle("harbour")),
    Way("circles:join", f"{DUTY}=422 {INSIDE}=302", "POST", where=circle("harbour"), data=AGREED),
    Way("circles:ask", "in=302", "POST", where=circle("garden")),
    Way("circles:ask", "in=404", "POST", where=circle("loss")),
    Way("circles:ask", "in=404", "POST", where=circle("harbour")),
    Way("circles:leave", f"{INSIDE}=200", where=circle("harbour")),
    Way("circles:leave", f"{INSIDE}=302", "POST", where=circle("harbour")),
    Way("circles:people", f"hana,{DUTY}=200", where=circle("harbour")),
    Way("circles:people", f"hana,{DUTY}=302", "POST", where=circle("harbour"), data={"name": "cleo"}),
    Way("circles:write", f"{INSIDE}=200", where=circle("loss")),
    Way("circles:write", f"{INSIDE}=200", where=circle("harbour")),
    Way("circles:write", f"{INSIDE}=302", "POST", where=circle("harbour"), data=WORDS),
    # --- a story --------------------------------------------------------------------------------------------------
    Way("circles:story", f"{READS_CLOSED}=200", where=story("closed")),
    Way("circles:story", f"{READS_OPEN}=200", where=story("waiting")),
    Way("circles:story", f"{READS_CLOSED}=200", where=story("heard")),
    Way("circles:story", "ana=200", where=story("sent")),
    Way("circles:story", f"{DUTY}=200", where=story("held")),
    Way("circles:reply", f"{READS_CLOSED}=302", where=story("closed")),
    Way("circles:reply", f"{READS_CLOSED}=302", "POST", where=story("closed"), data=WORDS),
    Way("circles:reply", f"{READS_OPEN}=302", "POST", where=story("waiting"), data=WORDS),
    Way("circles:coach", f"{READS_CLOSED}=200", where=story("closed")),
    Way("circles:coach", f"{READS_CLOSED}=200", "POST", where=story("closed"), data=WORDS),
    Way("circles:use_suggestion", f"{READS_CLOSED}=302", "POST", where=story("closed"), data=WORDS),
    Way("circles:thank_story", f"ben,hana,{DUTY}=200", where=story("closed")),
    Way("circles:thank_story", f"ben,hana,{DUTY}=302", "POST", where=story("closed"), data={"kind": "hear-you"}),
    Way("circles:block_story", f"ben,hana,{DUTY}=200", where=story("closed")),
    Way("circles:block_story", f"ben,hana,{DUTY}=302", "POST", where=story("closed"), data={"kind": "block"}),
    Way("circles:correct_story", f"{DUTY}=200", where=story("closed")),
    Way("circles:correct_story", f"{DUTY}=302", "POST", where=story("closed"), data=NOTE),
    Way("circles:correct_reply", f"{DUTY}=200", where=reply("rosas")),
    Way("circles:correct_reply", f"{DUTY}=302", "POST", where=reply("rosas"), data=NOTE),
    Way("circles:step", "ana=200", where=story("closed")),
    Way("circles:step", "ana=302", "POST", where=story("closed"), data=STEP),
    Way("circles:take_back", "ana=302", "POST", where=story("sent")),
    Way("circles:tell_now", "ana=302", "POST", where=story("sent")),
    Way("circles:withdraw", "ana=200", where=story("closed")),
    Way("circles:withdraw", "ana=302", "POST", where=story("closed")),
    Way("circles:release", f"{DUTY}=302", "POST", where=story("held")),
    Way("circles:felt_heard", "ana=302", "POST", where=story("heard"), data={"felt_heard": "yes"}),
    # --- a reply --------------------------------------------------------------------------------------------------
    Way("circles:thank_reply", f"ben,hana,{DUTY},ana=200", where=reply("rosas")),
    Way("circles:thank_reply", f"ben,hana,{DUTY},ana=302", "POST", where=reply("rosas"), data={"kind": "hear-you"}),
    Way("circles:block_reply", f"ben,hana,{DUTY},ana=200", where=reply("rosas")),
    Way("circles:block_reply", f"ben,hana,{DUTY},ana=302", "POST", where=reply("rosas"), data={"kind": "mute"}),
    Way("circles:reply_step", "ana=200", where=reply("worried")),
    Way("circles:reply_step", "ana=302", "POST", where=reply("worried"), data=STEP),
    Way("circles:take_back_reply", "ana=302", "POST", where=reply("anas")),
    Way("circles:tell_reply_now", "ana=302", "POST", where=reply("anas")),
    Way("circles:withdraw_reply", "ana=200", where=reply("anas")),
    Way("circles:withdraw_reply", "ana=302", "POST", where=reply("anas")),
    Way("circles:release_reply", f"{DUTY}=302", "POST", where=reply("held")),
    # --- listening ------------------------------------------------------------------------------------------------
    Way("circles:unheard", "ben,hana,kwame=200"),
    Way("circles:listening", "ben,hana,kwame=200"),
    Way("circles:listening", "ben,hana,kwame=422", "POST"),
    Way("circles:take", "ben,hana,kwame=302", "POST", where=story("waiting")),
    Way("circles:take", "ben,hana=302", "POST", where=story("closed")),
    Way("circles:renew", "kwame=302", "POST", where=story("taken")),
    Way("circles:let_go", "kwame=302", "POST", where=story("taken")),
    Way("circles:not_for_me", "ben,hana,kwame=302", "POST", where=story("waiting")),
    Way("circles:not_for_me", "ben,hana=302", "POST", where=story("closed")),
    # --- what allauth keeps ---------------------------------------------------------------------------------------
    Way("account/login/", "*=302", place="/account/login/"),
    Way("account/signup/", "*=302", place="/account/signup/"),
    Way("account/logout/", "*=302", place="/account/logout/"),
    Way("^account/password/(?:re)?set/", "*=302", place="/account/password/reset/"),
    Way("^account/login/code/", "*=302", place="/account/login/code/"),
    Way("account_login", "*=302"),
    Way("account_signup", "*=302"),
    Way("account_logout", "*=302"),
    Way("account_set_password", "*=302"),
    Way("account_reset_password", "*=302"),
    Way("account_reset_password_done", "*=302"),
    Way("account_reset_password_from_key_done", "*=302"),
    Way("account_reset_password_from_key", "*=302", place="/account/password/reset/key/1-abc-def/"),
    Way("account_confirm_login_code", "*=302"),
    Way("account_inactive", "*=200"),
    Way("account_reauthenticate", "in=200"),
    Way("account_email", "in=200"),
    Way("account_email_verification_sent", "*=200"),
    Way("account_confirm_email", "*=200", place="/account/confirm-email/nothing/"),
    Way("account_change_password", "in=200"),
    Way("mfa_index", "in=200"),
    Way("mfa_authenticate", "*=302"),
    Way("mfa_reauthenticate", f"in=302 {STAFF}=200"),
    Way("mfa_activate_totp", "in=302"),
    Way("mfa_deactivate_totp", f"in=404 {STAFF}=302"),
    Way("mfa_view_recovery_codes", f"in=404 {STAFF}=302"),
    Way("mfa_generate_recovery_codes", "in=302"),
    Way("mfa_download_recovery_codes", f"in=404 {STAFF}=302"),
    Way("mfa_list_webauthn", "in=200"),
    Way("mfa_add_webauthn", "in=302"),
    Way("mfa_reauthenticate_webauthn", "in=302"),
    Way("mfa_remove_webauthn", "in=302", where=lambda house: {"pk": 1}),
    Way("mfa_edit_webauthn", "in=302", where=lambda house: {"pk": 1}),
    Way("mfa_login_webauthn", "*=302"),
]
