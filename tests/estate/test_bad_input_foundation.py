"""Foundations written wrongly, each with the line, what it would lead to and what to write; and estates that disagree on one organisation.

Proves nothing about what the host would accept.
"""

from itertools import combinations
from pathlib import Path

import pytest

from socle.estate import beside, load
from socle.estate.foundation import ROLES, joined_duties
from socle.estate.foundation.roles import RoleName

from .edited_case import Case, assert_refused, case
from .founded import WITHOUT_IDS, founded, write_founded
from .written import SOUND, edited, problems_of

_DEPLOYER_KEY = "      pipeline: {issued_on: 2026-11-30, expires_on: 2027-05-29}"
_CONDITION = "    condition: {from_ranges: [203.0.113.0/28]}"
_READERS = "    members: [44444444-4444-4444-8444-444444444441]\n"
_OFFICE = "  operators:\n    role: platform-operator"
_ARCHIVISTS = "  archivists:\n    role: log-writer\n    applications: [archivist]\n"
_OPERATOR = "44444444-4444-4444-8444-444444444411"
_EMERGENCY = "    members: [44444444-4444-4444-8444-444444444444]"
_ALERT = "    half: {threshold_percent: 50, emails: [finance@acme.example]}"
_RULED = "    reason: keys are ruled"
_TWO = "keys: {audit: {data_class: internal}, %s: {data_class: %s}}"
_ID = "77777777-7777-4777-8777-777777777777"
_TOP = "applications:\n  deployer:"


def _top(text: str) -> tuple[str, str]:
    return _TOP, f"{text}\n{_TOP}"


def _key(values: str) -> tuple[str, str]:
    return _DEPLOYER_KEY, f"      pipeline: {{{values}}} # <-"


def _condition(values: str) -> tuple[str, str]:
    return _CONDITION, f"    condition: {{{values}}} # <-"


def _joins(holder: str, role: str, kind: str = "members") -> tuple[str, str]:
    """The holder of another role in one more group, which is the last."""
    body = f"    role: {role}\n    {kind}: [{holder}]\n    reason: a second duty of one holder\n"
    if role == "deployer":
        body += "    layers: [platform]\n"
    if role == "break-glass":
        body += "    review_by: 2027-05-31\n"
    return "budget:\n", f"  zz-second: # <-\n{body}budget:\n"


_KEYS = "44444444-4444-4444-8444-444444444421"
_READER = "44444444-4444-4444-8444-444444444441"
_AUDITOR = "44444444-4444-4444-8444-444444444431"
_G = "foundation.groups"

DUTIES = [
    case("keys and data", _joins(_KEYS, "data-reader"), key=f"{_G}.zz-second",
         said=("reads data and administers keys", "read everything, and make it unreadable", "somebody else")),
    case("data and keys", _joins(_READER, "key-administrator"), key=f"{_G}.zz-second",
         said=("administers keys", "read everything", "take it out of one")),
    case("keys and exports", _joins(_KEYS, "export-approver"), key=f"{_G}.zz-second",
         said=("approves exports", "open what leaves", "take it out")),
    case("reading and approving", _joins(_READER, "export-approver"), key=f"{_G}.zz-second",
         said=("approves exports", "whoever asks for an export", "take it out")),
    case("auditing and operating", _joins(_AUDITOR, "platform-operator"), key=f"{_G}.zz-second",
         said=("audits", "would judge it", "take it out")),
    case("auditing and keys", _joins(_AUDITOR, "key-administrator"), key=f"{_G}.zz-second",
         said=("audits", "would judge it", "take it out")),
    case("auditing and approving", _joins(_AUDITOR, "export-approver"), key=f"{_G}.zz-second",
         said=("audits", "would judge it", "take it out")),
    case("deploying and reading", _joins("deployer", "data-reader", "applications"), key=f"{_G}.zz-second", also=1,
         said=("reads data and deploys", "a change of code", "take it out")),
    case("an emergency every day", _joins("44444444-4444-4444-8444-444444444444", "platform-operator"), key=f"{_G}.zz-second",
         said=("enters in an emergency", "its alarm would mean nothing", "take it out")),
]  # fmt: skip

