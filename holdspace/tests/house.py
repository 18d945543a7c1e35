"""A house full of words, with everybody in it who could look: the ground for the walks over every route.

Ana writes anonymously only; her account is called `quillfeather` and she holds the alias `Tansywren` without ever
speaking under it. Rosa speaks as `Juniper Lark`; her account is called `thistlemorrow`. Both names are found nowhere.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from holdspace.circles import actions, reports, unheard
from holdspace.circles.boundaries import keep_away
from holdspace.circles.models import Circle, FollowUp, LookOver, Reply, SignOff, Story
from holdspace.conversations.models import Seat
from holdspace.library import learning
from holdspace.library.models import Quiz
from holdspace.listening.actions import Heard
from holdspace.listening.models import Reading, Tier
from holdspace.networks.actions import block_by_name
from holdspace.networks.models import Boundary
from holdspace.notices.models import Device, Notice, Service
from holdspace.people import locks, papers
from holdspace.people.evidence import Examined
from holdspace.people.models import Application, NewLock, Person
from holdspace.safeguarding import coverage, moderation, pager, reveals, rota, rota_changes
from holdspace.safeguarding.actions import take, write_as_guide
from holdspace.safeguarding.models import Absence, Concern, Danger, Kind, Measure, Report, Reveal, Ruling, Swap

VISITORS = ("nobody", "cleo", "dora", "vera", "kwame", "okafor", "sten", "ben", "hana", "mira", "lena", "ana")
ROLES = {
    "nobody": "signed out",
    "cleo": "outsider",
    "dora": "ex-member",
    "vera": "blocked",
    "kwame": "listener",
    "okafor": "practitioner",
    "sten": "steward",
    "ben": "member",
    "hana": "host",
    "mira": "guide",
    "lena": "lead",
    "ana": "whose it is",
}
MINUTE, LATER = timedelta(minutes=1), timedelta(hours=6)  # what is not told yet stays so, however slow the machine
OUTSIDE = ("nobody", "cleo", "dora", "okafor", "sten")  # may read no story in any circle here
CLOSED_NAME = "Lanternyard"
CLOSED_WORDS = "heronmarsh"
OPEN_WORDS = "kestrelford"
HELD = Heard(
    allowed=True,
    tier=Tier.WORRY,
    score=0.6,
    subject="self",
    cues=({"kind": "method detail", "start": 0, "end": 3, "why": "it names a way"},),
    engine="a reader in a test",
)
QUIET = Heard(allowed=True, tier=Tier.NONE, score=0.0, engine="a reader in a test")
WORRIED = Heard(
    allowed=True,
    tier=Tier.DANGER,
    score=0.9,
    subject="self",
    cues=({"kind": "plan", "start": 0, "end": 3, "why": "the writer speaks of a plan"},),
    engine="a reader in a test",
)


@dataclass
class House:
    """Who is here, what was said, and a signed-in browser for each visitor."""

    people: dict[str, Person]
    doors: dict[str, dict[str, Any]] = field(default_factory=dict)
    circles: dict[str, Circle] = field(default_factory=dict)
    stories: dict[str, Story] = field(default_factory=dict)
    replies: dict[str, Reply] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Person:
        return self.people[name]

    def browser(self, visitor: str) -> Client:
        """As if this visitor had just come in; what one request does to the cookies is gone with the next."""
        browser = Client()
        for name, value in self.doors.get(visitor, {}).items():
            browser.cookies[name] = value
        return browser

    def sign_in(self, visitor: str) -> None:
        browser = Client()
        browser.force_login(self.people[visitor])
        self.doors[visitor] = {name: morsel.value for name, morsel in browser.cookies.items()}

    @property
    def secrets(self) -> list[str]:
        """What nobody but the writers themselves ever learns."""
        hidden = [self.people["ana"], self.people["rosa"]]
        ids = [form for person in hidden for form in (str(person.pk), person.pk.hex)]
        return ["Tansywren", *ids, *(word for person in hidden for word in (person.name, person.email))]


@pytest.fixture
def house(person, circle, hana, mira, lena, sten, okafor, ben, cleo) -> House:
    people = {"cleo": cleo, "ben": ben, "hana": hana, "mira": mira, "lena": lena, "sten": sten, "okafor": okafor}
    people["ana"] = person("quillfeather", email="goosefoot@letters.example")
    people["rosa"] = person("thistlemorrow", email="bramble@letters.example")
    people["dora"] = person("dora")
    people["vera"] = person("vera")
    people["kwame"] = person("kwame", "member", "listener")
    built = House(people)
    for visitor in people:
        built.sign_in(visitor)
    open_circles(built, circle)
    tell_stories(built)
    answer_them(built)
    wait_and_worry(built)
    plan_duty(built)
    learn(built)
    show_papers(built)
    return built


def open_circles(house: House, circle: Any) -> None:
    circle("garden", kind="ask")
    for slug, kind, name in (("loss", "open", "Loss"), ("harbour", "invite", CLOSED_NAME)):
        house.circles[slug] = opened = circle(slug, house.ben, house.dora, house.vera, kind=kind)
        opened.name = name
        opened.save()
        opened.guides.add(house.mira)
        actions.join(circle=opened, person=house.ana, alias="Tansywren")
        actions.join(circle=opened, person=house.rosa, alias="Juniper Lark")
        actions.join(circle=opened, person=house.hana)
        Seat.objects.filter(conversation=opened.conversation, person=house.hana).update(is_host=True)
        actions.leave_circle(circle=opened, person=house.dora)
    Seat.objects.filter(person=house.dora).update(left_at=timezone.now() - timedelta(hours=1))


def tell_stories(house: House) -> None:
    house.stories = {
        "closed": told(house, "harbour", "ana", "anonymous", f"In the {CLOSED_WORDS} the evenings are long.", WORRIED),
        "waiting": told(house, "loss", "ana", "anonymous", f"At {OPEN_WORDS} nobody says her name any more."),
        "taken": told(house, "loss", "rosa", "alias", "He used to hum while the kettle boiled."),
        "heard": told(house, "loss", "ana", "anonymous", "The chair by the window is still his."),
        "aside": told(house, "loss", "rosa", "anonymous", "He never liked the radio, and now I leave it on."),
        "sent": told(house, "loss", "ana", "anonymous", "I am not sure that I want to say this yet.", is_told=False),
        "held": told(house, "loss", "rosa", "alias", "Somebody has to look at this one first.", HELD),
    }


def answer_them(house: House) -> None:
    house.replies = {
        "bens": said(house, "heard", "ben", "name", "The evenings were long for me too. What did he like to hum?"),
        "rosas": said(house, "closed", "rosa", "alias", "I have sat there as well. What is it like in the mornings?"),
        "anas": said(house, "heard", "ana", "anonymous", "Mostly old songs from the radio.", is_told=False),
        "held": said(house, "heard", "rosa", "alias", "This one waits for a guide as well.", heard=HELD),
        "ruled": said(house, "heard", "ben", "name", "You should have sold that chair long ago, if you ask me."),
        "worried": said(house, "closed", "ana", "anonymous", "Nights are the worst of it.", heard=WORRIED),
    }
    actions.thank(person=house.ana, told=house.replies["bens"], kind="been-there")


def wait_and_worry(house: House) -> None:
    now = timezone.now()
    for name in ("waiting", "taken"):
        unheard.send(house.stories[name], 1, [str(house.kwame.pk)], now)
    unheard.take(story=house.stories["taken"], listener=house.kwame)
    FollowUp.objects.create(story=house.stories["heard"], asked_at=now)
    keep_away(told=house.stories["aside"], person=house.ben, kind="mute")
    for writer in (house.ana, house.rosa):
        block_by_name(person=writer, name="vera")
    actions.ask_to_join(circle=house.circles["harbour"], person=house.cleo)
    actions.draft(author=house.ana, circle=house.circles["loss"])
    heard = house.stories["heard"]
    reports.report_told(heard, by=house.hana, about=reports.about(heard), ground="else")
    rule_over(house, house.replies["ruled"])
    ask_who(house, house.stories["heard"])
    take(concern=concern_of(house), by=house.mira)
    write_as_guide(concern=concern_of(house), guide=house.mira, body="I am here until nine. Would you like to talk?")


def plan_duty(house: House) -> None:
    """Mira has the next days, is away in a month, and has asked Lena to take her turn of tomorrow."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    hours = {"starts": time(9), "ends": time(17), "zone": "UTC"}
    rota_changes.add_shift(person=house.mira, first_on=tomorrow, **hours)
    later = tomorrow + timedelta(days=30)
    rota_changes.be_away(person=house.mira, first_on=later, last_on=later)
    turn = next(turn for turn in rota.turns(timezone.now(), timezone.now() + timedelta(days=3)))
    rota_changes.ask_to_take(turn=turn, taker=house.lena)
    Device.objects.create(person=house.ana, endpoint="https://push.example.org/ana", p256dh="key", auth="key")
    pager.tick()  # before Mira has a service: nothing is sent from a test
    Service.objects.create(person=house.mira, name="ntfy", sealed="sealed")
    coverage.hours(timezone.now())  # asked once a minute, by whichever page comes first


