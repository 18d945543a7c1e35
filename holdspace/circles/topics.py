"""What a writer can say beside a story: what would help, and what it is about. Fixed ids, translated names."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Need(models.TextChoices):
    LISTEN = "listen", _("Listen to me")
    BEEN_THERE = "been-there", _("Have you been there?")
    IDEAS = "ideas", _("Ideas are welcome")
    INFORMATION = "information", _("Information")
    PRACTICAL = "practical", _("Practical help")
    CELEBRATE = "celebrate", _("Celebrate with me")
    NO_REPLIES = "no-replies", _("No replies, please")


# What stands above a story and above the reply box. {who} is the face the writer chose.
NEED_SENTENCES = {
    Need.LISTEN: _("{who} would like to be listened to."),
    Need.BEEN_THERE: _("{who} would like to hear from people who have been there."),
    Need.IDEAS: _("{who} is open to ideas."),
    Need.INFORMATION: _("{who} is looking for information."),
    Need.PRACTICAL: _("{who} could use practical help."),
    Need.CELEBRATE: _("{who} would like you to celebrate with them."),
    Need.NO_REPLIES: _("{who} wanted to say this, and needs no replies."),
}


class Topic(models.TextChoices):
    """Content notes. They name the topic only: a note is a way to steer, not a warning."""

    SUICIDE_THOUGHTS = "suicide-thoughts", _("suicide: thoughts")
    SUICIDE_ATTEMPT = "suicide-attempt", _("suicide: an attempt in the past")
    SUICIDE_BEREAVEMENT = "suicide-bereavement", _("suicide: bereavement")
    SELF_HARM = "self-harm", _("self-harm")
    EATING = "eating-weight-body", _("eating, weight and body")
    DEATH = "death-and-grief", _("death and grief")
    BABY_LOSS = "pregnancy-and-baby-loss", _("pregnancy and baby loss")
    ILLNESS = "illness", _("illness and medical detail")
    ABUSE_CHILDHOOD = "abuse-childhood", _("abuse: childhood")
    ABUSE_PARTNER = "abuse-partner-sexual", _("abuse: partner or sexual")
    VIOLENCE = "violence-and-war", _("violence and war")
    SUBSTANCES = "substance-use", _("substance use")
    PANIC = "panic-intrusive-ocd", _("panic, intrusive thoughts, OCD")
    PSYCHOSIS = "psychosis-paranoia", _("psychosis and paranoia")
    HATE = "hate-discrimination", _("hate and discrimination")
    MEDICATION = "medication-changes", _("medication changes")
    FAMILY = "family-rupture", _("family rupture, divorce")
    ANIMALS = "animal-loss", _("animal loss or harm")
    FAITH = "faith", _("faith and religion")
    GOOD_NEWS = "good-news", _("good news that may hurt")


class Stance(models.TextChoices):
    """What a writer says their words about a treatment are; `FOUND` where nobody asked them, and a claim was seen."""

    EXPERIENCE = "experience", _("My own experience")
    INFORMATION = "information", _("Information, and I can say where it is written")
    MENTION = "mention", _("Neither: I ask, or only mention it")
    FOUND = "found", _("Not asked")


class Setting(models.TextChoices):
    SHOW = "show", pgettext_lazy("what happens to stories about a topic", "show")
    FOLD = "fold", pgettext_lazy("what happens to stories about a topic", "fold")
    HIDE = "hide", pgettext_lazy("what happens to stories about a topic", "hide")


class ThanksKind(models.TextChoices):
    HEAR_YOU = "hear-you", _("I hear you")
    BEEN_THERE = "been-there", _("Been there")
    HOLDING = "holding", _("Holding you in mind")
    HELPED = "helped", _("This helped me")
    THANK_YOU = "thank-you", _("Thank you")


# What a person has been through or lives with, ticked by themselves; used to find who may answer, never a diagnosis.
class Facet(models.TextChoices):
    LOSS = "loss", _("losing somebody")
    ILLNESS = "illness", _("long illness")
    CARING = "caring", _("caring for somebody")
    BIRTH = "birth", _("a birth")
    SEPARATION = "separation", _("a separation")
    WORK = "work", _("work")
    MONEY = "money", _("money")
    MOVING = "moving", _("moving, or a new country")
    VIOLENCE = "violence", _("violence")
    STUDY = "study", _("studying")
    IDENTITY = "identity", _("who I am")
    LONELINESS = "loneliness", _("loneliness")
    ANXIETY = "anxiety", _("anxious days")
    SLEEP = "sleep", _("sleep")
    PARENTING = "parenting", _("being a parent")
    AGEING = "ageing", _("growing old")
    FAITH = "faith", _("faith")
    SOBRIETY = "sobriety", _("living sober")


SPOKEN = {
    "ar": "العربية",
    "de": "Deutsch",
    "el": "Ελληνικά",
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "hi": "हिन्दी",
    "id": "Bahasa Indonesia",
    "it": "Italiano",
    "ja": "日本語",
    "nl": "Nederlands",
    "pl": "Polski",
    "pt": "Português",
    "sv": "Svenska",
    "tr": "Türkçe",
    "uk": "Українська",
    "zh": "中文",
}