GROUPS = [
    case("an unknown role", ("role: data-reader", "role: data-reeder # <-"), key=f"{_G}.readers.role",
         said=("data-reeder", "", "data-reader")),
    case("an unknown application", ("    applications: [archivist]", "    applications: [archivits] # <-"),
         key=f"{_G}.archivists.applications.0", said=("there is no application archivits", "nobody would have", "archivist?")),
    case("an unknown project", (_READERS, f"{_READERS}    projects: [platfrom] # <-\n"), key=f"{_G}.readers.projects.0",
         said=("there is no project platfrom", "hold nowhere", "platform?")),
    case("a program that operates", (_OFFICE, f"{_OFFICE}\n    applications: [loader] # <-"), key=f"{_G}.operators.applications",
         said=("a program with the role platform-operator", "nobody would decide", "name people")),
    case("a person who deploys", ("    applications: [deployer]", f"    members: [{_OPERATOR}] # <-\n    applications: [deployer]"),
         key=f"{_G}.deployers.members", said=("a person with the role deployer", "around it", "name programs"), also=2),
    case("a deployer of nothing", ("    layers: [platform]\n", "    layers: [] # <-\n"), key=f"{_G}.deployers.layers",
         said=("a deployer of no layer", "no right at all", "name the layers")),
    case("a reader of a layer", (_READERS, f"{_READERS}    layers: [platform] # <-\n"), key=f"{_G}.readers.layers",
         said=("deploys nothing", "mean nothing", "remove layers")),
    case("an unknown layer", ("    layers: [platform]\n", "    layers: [legacy] # <-\n"), key=f"{_G}.deployers.layers.0",
         said=("legacy", "", "platform"), also=2),
    case("a layer twice", ("    layers: [platform]\n", "    layers: [platform, platform] # <-\n"), key=f"{_G}.deployers.layers",
         said=("names one twice", "what was meant", "once")),
    case("a person twice", (_READERS, _READERS.replace("[", "[44444444-4444-4444-8444-444444444441, ").replace("\n", " # <-\n")),
         key=f"{_G}.readers.members", said=("names one twice", "what was meant", "once")),
    case("a person by name", (_READERS, "    members: [dupont] # <-\n"), key=f"{_G}.readers.members.0",
         said=("dupont", "", "UUID")),
    case("no reason", ("    reason: studies read their extracts\n", "    reason: study # <-\n"), key=f"{_G}.readers.reason",
         said=("5 characters", "", "10")),
    case("an emergency without an end", ("  break-glass:\n", "  break-glass: # <-\n"), ("    review_by: 2027-05-31\n", ""),
         key=f"{_G}.break-glass.review_by", said=("without an end", "nobody would try it", "review_by")),
    case("another break-glass user", (_EMERGENCY, f"    members: [{_ID}] # <-"), key=f"{_G}.break-glass.members",
         said=("is not in the group", "every bucket closed", "add 44444444")),
    case("no project at all", (_READERS, f"{_READERS}    projects: [] # <-\n"), key=f"{_G}.readers.projects",
         said=("empty", "", "at least one")),
    case("a key that is none", (_READERS, f"{_READERS}    roles: [auditor] # <-\n"), key=f"{_G}.readers.roles",
         said=("not a known key", "no effect", "role")),
]  # fmt: skip

CONDITIONS = [
    case("a private range", _condition("from_ranges: [10.0.0.0/8]"), key=f"{_G}.operators.condition.from_ranges.0",
         said=("is a private range", "hold for nobody", "public range"), also=1),
    case("a window that ends first", _condition("not_before: 2027-02-01, not_after: 2027-01-01"),
         also=1, key=f"{_G}.operators.condition.not_after", said=("ends before it begins", "never hold", "no earlier")),
    case("nothing asked", _condition(""), key=f"{_G}.operators.condition",
         said=("asks nothing", "hold always", "remove the condition")),
    case("resources of another product", _condition(f"resource_ids: [{_ID}]"), key=f"{_G}.operators.condition",
         said=("BlockStorageReadOnly", "only Key Manager", "role of keys alone")),
    case("an expression", _condition("expression: 'true'"), key=f"{_G}.operators.condition.expression",
         said=("not a known key", "no effect", "expires_on"), also=1),
    case("a range with host bits", _condition("from_ranges: [203.0.113.1/28]"), key=f"{_G}.operators.condition.from_ranges.0",
         said=("203.0.113.1/28", "", "203.0.113.0/28")),
    case("a name with quotes", (_RULED, f"    condition: {{name_begins: 'a\" || true'}} # <-\n{_RULED}"),
         key=f"{_G}.key-administrators.condition.name_begins", said=("beginning of one", "", "write")),
    case("a day that is none", _condition("not_after: 2027-02-30"), key=f"{_G}.operators.condition.not_after",
         said=("2027-02-30", "", "date")),
]  # fmt: skip