def learn(house: House) -> None:
    """Ana has missed all questions about boundaries; Cleo asks to be signed off; an answer of Ben's is looked over."""
    SignOff.objects.create(person=house.cleo)
    LookOver.objects.create(reply=house.replies["bens"], listener=house.ben)
    learning.end_quiz(quiz=learning.begin_quiz(person=house.ana), answers=defaultdict(str))


def rule_over(house: House, reply: Reply) -> None:
    """Mira keeps a reply of Ben's back, and he asks for a second look."""
    ruling = moderation.rule(
        by=house.mira,
        about=reports.about(reply),
        measure=Measure.HOLD,
        place="Loss",
        agreement="Listening first",
        sentence="It tells her what to do before anybody has listened.",
    )
    moderation.appeal(ruling=ruling, words="I meant it well.")


def ask_who(house: House, story: Story) -> None:
    """Mira asks who stands behind an anonymous story, and nobody has answered yet."""
    about = reports.about(story)
    reveals.ask(by=house.mira, about=about, place="Loss", danger=Danger.LIFE, reason="She wrote a goodbye.")


def show_papers(house: House) -> None:
    """Dora applies, and Lena and Mira check; Okafor has lost his second step."""
    facts = {"kind": "practitioner", "title": "Dora Winter", "profession": "Psychologist", "country": "GB"}
    asked = papers.apply(person=house.dora, papers=[Examined("pdf", b"%PDF-1.4 a diploma %%EOF")], **facts)
    papers.check(application=asked, by=house.lena, second=house.mira)
    locks.ask_for_new_lock(person=house.okafor, by=house.lena, why="His phone fell into the sea.")


