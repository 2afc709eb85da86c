"""A finding as whoever prints it reads it."""

from socle.messages import Said
from socle.rules import Finding, Result, Severity


def test_a_finding_is_printed_on_one_line_of_english() -> None:
    message = Said("found.plain_config", (("entry", "p:key"), ("stack", "s")))
    whole = Finding("secret-not-in-plain", Severity.CRITICAL, Result.FAIL, message, name="store", file="a.py", line=3)
    bare = Finding("flows-declared", Severity.HIGH, Result.UNDETERMINED, "unknown")

    assert (
        str(whole) == "critical secret-not-in-plain store (a.py:3): p:key of s is read as a secret and written in plain"
    )
    assert f"{bare}" == "high flows-declared: unknown"