IDENTITIES = [
    case("a key without an end", _key("issued_on: 2026-11-30"), key="foundation.applications.deployer.api_keys.pipeline.expires_on",
         said=("expires_on", "", "add")),
    case("a key that ends before it begins", _key("issued_on: 2026-11-30, expires_on: 2026-11-30"),
         key="foundation.applications.deployer.api_keys.pipeline.expires_on", said=("ends before it begins", "never work", "after")),
    case("a key for ever", _key("issued_on: 2026-11-30, expires_on: 2036-11-30"),
         key="foundation.applications.deployer.api_keys.pipeline.expires_on", said=("lives 3653 days", "until somebody notices", "366")),
    case("a key of no project", _key("issued_on: 2026-11-30, expires_on: 2027-05-29, default_project: elsewhere"),
         key="foundation.applications.deployer.api_keys.pipeline.default_project",
         said=("there is no project elsewhere", "hold nowhere", "platform")),
    case("a key with its secret", _key("issued_on: 2026-11-30, expires_on: 2027-05-29, secret_key: x"),
         key="foundation.applications.deployer.api_keys.pipeline.secret_key", said=("not a known key", "no effect", "secrets_key")),
    case("keys of nobody's program", ("  loader:\n    reason: deposits extracts of the database\n",
         "  loader: # <-\n    reason: deposits extracts\n    api_keys: {a: {issued_on: 2026-11-30, expires_on: 2027-05-29}}\n"),
         key="foundation.applications.loader", said=("is in no group", "open nothing now", "name it in a group")),
    case("an unknown deployer", _top("deployer: deplyer # <-"), key="foundation.deployer",
         said=("there is no application deplyer", "nobody would have", "deployer?")),
    case("a deployer without rights", _top("deployer: loader # <-"), key="foundation.deployer",
         said=("is in no group of the role deployer", "want of rights", "role: deployer")),
]  # fmt: skip

PROJECTS = [
    case("no project of keys", _top("projects: {platform: {}, audit: {}} # <-"), key="foundation.projects",
         said=("no project keys", "stand together", "add keys")),
    case("one project under two names", _top(f"projects:\n  platform: {{existing: {_ID}}}\n  audit: {{}}\n"
         f"  keys: {{existing: {_ID}}} # <-"), key="foundation.projects.keys.existing",
         said=("the same project as platform", "rights in one", "two projects")),
    case("a project by its name", _top("projects:\n  platform: {existing: main} # <-\n  keys: {}\n  audit: {}"),
         key="foundation.projects.platform.existing", also=8, said=("main", "", "UUID")),
]  # fmt: skip