def application_of(house: House) -> Application:
    return Application.objects.get(person=house.dora)


def new_lock_of(house: House) -> NewLock:
    return NewLock.objects.get(person=house.okafor)


def told(
    house: House, slug: str, who: str, face: str, body: str, heard: Heard = QUIET, *, is_told: bool = True
) -> Story:
    story = actions.publish_story(
        circle=house.circles[slug],
        author=house.people[who],
        heard=heard,
        token=actions.new_token(),
        body=body,
        need="listen",
        face=face,
        notes=[],
    )
    Story.objects.filter(pk=story.pk).update(heard_from=timezone.now() + (-MINUTE if is_told else LATER))
    story.refresh_from_db()
    return story


def said(house: House, to: str, who: str, face: str, body: str, *, heard: Heard = QUIET, is_told: bool = True) -> Reply:
    reply = actions.post_reply(
        story=house.stories[to],
        author=house.people[who],
        heard=heard,
        token=actions.new_token(),
        body=body,
        face=face,
    )
    Reply.objects.filter(pk=reply.pk).update(heard_from=timezone.now() + (-MINUTE if is_told else LATER))
    reply.refresh_from_db()
    return reply


def concern_of(house: House) -> Concern:
    """What was noticed in Ana's story in the closed circle."""
    return Concern.objects.get(link=house.stories["closed"].address, kind=Kind.READING)


def boundary_of(house: House) -> Boundary:
    """Ben keeps away whoever told one of the stories in the open circle; nobody finds that out."""
    return Boundary.objects.get(person=house.people["ben"])


def notice_of(house: House, who: str) -> Notice:
    return Notice.objects.filter(person=house.people[who]).earliest("made_at")


def reading_of(house: House, who: str) -> Reading:
    return Reading.objects.filter(person=house.people[who]).earliest("read_at")


def report_of(house: House) -> Report:
    """What Hana told the guides about Ana's story."""
    return Report.objects.get(reporter=house.hana)


def sign_off_of(house: House) -> SignOff:
    return SignOff.objects.get(person=house.cleo)


def quiz_of(house: House) -> Quiz:
    return Quiz.objects.get(person=house.ana)


def reveal_of(house: House) -> Reveal:
    return Reveal.objects.get()


def ruling_of(house: House) -> Ruling:
    return Ruling.objects.get(writer=house.ben)


def turn_of(house: House) -> dict[str, Any]:
    """Mira's turn of tomorrow, which she has asked Lena to take."""
    swap = Swap.objects.get(giver=house.mira)
    return {"pk": swap.shift_id, "day": f"{swap.day}"}


def swap_of(house: House) -> Swap:
    return Swap.objects.get(giver=house.mira)


def absence_of(house: House) -> Absence:
    return Absence.objects.get(person=house.mira)


def device_of(house: House) -> Device:
    return Device.objects.get(person=house.ana)


def service_of(house: House) -> Service:
    return Service.objects.get(person=house.mira)
