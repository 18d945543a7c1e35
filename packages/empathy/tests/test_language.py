"""Which language a text is in; None is better than a guess."""

import pytest
from empathy.readers.language import language

SENTENCES = {
    "en": "I don't know what to do, and nobody has called me since the move.",
    "es": "No sé qué hacer y nadie me ha llamado desde que estoy aquí.",
    "de": "Ich weiß nicht, was ich machen soll, und keiner ruft mich an.",
    "fr": "Je ne sais pas quoi faire et personne ne m'appelle depuis que je suis ici.",
    "pt": "Não sei o que fazer e ninguém me ligou desde que eu estou aqui.",
    "it": "Non so cosa fare e nessuno mi ha chiamato da quando sono qui.",
    "nl": "Ik weet niet wat ik moet doen en niemand heeft mij gebeld.",
    "pl": "Nie wiem, co mam robić, i nikt do mnie nie dzwoni.",
    "tr": "Ne yapacağımı bilmiyorum ve kimse beni aramıyor, çok yalnızım.",
    "ar": "لا أعرف ماذا أفعل ولا أحد يتصل بي",
    "hi": "मुझे नहीं पता क्या करना है और कोई मुझे फ़ोन नहीं करता",
    "id": "Aku tidak tahu harus bagaimana dan tidak ada yang menelepon saya.",
    "zh": "我不知道该怎么办，没有人给我打电话。",
    "ja": "どうしたらいいのか分からない。誰も電話してくれない。",
}


@pytest.mark.parametrize(("code", "text"), SENTENCES.items())
def test_a_sentence_is_enough(code, text):
    found = language(text)
    assert found.code == code
    assert 0 < found.confidence <= 1


@pytest.mark.parametrize("text", ["", "ok", "😀😀😀", "1234567", "Bordeaux", "\0\0", "xqzt vbnm"])
def test_too_little_is_left_open(text):
    assert language(text) is None