AUDIT = [
    case("health data in the logs", _top("audit:\n  logs: {data_class: health} # <-"), key="foundation.audit.logs.data_class",
         said=("logs or evidence of class health", "cannot be erased", "class internal"), also=3),
    case("an expiry before the lock", _top("audit:\n  logs: {expire_after_days: 30} # <-"),
         key="foundation.audit.logs.expire_after_days", said=("locked for 365", "expiry would fail", "365 or more")),
    case("an unknown key", _top("audit:\n  evidence: {key: audti} # <-"), key="foundation.audit.evidence.key",
         said=("there is no key audti in the foundation", "not be encrypted", "audit")),
    case("a key of another class", _top(_TWO % ("open", "open") + "\naudit:\n  logs: {key: open} # <-"),
         key="foundation.audit.logs.key", said=("is of class open", "could read the other", "class internal")),
    case("secrets under the key of data", _top(_TWO % ("health", "health") + "\nsecrets_key: health # <-"),
         key="foundation.secrets_key", said=("is of class health", "secrets of API keys", "class internal")),
    case("a budget of nothing", ("  euros: 1000", "  euros: 0 # <-"), key="foundation.budget.euros", said=("0", "", "1")),
    case("a budget that tells nobody", (_ALERT, "    half: {threshold_percent: 50, emails: []} # <-"),
         key="foundation.budget.alerts.half.emails", said=("empty", "", "at least one")),
    case("an alert beyond the budget", (_ALERT, _ALERT.replace("50", "150") + " # <-"),
         key="foundation.budget.alerts.half.threshold_percent", said=("150", "", "100")),
    case("two alerts of one threshold", (_ALERT, f"{_ALERT}\n    also: {{threshold_percent: 50, emails: [a@acme.example]}} # <-"),
         key="foundation.budget.alerts.also.threshold_percent", said=("tells at 50 percent", "nothing new", "join")),
    case("somebody without an address", (_ALERT, "    half: {threshold_percent: 50, emails: [finance]} # <-"),
         key="foundation.budget.alerts.half.emails.0", said=("finance", "", "address")),
    case("sign-in without a certificate", _top("saml: {certificates: {}} # <-"), key="foundation.saml.certificates",
         said=("empty", "", "at least one")),
    case("a certificate that is none", _top("saml: {certificates: {one: {content: MIIB}}} # <-"),
         key="foundation.saml.certificates.one.content", said=("", "", "certificate in PEM")),
    case("a weak SSH key", _top("ssh_keys: {old: {public_key: ssh-rsa AAAAB3Nz, project: platform, reason: an old key of somebody}} # <-"),
         key="foundation.ssh_keys.old.public_key", said=("ssh-rsa", "", "ed25519")),
    case("an SSH key of no project", _top("ssh_keys: {old: {public_key: ssh-ed25519 "
         "AAAAC3NzaC1lZDI1NTE5AAAAIKc8Zm3r0yF1m8a8m3dQ9v4Yy0o3X8n1bT6p5u2w7k9J, project: x, reason: a key of the office}} # <-"),
         key="foundation.ssh_keys.old.project", said=("there is no project x", "hold nowhere", "platform")),
    case("provisioning of people", _top("scim: {} # <-"), key="foundation.scim", said=("not a known key", "no effect", "saml")),
]  # fmt: skip

ALL = [*DUTIES, *GROUPS, *CONDITIONS, *IDENTITIES, *PROJECTS, *AUDIT]


def _many(number: int, entry: str) -> str:
    return "".join(entry.format(n=f"x{each:02}") for each in range(number))


_PROGRAM = (
    "  {n}:\n    reason: one program of many\n    api_keys: {{a: {{issued_on: 2026-11-30, expires_on: 2027-05-29}}}}\n"
)
_GROUP = "  {n}:\n    role: data-reader\n    reason: one group of many\n"
_PROJECTS = "projects:\n  platform: {}\n  keys: {}\n  audit: {}\n" + _many(23, "  {n}: {{}}\n")
_ARCHIVIST = "    applications: [archivist]"
_ORGANISATION = "  organization_id: 22222222-2222-4222-8222-222222222222"
_ZONES = "  zones: [fr-par-1, fr-par-2, fr-par-3]"
_HEALTH = (_top(_TWO % ("health", "health")),)

