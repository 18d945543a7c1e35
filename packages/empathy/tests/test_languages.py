"""Danger said in twelve other languages: each cue file keeps its word, and own lines are heard or left."""

import json
from collections import defaultdict
from pathlib import Path

import pytest
from empathy import Engine
from empathy.cues import load
from empathy.cues.grammar import LANGUAGES
from empathy.readers.risk import assess, read_cues
from empathy.reading import TIERS

OTHERS = [code for code in LANGUAGES if code != "en"]
DATA = Path(__file__).parents[1] / "data"
URGENT = {"worry", "danger", "emergency"}


def lines(half):
    by_language = defaultdict(list)
    for row in (DATA / f"risk-languages-{half}.jsonl").read_text("utf-8").splitlines():
        line = json.loads(row)
        by_language[line["language"]].append(line)
    return by_language


TRAIN = lines("train")


@pytest.fixture(scope="module")
def engine():
    return Engine.load()


def as_urgent(cue, rule):
    return cue.kind == rule.kind and TIERS.index(cue.tier) >= TIERS.index(rule.tier)


@pytest.mark.parametrize("code", OTHERS)
def test_every_cue_hears_what_it_shows(code):
    cues = load(code)
    unheard = [
        (rule.kind, said)
        for rule in cues.rules
        for said in rule.hears
        if not any(as_urgent(cue, rule) for cue in read_cues(said, cues))
    ]
    assert unheard == []


@pytest.mark.parametrize("code", OTHERS)
def test_every_cue_leaves_what_it_shows(code):
    cues = load(code)
    heard = [
        (rule.kind, said)
        for rule in cues.rules
        for said in rule.leaves
        if any(cue.kind == rule.kind and cue.tier in URGENT for cue in read_cues(said, cues))
    ]
    assert heard == []


@pytest.mark.parametrize("code", OTHERS)
def test_danger_is_found_and_everyday_words_are_left(code):
    danger = [line for line in TRAIN[code] if line["tier"] != "none"]
    everyday = [line for line in TRAIN[code] if line["tier"] == "none"]
    missed = [line["text"] for line in danger if not assess(line["text"]).found]
    flagged = [line["text"] for line in everyday if assess(line["text"]).found]
    assert len(missed) <= len(danger) * 0.05, missed
    assert flagged == []


@pytest.mark.parametrize("code", OTHERS)
def test_plans_means_and_attempts_are_never_less_than_danger(code):
    explicit = [line for line in TRAIN[code] if line["category"] in {"plan", "means", "attempt"}]
    assert len(explicit) >= 4
    assert [line["text"] for line in explicit if not assess(line["text"]).at_least(line["tier"])] == []


BESIDE = {
    "es": (
        "quiero matarme",
        "esta noche me tomo todas las pastillas",
        "y mañana tengo un curso de cocina",
        "y ayer vi una película en casa",
    ),
    "pt": (
        "quero me matar",
        "hoje à noite vou tomar todos os comprimidos",
        "e amanhã tenho uma palestra sobre vinhos",
        "e ontem vi um filme em casa",
    ),
    "fr": (
        "je veux me tuer",
        "ce soir je vais avaler tous les cachets",
        "et demain j'ai une formation sur Excel",
        "et hier j'ai regardé un film chez moi",
    ),
    "it": (
        "voglio uccidermi",
        "stanotte prendo tutte le pastiglie",
        "e domani ho un corso di cucina",
        "e ieri ho visto un film a casa",
    ),
    "de": (
        "ich will mich umbringen",
        "heute Nacht nehme ich alle Tabletten",
        "und morgen habe ich eine Schulung zu Excel",
        "und gestern lief ein Film im Fernsehen",
    ),
    "nl": (
        "ik wil zelfmoord plegen",
        "vannacht slik ik alle pillen",
        "en morgen heb ik een training voor mijn werk",
        "en gisteren heb ik een film gezien",
    ),
    "pl": (
        "chcę się zabić",
        "dziś w nocy połknę wszystkie tabletki",
        "a jutro mam szkolenie w pracy",
        "a wczoraj oglądałam film w domu",
    ),
    "tr": (
        "kendimi öldürmek istiyorum",
        "bu gece bütün hapları içeceğim",
        "ve yarın işte eğitim var",
        "ve dün evde bir film izledim",
    ),
    "id": (
        "aku mau bunuh diri",
        "malam ini aku minum semua pil",
        "dan besok ada pelatihan di kantor",
        "dan kemarin nonton film di rumah",
    ),
    "ar": (
        "أريد أن أقتل نفسي",
        "الليلة سأبتلع كل الحبوب",
        "وغدا عندي دورة تدريبية في العمل",
        "وأمس شاهدت فيلم في البيت",
    ),
    "hi": ("मैं आत्महत्या करना चाहता हूँ", "आज रात मैं सारी गोलियाँ खा लूँगा", "और कल ऑफिस में ट्रेनिंग है", "और कल घर पर एक फिल्म देखी"),
    "zh": ("我想自杀", "今晚我要吞下所有的药", "，明天公司有培训", "，昨天在家看了电影"),
}


