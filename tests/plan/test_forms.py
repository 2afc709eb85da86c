"""A form of a credential is tried only on texts that have one of its words: whatever it matches must have one.

The texts are drawn from the patterns themselves; nothing here knows how the words were chosen.
"""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from socle.plan import SECRET, credentials
from socle.plan.forms import COMMANDS, SCRIPTS, Forms, Row
from socle.plan.forms.table import Form, as_compared

TABLES = {"forms": credentials._FORMS, "commands": COMMANDS, "scripts": SCRIPTS}  # pyright: ignore[reportPrivateUsage]
BY_CONTEXT = "chpasswd"
"""A line of the list of users has the form of many harmless ones; the word stands elsewhere in the text."""
RARE = [HealthCheck.filter_too_much, HealthCheck.too_slow, HealthCheck.data_too_large]
"""What is drawn from a pattern with a look-ahead is often thrown away."""
ROWS = [
    pytest.param(form, id=f"{name}-{number}")
    for name, table in TABLES.items()
    for number, form in enumerate(table.forms)
    if form.row.words != BY_CONTEXT
]


@pytest.mark.slow
@pytest.mark.parametrize("form", ROWS)
def test_whatever_a_form_matches_has_one_of_its_words(form: Form) -> None:
    @settings(max_examples=60, deadline=None, suppress_health_check=RARE, phases=[Phase.generate])
    @given(st.from_regex(form.pattern))
    def holds(text: str) -> None:
        assert any(word in as_compared(text) for word in form.words), form.row.words

    holds()


def test_a_pattern_is_made_for_the_first_text_that_has_its_word() -> None:
    forms = Forms([Row("login", r"(?P<keep>login )\w+"), Row("vault", r"(?P<keep>vault )\w+")])
    first, second = forms.forms
    assert forms.without("login anna", credentials.replaced) == f"login {SECRET}"
    assert "pattern" in vars(first)
    assert "pattern" not in vars(second)


def test_one_form_is_replaced_as_often_as_its_table_says() -> None:
    row = Row("-p", r"(?P<keep>^run(?: -p \[secret\])* -p )\w+")
    assert Forms([row]).without("run -p one -p two -p three", credentials.replaced) == "run -p [secret] -p two -p three"
    assert Forms([row], times=2).without("run -p one -p two -p three", credentials.replaced).endswith("-p three")


@pytest.mark.parametrize("word", ["PASSWORD", "paſſword", "ıdentıfıed by"])
def test_what_a_pattern_takes_for_a_letter_is_that_letter_in_a_word(word: str) -> None:
    assert any(each in as_compared(word) for each in ("password", "identified"))


def test_a_here_string_in_escaped_text_is_a_credential() -> None:
    assert "hunter2hunter" not in credentials.without_forms('$password = @\\"\\nhunter2hunter\\n\\"@')
