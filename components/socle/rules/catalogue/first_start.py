"""What a machine does at its first start, as root: whose code it runs, whom it lets in, and what it switches off."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, cast

from socle.facts.effects import RUN_AT_START, lets_root_in
from socle.messages import Text, said
from socle.plan import SECRET, UNKNOWN

from ..rule import Severity, Topic
from ..started import Started, files_of, listed, started_with
from ..view import State, Unknown, View, apart, quoted
from .machines import METAL, SERVER, TEMPLATE, USER_DATA

TYPES = (SERVER, USER_DATA, TEMPLATE, METAL)
_GETS = r"(?:curl|wget|fetch|aria2c|lwp-request|GET)\b"
_RUNS = r"(?:sudo\s+(?:-\S+\s+)*)?(?:env\s+)?(?:\S*/)?(?:(?:ba|da|z|k|a)?sh|python[\d.]*|perl|ruby|node|php|source|\.)"
_COMMAND = r"(?:^|[;&|(`\n]|\b(?:sudo|exec|nohup|then|do|else|time)\s)\s*"
"""Where a command begins."""
_FETCHED_AND_RUN = (
    re.compile(rf"{_GETS}[^\n;]*\|[^\n;]*?{_RUNS}(?=\s|$|[;&|)])"),
    re.compile(rf"{_RUNS}\s+(?:-\S+\s+)*(?:<\(|<<<\s*[\"']?\$\()\s*{_GETS}"),
    re.compile(rf"(?:eval|\s-c|source|\.)\s+[\"']?(?:\$\(|`)\s*{_GETS}"),
    re.compile(r"urlopen\([^\n]*exec|exec\([^\n]*urlopen|(?:pip3?|npm|gem|cargo)\s+install\s[^\n]*(?:https?|git)[+:]"),
    re.compile(r"(?:dpkg\s+-i|rpm\s+-\w*[iU]\w*|apt(?:-get)?\s+install|dnf\s+install|yum\s+install)\s[^\n]*https?://"),
)
_FETCHED = re.compile(rf"{_GETS}[^\n;&|]*?(?:-o|-O|--output|--output-document)[= ]+[\"']?([^\s\"';&|]+)")
_FETCHED_BY_NAME = re.compile(r"(?:curl\s[^\n;&|]*-\w*O\w*|wget)\s[^\n;&|]*?https?://[^\s\"';&|]*/([^\s/\"';&|?]+)")
_INCLUDES = re.compile(r"^#include(-once)?\b", re.IGNORECASE)
_REPOSITORIES = ("yum_repos", "zypper", "ansible", "puppet", "chef", "salt_minion")
"""Modules that bring software from whomever the document names."""
_OPENS_SSH = re.compile(
    r"(?<![#\w])(?<!# )(?:PermitRootLogin|PasswordAuthentication|PermitEmptyPasswords)[\s=]+[\"']?yes\b"
    r"|\bufw\s+allow\s+(?:ssh|openssh|22)\b(?![^\n]*\bfrom\b)"
    r"|\bip6?tables\b(?![^\n]*\s-s\s)(?![^\n]*--source)[^\n]*--dport\s+22\b[^\n]*\bACCEPT\b",
    re.IGNORECASE,
)
_ADDS = re.compile(
    r"\b(?:useradd|adduser|chpasswd|usermod|newusers)\b|\bpasswd\s+(?!-[ldS]\b)\w|authorized_keys|\bNOPASSWD\b|/etc/sudoers",
    re.IGNORECASE,
)
_LETS_KEYS_IN = re.compile(
    r"authorized_keys|\bssh-(?:import|copy)-id\b|\b(?:AuthorizedKeys(?:Command|File)|TrustedUserCAKeys|AuthorizedPrincipals\w+)\b",
    re.IGNORECASE,
)
_TAKES_AWAY = re.compile(
    r"\s*(?:#|(?:sudo\s+)?(?:rm|shred|chmod|chown|chattr|restorecon|ls|stat|cat|wc|grep)\b(?![^\n]*>))"
)
"""How a line begins that lets nobody in, whichever file it names."""
_GUARDS = r"(?:ufw|firewalld|nftables|iptables|ip6tables|netfilter-persistent|apparmor|fail2ban|auditd)"
_STOPS = re.compile(
    rf"\bufw\s+(?:--force\s+)?(?:disable|reset)\b|\bsystemctl\b[^\n]*\b(?:stop|disable|mask|kill)\b[^\n]*\b{_GUARDS}\b"
    rf"|\bservice\s+{_GUARDS}\s+stop\b|\bip6?tables\b[^\n]*\s(?:-F|--flush)\b|\bip6?tables\b[^\n]*\s(?:-P|--policy)\s+\w+\s+ACCEPT\b"
    rf"|\bnft\s+(?:flush|delete)\b|\b(?:apt|apt-get|dnf|yum|zypper)\b[^\n]*\b(?:remove|purge|erase)\b[^\n]*\b{_GUARDS}\b"
    r"|\bsetenforce\s+(?:0|permissive)\b|\bSELINUX=(?:disabled|permissive)\b|\brm\b[^\n]*/etc/nftables\.conf",
    re.IGNORECASE,
)

topic = Topic("first start")
_CONTROLS = ("SOV-5", "SecNumCloud 12.2")


def _judged(view: View, judge: Callable[[Started], Iterator[Text]]) -> Iterator[Text]:
    """What a judge says of every document that a machine runs.

    Raises:
        Unknown: one of them is not known, or cannot be read; raised after the others were judged.
    """
    yield from apart(*(partial(_one, key, text, judge) for key, text in _documents(view)))


def _one(key: str, text: Any, judge: Callable[[Started], Iterator[Text]]) -> Iterator[Text]:
    if not isinstance(text, str) or text in (UNKNOWN, SECRET):
        raise Unknown(key)
    started = started_with(text)
    yield from judge(started)
    if UNKNOWN in text or not started.whole:
        raise Unknown(key)


def _documents(view: View) -> Iterator[tuple[str, Any]]:
    given: dict[str, Any] = view.inputs
    if "cloudInit" in given:
        yield "cloudInit", given["cloudInit"]
    data = given.get("userData")
    if isinstance(data, dict):
        yield from (pair for pair in cast("dict[str, Any]", data).items() if pair[0] in RUN_AT_START)
    elif data is not None:
        yield "userData", UNKNOWN
    key = view.value("key")
    if "value" in given and (key.state is not State.KNOWN or key.value in RUN_AT_START):
        yield "value", given["value"]


@topic.on(
    "start-runs-no-download", Severity.HIGH, "A machine runs nothing at its start that it has just fetched", *TYPES,
    why="Whoever owns the address, or the way to it, runs as root on the machine, and no review has seen what.",
    remedy="Write what is run into the document or an image of your own; take packages from the distribution.",
    controls=_CONTROLS,
)  # fmt: skip
def _download(view: View) -> Iterator[Text]:
    def judge(started: Started) -> Iterator[Text]:
        for text in files_of(started):
            if _INCLUDES.match(text) or any(form.search(text) for form in _FETCHED_AND_RUN) or _runs_a_file(text):
                yield said("found.start_fetches")
        for settings in started.settings:
            apt: Any = settings.get("apt")
            added = ["apt"] if isinstance(apt, dict) and apt.get("sources") else []  # pyright: ignore[reportUnknownMemberType]
            yield from (said("found.start_software", entry=key) for key in (*added, *_REPOSITORIES) if key in settings)

    yield from _judged(view, judge)


def _runs_a_file(text: str) -> bool:
    """Whether a file that is fetched is run later on."""
    for found in (*_FETCHED.finditer(text), *_FETCHED_BY_NAME.finditer(text)):
        name = re.escape(found.group(1).rsplit("/", 1)[-1])
        after = text[found.end() :]
        if re.search(
            rf"{_COMMAND}(?:{_RUNS}\s+(?:-\S+\s+)*|chmod\s[^\n;&|]*?|dpkg\s+-i\s+|[./]\S*)[\"']?\S*{name}", after
        ):
            return True
    return False


@topic.on(
    "start-opens-no-ssh", Severity.HIGH, "A machine's start does not open SSH to passwords, to root or to everybody", *TYPES,
    why="Passwords are guessed, root leaves no name in the logs, and a port open to all is tried within minutes.",
    remedy="Leave ssh_pwauth and disable_root as they are; let the administrators' ranges in alone.",
    controls=("SecNumCloud 9.5", "SecNumCloud 9.6"),
)  # fmt: skip
def _ssh(view: View) -> Iterator[Text]:
    def judge(started: Started) -> Iterator[Text]:
        for settings in started.settings:
            if _is(settings.get("ssh_pwauth"), "true", "yes", "1", "on"):
                yield said("found.start_ssh", what="ssh_pwauth")
            if _is(settings.get("disable_root"), "false", "no", "0", "off"):
                yield said("found.start_ssh", what="disable_root: false")
        for text in files_of(started):
            yield from (said("found.start_ssh", what=quoted(each.group())) for each in _OPENS_SSH.finditer(text))

    yield from _judged(view, judge)


def _is(value: Any, *words: str) -> bool:
    return str(value).lower() in words


@topic.on(
    "start-adds-nobody", Severity.MEDIUM, "A machine's start gives access to nobody", *TYPES,
    why="An account, key or password that is written at the start outlives the person, and stands in no list of rights.",
    remedy="Let people in by the bastion with their own identity; exempt an account that a service needs.",
    controls=("SecNumCloud 9.2", "SecNumCloud 9.4"),
)  # fmt: skip
def _people(view: View) -> Iterator[Text]:
    def judge(started: Started) -> Iterator[Text]:
        for settings in started.settings:
            users: Any = settings.get("users")
            if users not in (None, [], "default", ["default"]):
                yield said("found.start_adds", what="users")
            keys = ("ssh_authorized_keys", "ssh_import_id", "password", "chpasswd", "user")
            yield from (said("found.start_adds", what=key) for key in keys if settings.get(key))
        for text in files_of(started):
            if found := _ADDS.search(text):
                yield said("found.start_adds", what=quoted(found.group()))

    yield from _judged(view, judge)


@topic.on(
    "start-no-written-key", Severity.HIGH, "A machine is entered by no key that is written into it", *TYPES,
    why="Whoever has the other half is root, or becomes it. No list of keys or rights names them, and no key can be withdrawn.",
    remedy="Take the tag AUTHORIZED_KEY, the keys and ssh_import_id out; register the key in IAM, or enter by the bastion.",
    controls=("SecNumCloud 9.2", "SecNumCloud 9.5"),
)  # fmt: skip
def _keys(view: View) -> Iterator[Text]:
    yield from apart(partial(view.each, "tags", _tagged), partial(_judged, view, _written_keys))


def _tagged(tag: View) -> Iterator[Text]:
    if lets_root_in(tag.text("")):
        yield said("found.start_key", what="AUTHORIZED_KEY")


def _written_keys(started: Started) -> Iterator[Text]:
    for settings in started.settings:
        users = (cast("dict[str, Any]", row) for row in listed(settings.get("users")) if isinstance(row, dict))
        rows = [settings, *users]
        keys = ("ssh_authorized_keys", "ssh_import_id", "ssh-authorized-keys", "ssh-import-id")
        yield from (said("found.start_key", what=key) for key in keys if any(row.get(key) for row in rows))
    for text in files_of(started):
        for line in re.split(r"[\n;&|]+", text):
            if (found := _LETS_KEYS_IN.search(line)) and not _TAKES_AWAY.match(line):
                yield said("found.start_key", what=quoted(found.group()))
                break


@topic.on(
    "start-keeps-guards", Severity.HIGH, "A machine's start switches off none of its guards", *TYPES,
    why="The host's security groups judge public traffic only: inside the network the machine's own filter is the last guard.",
    remedy="Leave the filter on, and write the rule that is needed.",
    controls=("SecNumCloud 13.2", "SATRE 2.2"),
)  # fmt: skip
def _guards(view: View) -> Iterator[Text]:
    def judge(started: Started) -> Iterator[Text]:
        for text in files_of(started):
            if found := _STOPS.search(text):
                yield said("found.start_stops", what=quoted(" ".join(found.group().split())))
            elif re.search(r"^\s*flush ruleset", text, re.MULTILINE) and "policy drop" not in text:
                yield said("found.start_stops", what="flush ruleset")

    yield from _judged(view, judge)


RULES = topic.rules