@pytest.mark.parametrize("code", OTHERS)
def test_work_or_a_film_in_the_same_breath_does_not_silence_danger(code):
    *dangers, work, film = BESIDE[code]
    for danger in dangers:
        alone = assess(danger)
        assert alone.found, danger
        assert [beside for beside in (work, film) if not assess(f"{danger} {beside}").at_least(alone.tier)] == []


ABOUT = {
    "es": "una película sobre el suicidio",
    "fr": "un film sur le suicide",
    "de": "ein Film über Suizid",
    "it": "un film sul suicidio",
    "nl": "een film over zelfmoord",
    "pt": "um filme sobre suicídio",
    "pl": "film o samobójstwie",
}


@pytest.mark.parametrize("code", ABOUT)
def test_a_film_about_it_is_still_a_film(code):
    assert not assess(ABOUT[code]).found


GONE = {
    "es": "Nadie notaría si ya no estuviera, las cartas ya están escritas.",
    "pt": "Ninguém ia sentir falta se eu sumisse, já escrevi as cartas.",
    "fr": "Personne ne remarquerait si je n'étais plus là, j'ai déjà écrit les lettres.",
    "it": "Nessuno se ne accorgerebbe se non ci fossi più, ho già scritto le lettere.",
    "de": "Keiner würde merken, wenn ich weg wäre, die Briefe sind schon geschrieben.",
    "nl": "Niemand zou merken als ik er niet meer was, de brieven zijn al geschreven.",
    "pl": "Nikt by nie zauważył, gdyby mnie nie było, listy już napisałam.",
    "tr": "Yok olsam kimse fark etmez, mektupları yazdım bile.",
    "id": "Kalau aku hilang juga gak ada yang sadar, suratnya udah aku tulis.",
    "ar": "لو اختفيت ما حدا رح يلاحظ، وكتبت الرسائل خلص.",
    "hi": "मैं न रहूँ तो किसी को पता भी नहीं चलेगा, चिट्ठियाँ लिख दी हैं।",
    "zh": "我不在了也没有人会发现，信已经写好了。",
}
ORDINARY_DAYS = {
    "es": [
        "Hoy llovió todo el día y nos quedamos jugando a las cartas.",
        "Mi hermana se casa en mayo y todavía no tengo vestido.",
        "El autobús llegó tarde otra vez y mi jefe ni se enteró.",
        "¿Alguien sabe un buen dentista por el centro?",
        "Me siento un poco sola desde que me mudé, pero el trabajo va bien.",
        "Ayer discutí con mi madre por una tontería y hoy ya nos reímos.",
        "Estoy nerviosa por el examen de conducir.",
        "El perro se comió mis zapatos nuevos.",
    ],
    "fr": [
        "Il a plu toute la journée, on a joué aux cartes.",
        "Ma soeur se marie en mai et je n'ai pas de robe.",
        "Le bus était encore en retard et mon chef n'a rien dit.",
        "Quelqu'un connaît un bon dentiste ?",
        "Je me sens un peu seule depuis mon déménagement, mais le travail se passe bien.",
        "On s'est disputés hier pour rien, aujourd'hui on en rigole.",
        "Je stresse pour le permis.",
        "Le chien a mangé mes chaussures neuves.",
    ],
    "de": [
        "Es hat den ganzen Tag geregnet und wir haben Karten gespielt.",
        "Meine Schwester heiratet im Mai und ich habe kein Kleid.",
        "Der Bus kam wieder zu spät und mein Chef hat nichts gesagt.",
        "Kennt jemand einen guten Zahnarzt?",
        "Seit dem Umzug fühle ich mich etwas allein, aber die Arbeit läuft gut.",
        "Gestern haben wir uns wegen nichts gestritten, heute lachen wir darüber.",
        "Ich bin nervös wegen der Führerscheinprüfung.",
        "Der Hund hat meine neuen Schuhe gefressen.",
    ],
    "it": [
        "Ha piovuto tutto il giorno e abbiamo giocato a carte.",
        "Mia sorella si sposa a maggio e non ho il vestito.",
        "L'autobus era di nuovo in ritardo e il capo non ha detto niente.",
        "Qualcuno conosce un buon dentista?",
        "Mi sento un po' sola da quando mi sono trasferita, ma il lavoro va bene.",
        "Ieri abbiamo litigato per niente, oggi ne ridiamo.",
        "Sono nervosa per l'esame della patente.",
        "Il cane ha mangiato le mie scarpe nuove.",
    ],
    "pt": [
        "Choveu o dia todo e ficamos jogando cartas.",
        "Minha irmã casa em maio e não tenho vestido.",
        "O ônibus atrasou de novo e meu chefe não falou nada.",
        "Alguém conhece um bom dentista?",
        "Me sinto um pouco sozinha desde a mudança, mas o trabalho vai bem.",
        "Ontem brigamos por bobagem, hoje rimos disso.",
        "Estou nervosa com a prova de direção.",
        "O cachorro comeu meus sapatos novos.",
    ],
    "nl": [
        "Het regende de hele dag en we hebben gekaart.",
        "Mijn zus trouwt in mei en ik heb geen jurk.",
        "De bus was weer te laat en mijn baas zei niks.",
        "Kent iemand een goede tandarts?",
        "Ik voel me wat alleen sinds de verhuizing, maar het werk gaat goed.",
        "Gisteren ruzie gehad om niks, vandaag lachen we erom.",
        "Ik ben zenuwachtig voor mijn rijexamen.",
        "De hond heeft mijn nieuwe schoenen opgegeten.",
    ],
    "pl": [
        "Cały dzień padało i graliśmy w karty.",
        "Moja siostra wychodzi za mąż w maju, a nie mam sukienki.",
        "Autobus znów się spóźnił, a szef nic nie powiedział.",
        "Zna ktoś dobrego dentystę?",
        "Od przeprowadzki czuję się trochę samotna, ale w pracy jest dobrze.",
        "Wczoraj pokłóciliśmy się o nic, dziś się z tego śmiejemy.",
        "Stresuję się egzaminem na prawo jazdy.",
        "Pies zjadł moje nowe buty.",
    ],
    "tr": [
        "Bütün gün yağmur yağdı, kart oynadık.",
        "Ablam mayısta evleniyor, elbisem yok.",
        "Otobüs yine geç kaldı, müdür bir şey demedi.",
        "İyi bir dişçi bilen var mı?",
        "Taşındığımdan beri biraz yalnız hissediyorum ama iş iyi gidiyor.",
        "Dün boş yere tartıştık, bugün gülüyoruz.",
        "Ehliyet sınavı için heyecanlıyım.",
        "Köpek yeni ayakkabılarımı yedi.",
    ],
    "id": [
        "Hujan seharian, kami main kartu.",
        "Kakakku nikah bulan Mei dan aku belum punya baju.",
        "Busnya telat lagi dan bos nggak bilang apa-apa.",
        "Ada yang tahu dokter gigi bagus?",
        "Aku agak kesepian sejak pindah, tapi kerjaan lancar.",
        "Kemarin berantem gara-gara hal sepele, hari ini ketawa.",
        "Aku deg-degan ujian SIM.",
        "Anjingku makan sepatu baruku.",
    ],
    "ar": [
        "أمطرت طوال اليوم ولعبنا الورق.",
        "أختي ستتزوج في مايو وليس عندي فستان.",
        "تأخر الباص مرة أخرى والمدير لم يقل شيئا.",
        "هل يعرف أحد طبيب أسنان جيدا؟",
        "أشعر بوحدة قليلا منذ انتقلت لكن العمل جيد.",
        "أمس تشاجرنا على لا شيء واليوم نضحك.",
        "أنا متوتر من امتحان القيادة.",
        "أكل الكلب حذائي الجديد.",
    ],
    "hi": [
        "दिन भर बारिश हुई और हमने ताश खेले।",
        "मेरी बहन की शादी मई में है और मेरे पास कपड़े नहीं हैं।",
        "बस फिर लेट थी और बॉस ने कुछ नहीं कहा।",
        "कोई अच्छा दाँतों का डॉक्टर बताओ।",
        "शिफ्ट होने के बाद थोड़ा अकेला लगता है पर काम अच्छा चल रहा है।",
        "कल बेकार की बात पर झगड़ा हुआ, आज हँस रहे हैं।",
        "ड्राइविंग टेस्ट को लेकर घबराहट है।",
        "कुत्ता मेरे नए जूते खा गया।",
    ],
    "zh": [
        "下了一整天雨，我们在家打牌。",
        "我姐五月结婚，我还没有裙子。",
        "公交车又晚点了，老板没说什么。",
        "有人认识好的牙医吗？",
        "搬家以后有点孤单，不过工作很顺利。",
        "昨天为了小事吵架，今天笑着说起。",
        "驾照考试好紧张。",
        "狗把我的新鞋吃了。",
    ],
}


@pytest.mark.parametrize("code", OTHERS)
def test_who_would_not_be_missed_is_heard_and_who_is_only_late_is_not(engine, code):
    assert engine.risk(GONE[code]).found
    raised = [text for text in ORDINARY_DAYS[code] if engine.risk(text).found]
    assert len(raised) <= 1, raised


@pytest.mark.parametrize("code", OTHERS)
def test_each_language_has_lines_in_both_halves(code):
    for half, danger, everyday in (("train", 20, 12), ("test", 10, 8)):
        tiers = [line["tier"] != "none" for line in lines(half)[code]]
        assert tiers.count(True) >= danger
        assert tiers.count(False) >= everyday


def test_no_line_stands_in_both_halves():
    texts = [{line["text"] for group in lines(half).values() for line in group} for half in ("train", "test")]
    assert texts[0].isdisjoint(texts[1])
