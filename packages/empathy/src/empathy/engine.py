"""The engine: readers put together over one encoder. It reads; it never writes, decides or speaks to a person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path

import numpy as np

from empathy import claimtable, coach, heads, wording
from empathy.claimtable import Hearing
from empathy.encoder import Encoder, Seen
from empathy.heads import Heads, strongest
from empathy.lexicon import CODES, lexicon
from empathy.normaliser import normalise
from empathy.readers.about import content_notes, experiences, need
from empathy.readers.alarm import Ears, Plain, alarm, is_disguised, loudest, loudest_window, sounds_like
from empathy.readers.claims import claims
from empathy.readers.disclosures import disclosures
from empathy.readers.distress import distress
from empathy.readers.emotion import emotions, support_emotions
from empathy.readers.explorations import explorations
from empathy.readers.hazards import hazards
from empathy.readers.interpretations import interpretations
from empathy.readers.language import language
from empathy.readers.reactions import reactions, sentences
from empathy.readers.risk import DANGERS, assess
from empathy.readers.tone import tone
from empathy.reading import TIERS, Claim, Language, Reading, ReplyReading, Risk, Safety, Span
from empathy.version import VERSION
from empathy.weights import expected, verified
from empathy.wording import Wording

See = Callable[[str, Language | None], Seen | None]


@dataclass(frozen=True, slots=True)
class Trained:
    """What was learned: the encoder, the heads on it by name, and the weights of single words."""

    encoder: Encoder
    heads: Heads
    wording: Wording

    @property
    def ears(self) -> Ears:
        return Ears(self.heads["calls"], self.wording, self.heads["alarm"])

    @property
    def ears_abroad(self) -> Ears:
        """For glosses: their words come in the order of another language, and some are wrong."""
        return Ears(self.heads["calls_glossed"], self.wording, self.heads["alarm_glossed"])


class Engine:
    """Reads texts and replies. Cost on one CPU thread: about 6 ms a window of 64 tokens, at most 24 windows a text."""

    version = VERSION

    def __init__(self, trained: Trained | None) -> None:
        self.trained = trained
        self._claim_table = claimtable.load(expected()["encoder.onnx"]) if trained else None

    @classmethod
    def load(cls, weights: Path | None = None) -> Engine:
        """The whole engine. Raises WeightsError when a file of weights is missing or altered."""
        folder = verified(weights)
        return cls(Trained(Encoder(folder), heads.load(folder), wording.load(folder)))

    @classmethod
    def rules_only(cls) -> Engine:
        """An engine without weights: it reads what rules can (risk, language, contact details), all else is None."""
        return cls(None)

    def read(self, text: str) -> Reading:
        """All there is to read in one text; the same whatever was read before it."""
        spoken = language(text)
        seen = self._see(text, spoken)
        risk = self._risk(text, seen, spoken)
        reading = Reading(
            risk=risk,
            version=VERSION,
            language=spoken,
            dangers=dangers(risk),
            disclosures=disclosures(text),
            claims=self._claims(text, spoken, seen),
        )
        return self._with_mood(reading, text, seen)

    def risk(self, text: str) -> Risk:
        """The risk alone, as `read` gives it, for use while a person waits."""
        spoken = language(text)
        return self._risk(text, self._see(text, spoken), spoken)

    def safety(self, text: str) -> Safety:
        """Risk, health claims and language, as `read` gives them, for use while a person waits."""
        spoken = language(text)
        seen = self._see(text, spoken)
        return Safety(self._risk(text, seen, spoken), self._claims(text, spoken, seen), spoken)

    def reply(self, story: str, reply: str, need: str | None = None) -> ReplyReading:
        """How a reply answers a story. When either tells of danger there is no coaching, and `crisis` is true."""
        risk = self.risk(story)
        worst = max(risk, self.risk(reply), key=lambda one: TIERS.index(one.tier))
        # Drafts of one reply share most of their sentences; each is read once, and forgotten with this call.
        read = partial(self._reply_reading, story, need=need, risk=risk, see=cache(self._see))
        reading = read(reply)
        if worst.found:
            return replace(reading, crisis=True)
        edits = coach.suggest(story, reply, need=need, reading=reading, risk=worst, again=read)
        return replace(reading, suggestions=tuple(edits))

    def embed(self, text: str) -> tuple[float, ...] | None:
        """384 numbers of length 1 together; windows of a long text are averaged. None without weights."""
        if self.trained is None:
            return None
        mean = self.trained.encoder.see(text).vectors.mean(axis=0, dtype=np.float64)
        return tuple((mean / np.linalg.norm(mean)).tolist())

    def _see(self, text: str, spoken: Language | None) -> Seen | None:
        """None without weights, or where the text is surely in a language the heads were not trained on."""
        if self.trained is None or (spoken and spoken.code != "en"):
            return None
        return self.trained.encoder.see(text)

    def _risk(self, text: str, seen: Seen | None, spoken: Language | None) -> Risk:
        """Rules hear the text as it is; what was learned hears it too, or its gloss where it is in another language."""
        if self.trained is None:
            return assess(text)
        if spoken and spoken.code in CODES:
            return self._risk_abroad(text, lexicon(spoken.code).gloss, self.trained)
        if seen is None:
            return assess(text)
        held, plain = self.trained, normalise(text)
        heard = alarm([seen, *self._unmasked(text, plain.text)], plain.text, held.ears)
        risk = assess(text, heard, plain)
        return self._shown(risk, text, seen, held.ears, lambda one: plain.between(one.start, one.end))

    def _risk_abroad(self, text: str, gloss: Callable[[str], str], held: Trained) -> Risk:
        said = gloss(text)
        seen, plain = held.encoder.see(said), normalise(said).text
        heard = alarm([seen, *self._unmasked(said, plain)], plain, held.ears_abroad)
        anywhere = replace(seen, places=((0, len(text)),) * len(seen.places))
        risk = assess(text, heard)
        return self._shown(risk, text, anywhere, held.ears_abroad, lambda one: normalise(gloss(one.words)).text)

    def _shown(self, risk: Risk, text: str, seen: Seen, ears: Ears, plain: Plain) -> Risk:
        """Where the trained head raised what rules left quiet, the sentence it heard stands among the cues."""
        held = self.trained
        if held is None or not risk.found or any(cue.tier == risk.tier for cue in risk.cues):
            return risk
        window = loudest_window(seen, ears.calls)
        cue = loudest(text, seen.places[window], sounds_like(seen, window, held.heads["kinds"]), plain, ears.wording)
        return replace(risk, cues=(*risk.cues, replace(cue, tier=risk.tier)))

    def _unmasked(self, text: str, plain: str) -> list[Seen]:
        """A text behind disguises, seen once more in plain words."""
        return [self.trained.encoder.see(plain)] if self.trained and is_disguised(text, plain) else []

    def _claims(self, text: str, spoken: Language | None, seen: Seen | None) -> tuple[Claim, ...] | None:
        """None in what is surely another language than the bank's."""
        if spoken and spoken.code != "en":
            return None
        return claims(text, Hearing(self._claim_table, seen) if self._claim_table and seen else None)

    def _with_mood(self, reading: Reading, text: str, seen: Seen | None) -> Reading:
        if self.trained is None or seen is None:
            return reading
        held = self.trained.heads
        return replace(
            reading,
            emotions=emotions(seen, held["emotions"]),
            support_emotions=support_emotions(seen, held["support"]),
            distress=distress(seen, held["distress"], held["support"]),
            need=need(seen, held["needs"]),
            experiences=experiences(seen, held["experiences"]),
            content_notes=content_notes(seen, held["notes"]),
            tone=tone(text, seen, held["tone"], self.trained.encoder.see),
        )

    def _reply_reading(self, story: str, reply: str, need: str | None, risk: Risk, see: See) -> ReplyReading:
        spoken = language(reply)
        seen = [one for sentence in sentences(reply) if (one := see(sentence, spoken))]
        found = hazards(
            reply,
            story,
            need=need,
            advice=self._strongest("advice", seen),
            hostility=self._strongest("hostility", seen),
            risk=risk,
        )
        return ReplyReading(
            version=VERSION,
            reaction=reactions(seen, self.trained.heads["reaction"]) if self.trained else None,
            interpretation=interpretations(reply, story, self._heard("interpretation", see(reply, spoken))),
            exploration=explorations(reply, story, self._heard("exploration", see(reply, spoken))),
            hazards=tuple(found),
        )

    def _heard(self, construct: str, seen: Seen | None) -> float | None:
        """How much of it the head hears in a whole reply, 0 to 2."""
        if self.trained is None or seen is None or not seen.worded:
            return None
        likely = self.trained.heads["answers"].mean(seen)
        return likely[f"{construct} 1"] + likely[f"{construct} 2"]

    def _strongest(self, name: str, seen: list[Seen]) -> float | None:
        return strongest(self.trained.heads[name], seen) if self.trained else None


def dangers(risk: Risk) -> tuple[Span, ...]:
    """Cues of danger other than to the writer's own life (abuse now, violence, a child, a medical emergency …)."""
    return tuple(Span(cue.kind, cue.start, cue.end, cue.why) for cue in risk.cues if cue.kind in DANGERS)
