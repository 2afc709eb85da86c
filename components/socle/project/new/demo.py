"""The large estate: the demo's own files with the answers in place of what is fictional. Azure is left out: its ids are nobody's guess."""

import re
from collections.abc import Mapping
from datetime import timedelta

from .answers import Answers
from .small import EXEMPTION_DAYS, KEY_DAYS, stacks

FICTIONAL = re.compile(
    r"plateforme\.example|203\.0\.113\.|DEMO-|[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}"
)
"""What the demo made up: domains, addresses of documentation, references and ids."""
_OF_AZURE = (r"^    transit: .*\n", r"^  outside:\n(    .*\n)+", r"^    legacy-to-database:\n(      .*\n)+")
"""What only makes sense beside the legacy estate: the network of its tunnels, its ranges, and the flow from it."""
_OF_EMERGENCY = (r"^break_glass:.*\n(  .*\n)+\n", r"^  emergency-has-a-key:\n(    .*\n)+")
"""The sealed key, its alarm and its drill, which nobody has set up or held yet, and what is permitted for it."""
_OF_BOOTSTRAP = r"^  (founder-[a-z-]+|administrators-enter-states):\n(    .*\n)+"
"""Exemptions that only make sense where somebody said who deploys first."""
_GROUPS = {"55555555-5555-4555-8555-555555555501": "loaders", "55555555-5555-4555-8555-555555555502": "readers"}
"""Groups that take the place of the demo's ids in grants."""


def from_demo(answers: Answers, demo: Mapping[str, str]) -> dict[str, str]:
    """The text of each file, by its place below the folder of stack files.

    Args:
        demo: the text of `estate.yaml` and `foundation.yaml` of the demo.
    """
    return {
        f"estates/{answers.name}/estate.yaml": _estate(answers, demo["estate.yaml"]),
        f"estates/{answers.name}/foundation.yaml": _foundation(answers, demo["foundation.yaml"]),
        **stacks(
            answers.name,
            (*(("bootstrap",) if answers.administrator_user_id else ()), "foundation", "platform", "cluster"),
        ),
    }


def left_over(files: Mapping[str, str], answers: Answers) -> list[str]:
    """Lines that still say what the demo made up, as `file:line: text`: they are the owner's to correct."""
    said = {value for value in vars(answers).values() if isinstance(value, str) and value}
    found: list[str] = []
    for file, text in files.items():
        for number, line in enumerate(text.splitlines(), 1):
            rest = line.partition(" #")[0]
            for value in said:
                rest = rest.replace(value, "")
            if FICTIONAL.search(rest):
                found.append(f"{file}:{number}: {line.strip()}")
    return found


def _estate(answers: Answers, text: str) -> str:
    for key, value in (
        ("name", answers.name),
        ("owner", answers.owner),
        ("name_prefix", answers.prefix),
        ("  organization_id", answers.organization_id),
        ("  break_glass_user_id", answers.break_glass_user_id),
        ("  hds_contract", answers.hds_contract),
    ):
        text = re.sub(rf"^{key}: .*$", lambda _, said=f"{key}: {value}": said, text, count=1, flags=re.MULTILINE)
    text = re.sub(r"^  projects:\n(    .*\n)+", "", text, count=1, flags=re.MULTILINE)
    text = re.sub(r"^  deployer_application_id: .*\n", "", text, count=1, flags=re.MULTILINE)
    for part in (*_OF_AZURE, *_OF_EMERGENCY):
        text = re.sub(part, "", text, count=1, flags=re.MULTILINE)
    if not answers.administrator_user_id:
        text = re.sub(_OF_BOOTSTRAP, "", text, flags=re.MULTILINE)
    for made_up, group in _GROUPS.items():
        text = text.replace(f"application_id: {made_up}", f"group: {group}")
    text = re.sub(r"^# The demo estate:.*\n# .*\n", "", text, count=1, flags=re.MULTILINE)
    return _dated(answers, _addressed(answers, text.replace("DEMO-HDS-0000", answers.hds_contract)))


def _foundation(answers: Answers, text: str) -> str:
    who = answers.administrator_user_id
    said = f"bootstrap:\n  administrators: [{who}]\n\n" if who else ""
    text = re.sub(r"^bootstrap:\n(  .*\n)+\n", said, text, count=1, flags=re.MULTILINE)
    for part in (r"^# What the demo stands on\..*\n", *_OF_EMERGENCY):
        text = re.sub(part, "", text, count=1, flags=re.MULTILINE)
    text = re.sub(
        r"^  platform: \{existing: .*\}$",
        "  platform: {description: what all spaces share}",
        text,
        count=1,
        flags=re.MULTILINE,
    )
    text = re.sub(r"^    existing: .*\n", "", text, flags=re.MULTILINE)
    text = re.sub(r"^    members: .*$", "    members: []", text, flags=re.MULTILINE)
    before, mark, after = text.partition("  break-glass:\n")
    after = after.replace("    members: []", f"    members: [{answers.break_glass_user_id}]", 1)
    return _dated(answers, _addressed(answers, before + mark + after))


def _addressed(answers: Answers, text: str) -> str:
    text = re.sub(r"[a-z]+@plateforme\.example(, [a-z]+@plateforme\.example)*", answers.contact, text)
    return text.replace("203.0.113.0/28", answers.runner_range)


def _dated(answers: Answers, text: str) -> str:
    """Keys and exemptions count from the day of the answers."""
    ends = answers.day + timedelta(days=KEY_DAYS)
    text = re.sub(r"issued_on: [0-9-]+", f"issued_on: {answers.day}", text)
    text = re.sub(r"(expires_on|review_by): 2027-0[0-9]-[0-9]{2}", rf"\1: {ends}", text)
    text = re.sub(r"granted_on: [0-9-]+", f"granted_on: {answers.day}", text)
    return re.sub(
        r"expires_on: 2027-1[0-9]-[0-9]{2}", f"expires_on: {answers.day + timedelta(days=EXEMPTION_DAYS)}", text
    )
