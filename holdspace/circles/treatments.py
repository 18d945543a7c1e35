"""Plain rules for one question: does a text say something of a treatment or a medicine?

No engine and no reading: words beside words, in one sentence. They only decide whether the writer is asked what it is,
so a miss costs nothing that was there before, and a false alarm costs one press.
"""

import re

# Names in the form in which many languages begin them (sertralin, sertraline, sertralina).
MEDICINES = (
    r"medication|medicine|meds\b|tablets?\b|pills?\b|antidepress|antipsychot|mood stabili[sz]er|ssri|snri|benzos?\b|"
    r"benzodiaz|beta.?blocker|sleeping pill|painkiller|sertralin|fluoxetin|citalopram|escitalopram|paroxetin|"
    r"venlafaxin|duloxetin|mirtazapin|bupropion|trazodon|amitriptylin|lithium|valpro|lamotrigin|quetiapin|olanzapin|"
    r"risperidon|aripiprazol|clozapin|haloperidol|diazepam|lorazepam|alprazolam|clonazepam|zopiclon|zolpidem|"
    r"pregabalin|gabapentin|propranolol|methylphenidat|methadon|buprenorphin|naltrexon|disulfiram|ketamin|psilocybin|"
    r"melatonin|insulin|prozac|zoloft|lexapro|xanax|valium|ritalin|adderall|seroquel|st\.? john.s wort|supplements?\b|"
    r"homeopath|herbal|cbd\b|micro.?dos"
)
THERAPIES = (
    r"therap(?:y|ies|ist)|counselling|counseling|cbt\b|dbt\b|emdr\b|electroconvulsive|ect\b|detox|rehab\b|treatment"
)
DOING = (
    r"stop\w*|quit\w*|(?:come|came|coming|go|get|got|getting) off|wean\w*|taper\w*|cold turkey|skip\w*|double\w*|"
    r"halve\w*|increase\w*|lower\w*|take|taking|try|dose|dosage|\d+\s?m?c?g"
)
SAYING = (
    r"works?|worked|helps?|helped|cure[sd]?|curing|heal(?:s|ed)?|fix(?:es|ed)?|side effects?|safe|dangerous|addictive|"
    r"poison|scam|useless|better than|instead of|(?:don.?t|do not|no) need|should|must|never|always|"
    r"makes? (?:you|it|me|people)"
)
SENTENCE = re.compile(r"[^.!?\n]+[.!?]?")
OF_MEDICINE = tuple(re.compile(words, re.IGNORECASE) for words in (rf"\b(?:{MEDICINES})", rf"\b(?:{DOING}|{SAYING})\b"))
OF_THERAPY = tuple(re.compile(words, re.IGNORECASE) for words in (rf"\b(?:{THERAPIES})", rf"\b(?:{SAYING})\b"))


def speaks_of_treatment(text: str) -> bool:
    """Whether some sentence, that is no question, names a treatment and says something of it."""
    sentences = (found.group() for found in SENTENCE.finditer(text))
    return any(says_something(sentence) for sentence in sentences if not sentence.endswith("?"))


def says_something(sentence: str) -> bool:
    return any(all(words.search(sentence) for words in rule) for rule in (OF_MEDICINE, OF_THERAPY))
