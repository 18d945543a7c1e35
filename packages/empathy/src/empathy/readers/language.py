"""Which language a text is written in: by its script, then by the small words every sentence needs."""

from __future__ import annotations

import re
from collections import Counter

from empathy.reading import Language

SAMPLE = 4_000
FEWEST_LETTERS = 3
SURE = 0.6
LEAD = 0.2
COMMON = 0.15

SCRIPTS = {
    "zh": "\u4e00-\u9fff\u3400-\u4dbf",
    "ja": "\u3040-\u30ff",
    "ko": "\uac00-\ud7af",
    "ar": "\u0600-\u06ff",
    "hi": "\u0900-\u097f",
    "ru": "\u0400-\u04ff",
    "el": "\u0370-\u03ff",
    "he": "\u0590-\u05ff",
    "th": "\u0e00-\u0e7f",
    "latin": "A-Za-z\u00c0-\u024f\u1e00-\u1eff",
}
LETTERS = {name: re.compile(f"[{ranges}]") for name, ranges in SCRIPTS.items()}

SMALL_WORDS = {
    "en": "the and to of a i is it that in you my was for me with have this but not be on so are just do what "
    "he she we they at like all your can if about been don't i'm it's can't how from when out up had her him "
    "will would an as or no am any by know feel get really never still did has were there who "
    "want go going home think need because could should some more much than then them their our us too here now only "
    "even every someone anyone nobody nothing something after before other which into over again been being",
    "es": "de que no la el y es en lo un por me una te los se con para mi está si pero las bien yo eso su más al "
    "del como le ya todo muy esta tengo qué estoy soy nada siento cuando porque sin él hay quiero nadie hoy",
    "de": "ich und das ist nicht die du es der in zu den mir wir ein mit sie mich was ja auf so er wie von ihr "
    "hab eine war dass aber bin auch habe noch hat mein nur wenn sich kann für nach mehr sind keine dem im",
    "fr": "je de est pas le vous la tu que un il et à ne les ce en on ça une ai pour des moi qui nous mais me dans "
    "du bien elle si tout plus c'est j'ai suis avec sur mon ma au se fait était rien quand cette mes",
    "pt": "que não o de a é você e eu um para me se uma com está do por te os isso em ele da mas bem sim no na meu "
    "minha mais como estou foi muito tudo quando sou tenho ninguém só ao até também nada sinto vida quero",
    "it": "non di che è e la il un a per in una mi sono ho ma lo ha le si ti i con cosa se io come da ci no questo "
    "bene tu sì me più del della perché anche mia mio solo quando gli sto niente mai era tutto della",
    "nl": "ik je het de is dat een niet en wat van we in ze op te hij zijn er maar me die heb voor met als ben "
    "mijn was dit zo ook naar geen nog wel kan weet om aan heeft bij uit mij meer hebben alleen niets",
    "pl": "nie to się w na i z co jest do tak jak o mnie a ale mi za ja że mam go tu jestem czy po już tylko ma "
    "być od dla mój może tego było wszystko jej bardzo chcę kiedy nic życie moje sobie nikt przez",
    "tr": "bir bu ne ve için çok ben o mı mi var da de ama değil evet hayır sen bana beni daha gibi her şey onu "
    "benim kadar yok zaman artık nasıl hiç ki seni biri olarak sonra bile kendimi istiyorum istemiyorum içinde",
    "id": "yang aku tidak dan ini itu di kau saya untuk dengan ada kita akan apa bisa dia ke dari tak kamu anda "
    "sudah jadi orang lagi tahu mereka seperti hanya harus karena tapi semua pada sangat hidup ingin merasa",
}
WORDS = {code: frozenset(words.split()) for code, words in SMALL_WORDS.items()}


def language(text: str) -> Language | None:
    """ISO 639-1 code and confidence 0 to 1; None when unsure, as with a word or two.

    The confidence of a language written in Latin letters is its lead among the small words that were recognised.
    """
    sample = text[:SAMPLE]
    name, most = letters(sample).most_common(1)[0]
    if most < FEWEST_LETTERS:
        return None
    return by_words(sample) if name == "latin" else by_script(name, sample)


def letters(sample: str) -> Counter[str]:
    """Letters a script. Chinese characters beside kana are counted as Japanese."""
    counts = Counter({name: len(script.findall(sample)) for name, script in LETTERS.items()})
    if counts["ja"]:
        counts["ja"] += counts.pop("zh")
    return counts


def by_script(name: str, sample: str) -> Language | None:
    counts = letters(sample)
    share = counts[name] / counts.total()
    return Language(name, round(share, 3)) if share >= SURE else None


def by_words(sample: str) -> Language | None:
    words = Counter(re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", sample.lower().replace("’", "'")))
    hits = Counter({code: sum(words[word] for word in known) for code, known in WORDS.items()})
    (best, most), (_, second) = hits.most_common(2)
    confidence = (most - second) / (most + 1)
    common = most / max(1, words.total())
    return Language(best, round(confidence, 3)) if most >= 2 and confidence >= LEAD and common >= COMMON else None