BESIDE: list[tuple[str, tuple[tuple[str, str], ...], tuple[tuple[str, str], ...], str, tuple[str, str, str]]] = [
    ("an organisation by its name", (), ((_ORGANISATION, "  organization_id: acme"),), "scaleway.organization_id",
     ("'acme' is not a bare UUID", "another one is refused", "UUID")),
    ("no organisation", (), ((f"{_ORGANISATION}\n", ""),), "scaleway.organization_id",
     ("organization_id is missing", "another one is refused", "add organization_id")),
    ("a region outside the class", _HEALTH, ((_ZONES, "  region: nl-ams\n  zones: [nl-ams-1]"),), "foundation.keys.health.data_class",
     ("data of class health in nl-ams", "covers fr-par only", "move the estate to fr-par")),
    ("a zone of another region", (), ((_ZONES, "  zones: [fr-par-1, nl-ams-1]"),), "scaleway.zones.1",
     ("nl-ams-1 is not a zone of fr-par", "would leave the region", "use zones of fr-par")),
    ("a deployer that is the user of emergencies", (),
     ((_ORGANISATION, f"{_ORGANISATION}\n  deployer_application_id: 44444444-4444-4444-8444-444444444444"),),
     "scaleway.break_glass_user_id", ("are the same identity", "losing one would lose both", "an IAM application and an IAM user")),
    ("more keys of the API than an organisation has",
     (("groups:\n", f"{_many(50, _PROGRAM)}groups:\n"),
      (_ARCHIVIST, f"    applications: [archivist, {', '.join(f'x{n:02}' for n in range(50))}]")), (),
     "foundation.applications.deployer.api_keys", ("51 API keys, and an organisation takes 50", "stop half-way", "ask the host for more")),
    ("more groups", (("budget:\n", f"{_many(44, _GROUP)}budget:\n"),), (), "foundation.groups",
     ("51 groups, and an organisation takes 50", "stop half-way", "ask the host for more")),
    ("more projects", (_top(_PROJECTS),), (), "foundation.projects",
     ("26 projects, and an organisation takes 25", "stop half-way", "ask the host for more")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("foundation", "estate", "key", "said"), [each[1:] for each in BESIDE], ids=[each[0] for each in BESIDE]
)
def test_what_a_foundation_and_its_estate_may_not_say_together(
    tmp_path: Path,
    foundation: tuple[tuple[str, str], ...],
    estate: tuple[tuple[str, str], ...],
    key: str,
    said: tuple[str, str, str],
) -> None:
    found = problems_of(write_founded(tmp_path, founded(*foundation), edited(*estate, text=WITHOUT_IDS)))
    told = [each for each in found if each.at == key and said[0] in each.what]
    assert told, "\n".join(map(str, found))
    assert said[1] in told[0].consequence
    assert said[2] in told[0].remedy
    assert told[0].place.line
    assert told[0].place.file == f"acme/{'foundation' if key.startswith('foundation') else 'estate'}.yaml"


APART: dict[str, str] = {
    "auditor": "break-glass data-loader deployer export-approver key-administrator log-writer mover platform-operator",
    "break-glass": "auditor data-loader data-reader deployer export-approver key-administrator log-writer mover platform-operator preview",
    "data-loader": "auditor break-glass export-approver",
    "data-reader": "break-glass deployer export-approver key-administrator",
    "deployer": "auditor break-glass data-reader export-approver mover",
    "export-approver": "auditor break-glass data-loader data-reader deployer key-administrator mover",
    "key-administrator": "auditor break-glass data-reader export-approver mover",
    "log-writer": "auditor break-glass",
    "mover": "auditor break-glass deployer export-approver key-administrator",
    "platform-operator": "auditor break-glass",
    "preview": "break-glass",
}
"""Roles that one holder may not join, worked by hand from the separation of duties (SecNumCloud 6.2.a): whoever is named with none may."""


@pytest.mark.parametrize(("one", "other"), list(combinations(sorted(APART), 2)))
def test_each_two_roles_are_held_apart_as_worked_by_hand(one: RoleName, other: RoleName) -> None:
    assert ROLES.keys() == APART.keys()
    assert (other in APART[one].split()) == (one in APART[other].split())
    found = list(joined_duties([one, other]))
    assert bool(found) == (other in APART[one].split())
    assert all(consequence for _, _, consequence in found)


def test_there_are_many() -> None:
    assert len(ALL) + len(BESIDE) >= 65


def test_the_sound_one_is_sound(tmp_path: Path) -> None:
    assert problems_of(write_founded(tmp_path)) == []


@pytest.mark.parametrize("bad", ALL, ids=lambda bad: bad.id)
def test_a_bad_foundation_is_refused_where_and_why(bad: Case, tmp_path: Path) -> None:
    text = founded(*bad.edits)
    problems = problems_of(write_founded(tmp_path, text))

    assert_refused(bad, text, problems)
    assert all(each.place.file == "acme/foundation.yaml" for each in problems if each.at == bad.key)


@pytest.mark.parametrize(
    ("estate", "key", "what"),
    [
        (edited(("platform: 11111111", "other: 11111111")), "scaleway.projects", "no project for the platform layer"),
        (edited(("  deployer_application_id: 33333333-3333-4333-8333-333333333333\n", "")),
         "scaleway.projects.platform", "has an id here, and the foundation makes another one"),
        (SOUND, "scaleway.deployer_application_id", "has an id here, and the foundation makes another one"),
        (edited(("  logs:\n    data_class", "  audit-logs:\n    data_class"), text=WITHOUT_IDS),
         "buckets.audit-logs", "the foundation has a bucket audit-logs of its own"),
    ],
)  # fmt: skip
def test_what_the_estate_says_agrees_with_its_foundation(tmp_path: Path, estate: str, key: str, what: str) -> None:
    found = problems_of(write_founded(tmp_path, estate=estate))
    assert [each for each in found if each.at == key and what in each.what], "\n".join(map(str, found))


def test_without_ids_and_without_a_foundation_nothing_is_known(tmp_path: Path) -> None:
    folder = write_founded(tmp_path)
    (folder / "foundation.yaml").unlink()
    found = {each.at: each for each in problems_of(folder)}

    assert "foundation.yaml, which makes it" in found["scaleway.projects"].remedy
    assert "foundation.yaml, which makes it" in found["scaleway.deployer_application_id"].remedy


def test_ids_that_the_foundation_only_uses_may_be_given_twice(tmp_path: Path) -> None:
    text = founded(
        _top("projects:\n  platform: {existing: 11111111-1111-4111-8111-111111111111}\n  keys: {}\n  audit: {}"),
        ("  deployer:\n    reason", "  deployer:\n    existing: 33333333-3333-4333-8333-333333333333\n    reason"),
    )
    assert problems_of(write_founded(tmp_path, text, SOUND)) == []


def test_a_grant_may_name_a_group_and_no_other(tmp_path: Path) -> None:
    grant = "        application_id: 55555555-5555-4555-8555-555555555501\n"
    assert (
        problems_of(write_founded(tmp_path, estate=edited((grant, "        group: readers\n"), text=WITHOUT_IDS))) == []
    )
    found = problems_of(write_founded(tmp_path, estate=edited((grant, "        group: redaers\n"), text=WITHOUT_IDS)))
    assert [(each.at, each.remedy) for each in found] == [
        ("buckets.studies.grants.cardio.group", "did you mean readers?")
    ]


def test_a_compliance_lock_would_outlive_a_rehearsal(tmp_path: Path) -> None:
    text = founded(_top("audit:\n  logs: {lock: {mode: compliance, days: 365}}"))
    assert problems_of(write_founded(tmp_path, text)) == []
    health = edited(("name_prefix: acme\n", "name_prefix: acme\nlifetime: rehearsal\n"), text=WITHOUT_IDS)
    assert "foundation.audit.logs.lock.mode" in {each.at for each in problems_of(write_founded(tmp_path, text, health))}


def test_two_estates_of_one_organisation_do_not_claim_the_same(tmp_path: Path) -> None:
    one, other = write_founded(tmp_path), write_founded(tmp_path, name="bis")
    for folder, name in ((one, "bis"), (other, "acme")):
        found = beside(folder)
        assert [(each.place.key, each.place.file) for each in found] == [
            ("foundation.budget", f"{folder.name}/foundation.yaml"),
            ("name_prefix", f"{folder.name}/estate.yaml"),
        ]
        assert all(name in each.what for each in found)
        assert [each.place.line for each in found] == [42, 3]


def test_two_estates_of_one_organisation_do_not_both_sign_in_by_a_provider_of_theirs(tmp_path: Path) -> None:
    pem = "-----BEGIN CERTIFICATE-----\\nMIIB\\n-----END CERTIFICATE-----\\n"
    text = founded(_top(f'saml: {{certificates: {{one: {{content: "{pem}"}}}}}}'))
    one = write_founded(tmp_path, text)
    write_founded(tmp_path, text, name="bis")
    found = {each.place.key: each for each in beside(one)}
    assert "the federation of the organisation is declared here and in bis" in found["foundation.saml"].what
    assert "undo the other's" in found["foundation.saml"].consequence
    assert "keep it in one of them" in found["foundation.saml"].remedy
    assert found["foundation.saml"].place.line


def test_two_estates_of_two_organisations_are_no_matter_to_each_other(tmp_path: Path) -> None:
    elsewhere = edited(("organization_id: 22222222", "organization_id: 23222222"), text=WITHOUT_IDS)
    write_founded(tmp_path, estate=elsewhere, name="bis")
    assert beside(write_founded(tmp_path)) == []


def test_an_estate_that_is_refused_claims_nothing(tmp_path: Path) -> None:
    write_founded(tmp_path, estate=WITHOUT_IDS.replace("owner: Agence publique\n", ""), name="bis")
    assert beside(write_founded(tmp_path)) == []


def test_the_demo_and_the_rehearsal_share_an_organisation_and_claim_nothing_twice() -> None:
    estates = Path(__file__).parents[2] / "stacks" / "estates"
    assert len({load(estates / name).estate.scaleway.organization_id for name in ("demo", "rehearsal")}) == 1
    assert beside(estates / "demo") == beside(estates / "rehearsal") == []
