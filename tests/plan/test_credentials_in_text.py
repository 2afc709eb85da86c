"""Credentials by the names that people give them in text, beside those that other tests plant: of variables, of files, in French."""

import pytest

from socle.plan import redacted

PLANTED = "Zq7XkW9vLm2P"


@pytest.mark.parametrize(
    "text",
    [
        f"mysql DB_PASS={PLANTED} now",
        f"SMTP_PASS: {PLANTED}",
        f"ansible_become_pass={PLANTED}",
        f"mot_de_passe: {PLANTED}",
        f"motdepasse={PLANTED}",
        f"mots-de-passe = '{PLANTED}'",
        f"clef_secrete={PLANTED}",
        f"PGPASS={PLANTED}",
        f"<password>{PLANTED}</password>",
        f"<db:password>{PLANTED}</db:password>",
        f'<add key="Password" value="{PLANTED}"/>',
        f'<add key="Db:Password" value="{PLANTED}"/>',
        f"Authorization: Token {PLANTED}",
    ],
)
def test_a_value_behind_its_name_is_masked(text: str) -> None:
    assert PLANTED not in redacted(text)
    assert "[secret]" in redacted(text)


@pytest.mark.parametrize(
    "text",
    [
        "bypass=everything-there",
        "compass: north-west-1",
        "a mountain pass: 2500 m",
        "<passenger>somebody</passenger>",
        "the token is kept",
    ],
)
def test_words_that_only_sound_so_stay(text: str) -> None:
    assert redacted(text) == text
