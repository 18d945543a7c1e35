"""What becomes of a draft when words are sent, or thrown away."""

from django.db.models import QuerySet

from holdspace.circles.models import Draft

LONG = 5


def put_away(kept: QuerySet[Draft], sent: str, *, token: str) -> None:
    """What was sent is no draft any more. Other words, kept from another tab, stay, under this token of their own."""
    for draft in kept:
        if is_part_of(draft.body, sent):
            draft.delete()
        else:
            draft.token = token
            draft.save(update_fields=["token"])


def throw_away(draft: Draft) -> None:
    draft.delete()


def is_part_of(kept: str, sent: str) -> bool:
    """Whether kept words are an earlier stand of those that were sent: half of the longer ones, or all, stand there."""
    longer = {word for word in kept.lower().split() if len(word) >= LONG}
    if not longer:
        return kept.strip() in sent
    return 2 * len(longer & set(sent.lower().split())) >= len(longer)
