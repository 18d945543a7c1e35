"""What stops the clock of Ana's story, and a ladder of fakes that must not."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdspace.circles.answers import GivenReply, clears, is_an_answer

STORY = (
    "My mother died in March and since then the evenings are the worst part of every day. I set two cups on "
    "the table and only notice when the kettle is already on. Nobody at work says her name any more."
)
KIND = (
    "I lost my dad two winters ago and I still reach for the second plate. The evenings did get softer for "
    "me, very slowly. What was she called?"
)
OLD = (
    "What you wrote stayed with me all day. When my brother left I could not sleep for weeks either, and "
    "walking round the block at night with the radio on was the only thing that helped me a little."
)

ANSWERS = {
    "a kind reply": KIND,
    "ten plain words": "I hear you, and I am with you in this.",
    "short and warm": "That sounds so heavy. I am glad you wrote it here tonight.",
    "a quoted line and words of one's own": "> I set two cups on the table\n\n" + KIND,
    "stock phrase and words of one's own": "Sorry to hear that. " + KIND,
    "with a link beside it": KIND + " https://example.org/a",
    "with an emoji": KIND + " 🌿",
    "Spanish": "Yo también pongo dos tazas algunas noches, y no me parece raro. ¿Cómo se llamaba tu madre?",
    "German": "Bei mir waren es auch die Abende, lange Zeit, und ich habe oft mit ihrem Foto gesprochen.",
    "Czech": "Smrt mojí mámy byla před dvěma lety a večery jsou pro mě pořád ta nejtěžší část dne.",
    "Hindi": "मुझे भी शाम का समय सबसे मुश्किल लगता है, और मैं आज भी उनकी कुर्सी को देखती रहती हूँ",
    "Arabic": "أمي رحلت قبل عامين وما زلت أضع لها كوب الشاي كل مساء دون أن أنتبه",
    "Chinese": "我妈妈去世两年了，每天晚上我还是会多摆一个杯子。你愿意说说她叫什么名字吗？",
    "Japanese": "私も父を亡くしてから、夜になるとつい二人分のお茶を入れてしまいます。",
    "Korean": "저도 어머니가 돌아가신 뒤로 저녁마다 컵을 두 개 꺼내요 그 마음을 저도 조금은 알 것 같아요",
}

FAKES = {
    "nothing": "",
    "spaces": " \n\t ",
    "dots": ". . . . . . . . . . . . .",
    "emoji": "❤️🙏💐🌿🕊️" * 5,
    "invisible": "\u200b\u200d\ufeff" * 40,
    "three words": "So sorry, Ana.",
    "nine words": "That sounds hard and I feel for you tonight",
    "nine words with apostrophes": "I'm here, you're heard, that's heavy, don’t rush, we're",
    "nine words cut by invisible letters": "That sou\u200bnds ha\u200brd and I fe\u200bel for you to\u200bnight",
    "one word again and again": "hugs " * 30,
    "two words again and again": "so sorry " * 30,
    "one sentence again and again": "I hear you. " * 10,
    "letters": "a b c d e f g h i j k l m n",
    "digits": "1 2 3 4 5 6 7 8 9 10 11 12 13",
    "interjections": "ok hmm yeah lol haha hehe uh um oh ah yep nah bump up mhm",
    "keys": "asdf sdfg dfgh fghj ghjk hjkl qwer wrt rtz tzp zxcv xcvb cvbn",
    "wishes that fit every story": "Thanks for sharing! Sorry to hear that. Stay strong. Sending you hugs!",
    "the same in Spanish": "Gracias por compartir. Lo siento mucho. Mucho ánimo, todo va a estar bien",
    "links": "https://example.org/one/two/three " * 12,
    "addresses": "write.to.me@example.org " * 12,
    "marks of a page": "<b><i><u><p><br><hr><em><div><span><table><tbody>ok</tbody></table>",
    "the story": STORY,
    "the story, shouted": STORY.upper(),
    "the story, quoted": "> " + STORY + "\n\nthis",
    "half the story": STORY[: len(STORY) // 2],
    "the story with a word before and after": "Oh Ana. " + STORY + " So sad.",
    "the story in another order": " ".join(sorted(STORY.split())),
    "what he wrote to another": OLD,
    "the same with another name": "Ana, " + OLD.replace("brother", "sister"),
    "the same with invisible letters": "\u200b".join(OLD),
    "the same in wide letters": "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in OLD),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_a_real_reply_counts(name):
    assert is_an_answer(ANSWERS[name], to=STORY, earlier=[OLD])


@pytest.mark.parametrize("name", FAKES)
def test_a_fake_does_not(name):
    assert not is_an_answer(FAKES[name], to=STORY, earlier=[OLD])


def test_the_same_words_count_once_and_not_when_pasted_again():
    assert is_an_answer(OLD, to=STORY)
    assert not is_an_answer(OLD, to=STORY, earlier=[OLD])


@pytest.mark.parametrize(
    ("body", "counts"),
    [
        ("then I set two cups because mine left me too", True),
        ("then I set two cups on because mine left too", False),
    ],
)
def test_six_words_in_a_row_are_copied_and_five_are_not(body, counts):
    assert is_an_answer(body, to="and then I set two cups on the table") is counts


@pytest.mark.parametrize(
    "side_door",
    [
        {"author": "ana"},
        {"by_program": True},
        {"is_standing": False},
        {"is_blocked": True},
        {"body": "So sorry, Ana."},
    ],
)
def test_bens_reply_stops_the_clock_and_these_do_not(side_door):
    told = {"author": "ben", "body": KIND}
    assert clears(GivenReply(**told), story_author="ana", story=STORY)
    assert not clears(GivenReply(**told | side_door), story_author="ana", story=STORY)


@settings(max_examples=300, deadline=None)
@given(st.text(), st.text())
def test_any_text_gets_an_answer_and_never_counts_against_itself(body, story):
    is_an_answer(body, to=story)
    assert not is_an_answer(body, to=body)


@pytest.mark.parametrize("unit", ["<", "a", "'a", "我", "@", "\n>", "http", "> ", "ﷺ", "a "])
def test_a_hundred_thousand_characters_take_no_time(unit):
    long = (unit * 100_000)[:100_000]
    began = time.process_time()
    is_an_answer(long, to=long, earlier=[long])
    assert time.process_time() - began < 2
