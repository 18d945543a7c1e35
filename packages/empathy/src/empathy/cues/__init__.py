"""What a person may say when they are in danger, as data: one readable file a language."""

from empathy.cues.grammar import CueFileError, Cues, grammar, load, parse

__all__ = ["CueFileError", "Cues", "grammar", "load", "parse"]
