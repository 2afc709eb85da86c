"""What conditions of IAM answer, against cases worked by hand from the host's documentation and the language's definition.

Does not prove that the host's own evaluation agrees: nothing here can ask it.
"""

import pytest

from socle.facts import permission_sets, scope_of, takes_resource_conditions
from socle.facts.conditions import (
    Absent,
    Answer,
    NotUnderstood,
    Request,
    Resource,
    answer,
    fields_of,
    parse,
    possible,
    survives_listing,
)

OFFICE = 'inIpRange(request.ip, "203.0.113.0/28")'
WINDOW = 'request.time >= timestamp("2027-01-01T00:00:00Z") && request.time < timestamp("2027-02-01T00:00:00Z")'
WORKDAY = (
    "request.time.getDayOfWeek() != 0 && request.time.getDayOfWeek() != 6 "
    '&& request.time.getHours("Europe/Paris") > 8 && request.time.getHours("Europe/Paris") < 17'
)
KEY = 'resource.id == "66666666-6666-4666-8666-666666666666"'
OF_KEY, OF_OTHER = (
    Resource(id="66666666-6666-4666-8666-666666666666"),
    Resource(id="77777777-7777-4777-8777-777777777777"),
)
LISTING = Absent()
INSIDE, OUTSIDE = Request(ip="203.0.113.5"), Request(ip="203.0.113.16")
ALLOWED, DENIED, UNDECIDED = Answer.ALLOWED, Answer.DENIED, Answer.UNDECIDED


def at(time: str) -> Request:
    return Request(time=time)


def of(name: str) -> Resource:
    return Resource(name=name)


def in_place(locality: str) -> Resource:
    return Resource(locality=locality)


def agent(text: str) -> Request:
    return Request(user_agent=text)


BY_HAND: list[tuple[str, Request | None, Resource | Absent | None, Answer]] = [
    # Source addresses
    (OFFICE, INSIDE, None, ALLOWED),
    (OFFICE, OUTSIDE, None, DENIED),
    (OFFICE, Request(ip="203.0.113.0"), None, ALLOWED),
    (OFFICE, Request(ip="203.0.113.15"), None, ALLOWED),
    (OFFICE, None, None, UNDECIDED),
    (OFFICE, Request(ip="2001:4860::1"), None, DENIED),
    (f"!{OFFICE}", OUTSIDE, None, ALLOWED),
    (f"!{OFFICE}", INSIDE, None, DENIED),
    (f"!{OFFICE}", None, None, UNDECIDED),
    (f'{OFFICE} || inIpRange(request.ip, "198.51.100.0/24")', Request(ip="198.51.100.77"), None, ALLOWED),
    (f'{OFFICE} || inIpRange(request.ip, "198.51.100.0/24")', Request(ip="192.0.2.1"), None, DENIED),
    ('inIpRange(request.ip, "0.0.0.0/0") || inIpRange(request.ip, "::/0")', None, None, ALLOWED),
    ('inIpRange(request.ip, "0.0.0.0/0")', None, None, UNDECIDED),  # or IPv6
    ('inIpRange(request.ip, "0.0.0.0/0")', INSIDE, None, ALLOWED),
    ('request.ip == "203.0.113.5"', INSIDE, None, ALLOWED),
    ('request.ip == "203.0.113.5"', OUTSIDE, None, DENIED),
    ('request.ip in ["203.0.113.4", "203.0.113.5"]', INSIDE, None, ALLOWED),
    # Addresses of version 4 as ones of version 6: what the host makes of them is not known
    (OFFICE, Request(ip="::ffff:203.0.113.5"), None, UNDECIDED),
    (OFFICE, Request(ip="::FFFF:cb00:7105"), None, UNDECIDED),
    (f"!{OFFICE}", Request(ip="::ffff:203.0.113.5"), None, UNDECIDED),
    (OFFICE, Request(ip="::ffff:203.0.113.16"), None, DENIED),
    ('inIpRange(request.ip, "::/0")', Request(ip="::ffff:203.0.113.5"), None, UNDECIDED),
    (f'{OFFICE} || inIpRange(request.ip, "::ffff:0:0/96")', Request(ip="::ffff:203.0.113.5"), None, ALLOWED),
    ('inIpRange(request.ip, "::ffff:203.0.113.0/124")', INSIDE, None, UNDECIDED),
    ('inIpRange(request.ip, "::ffff:203.0.113.0/124")', OUTSIDE, None, DENIED),
    ('inIpRange(request.ip, "::ffff:203.0.113.0/124")', None, None, UNDECIDED),
    ('request.ip == "203.0.113.5"', Request(ip="::ffff:203.0.113.5"), None, UNDECIDED),
    ('request.ip == "2001:db8::7"', Request(ip="2001:DB8::7"), None, UNDECIDED),
    ('inIpRange(request.ip, "2001:db8:1::/48")', Request(ip="2001:db8:1::7"), None, ALLOWED),
    ('inIpRange(request.ip, "2001:db8:1::/48")', Request(ip="2001:db8:2::7"), None, DENIED),
    # Time
    (WINDOW, at("2027-01-01T00:00:00Z"), None, ALLOWED),
    (WINDOW, at("2026-12-31T23:59:59Z"), None, DENIED),
    (WINDOW, at("2027-02-01T00:00:00Z"), None, DENIED),
    (WINDOW, at("2027-02-01T00:30:00+01:00"), None, ALLOWED),  # 23:30 the day before in UTC
    (WINDOW, None, None, UNDECIDED),
    (WORKDAY, at("2027-01-04T09:00:00Z"), None, ALLOWED),  # a Monday, 10 in Paris
    (WORKDAY, at("2027-01-03T09:00:00Z"), None, DENIED),  # a Sunday
    (WORKDAY, at("2027-01-04T07:59:00Z"), None, DENIED),  # 8 in Paris
    (WORKDAY, at("2027-07-05T14:59:00Z"), None, ALLOWED),  # 16:59 in Paris, in summer
    (WORKDAY, at("2027-07-05T15:00:00Z"), None, DENIED),  # 17 in Paris, in summer
    (WORKDAY, at("2027-01-04T15:30:00Z"), None, ALLOWED),  # 16:30 in Paris, in winter
    (WORKDAY, None, None, UNDECIDED),
    ("request.time.getMonth() == 0", at("2027-01-31T00:00:00Z"), None, ALLOWED),  # months are counted from 0
    ("request.time.getDate() == 31", at("2027-01-31T00:00:00Z"), None, ALLOWED),  # days from 1
    ("request.time.getDayOfMonth() == 30", at("2027-01-31T00:00:00Z"), None, ALLOWED),  # days from 0
    (f"{OFFICE} && {WINDOW}", Request(ip="203.0.113.5", time="2027-01-15T12:00:00Z"), None, ALLOWED),
    (f"{OFFICE} && {WINDOW}", INSIDE, None, UNDECIDED),
    (f"{OFFICE} && {WINDOW}", OUTSIDE, None, DENIED),
    # User agents
    ('request.user_agent.contains("terraform/")', agent("pulumi terraform/1.5"), None, ALLOWED),
    ('request.user_agent.contains("terraform/")', agent("curl"), None, DENIED),
    ('request.user_agent.startsWith("scaleway-sdk")', None, None, UNDECIDED),
    (
        'request.user_agent.endsWith("x") || !request.user_agent.endsWith("x")',
        None,
        None,
        UNDECIDED,
    ),  # not all ends are tried
    # Resources
    (KEY, None, OF_KEY, ALLOWED),
    (KEY, None, OF_OTHER, DENIED),
    (KEY, None, LISTING, DENIED),  # the trap: a listing has no resource
    (f"{KEY} || !has(resource.id)", None, LISTING, ALLOWED),
    (f"!has(resource.id) || {KEY}", None, LISTING, ALLOWED),
    (f"{KEY} || !has(resource.id)", None, OF_KEY, ALLOWED),
    (f"{KEY} || !has(resource.id)", None, OF_OTHER, DENIED),
    (f"{KEY} && has(resource.id)", None, LISTING, DENIED),
    (f"!({KEY})", None, LISTING, DENIED),  # not of an error is an error
    (f"!({KEY})", None, OF_OTHER, ALLOWED),
    (KEY, None, None, UNDECIDED),
    (f"{KEY} || !has(resource.id)", None, None, UNDECIDED),
    ("has(resource.id)", None, OF_KEY, ALLOWED),
    ("!has(resource.id)", None, LISTING, ALLOWED),
    ("has(resource.id) || !has(resource.id)", None, None, ALLOWED),
    ('resource.name.startsWith("/folder/")', None, of("/folder/sub/secret"), ALLOWED),
    ('resource.name.startsWith("/folder/")', None, of("/secret3"), DENIED),
    ('resource.name.startsWith("/folder/")', None, LISTING, DENIED),
    ('resource.name.startsWith("/folder/")', None, Resource(id="x"), UNDECIDED),
    ('resource.locality.startsWith("fr-par")', None, in_place("fr-par-1"), ALLOWED),
    ('resource.locality.startsWith("fr-par")', None, in_place("nl-ams"), DENIED),
    ('resource.locality == "global"', None, in_place("global"), ALLOWED),
    (f"{OFFICE} && ({KEY} || !has(resource.id))", INSIDE, LISTING, ALLOWED),
    (f"{OFFICE} && {KEY} || !has(resource.id)", OUTSIDE, LISTING, ALLOWED),  # && binds closer: listing from anywhere
    (f"{OFFICE} || {KEY}", INSIDE, LISTING, ALLOWED),  # true, whatever else fails
    (f"{OFFICE} && {KEY}", OUTSIDE, LISTING, DENIED),
    # Constants
    ("true", None, None, ALLOWED),
    ("false", None, None, DENIED),
    ("true || false && false", None, None, ALLOWED),
    ("!(true && false)", None, None, ALLOWED),
]


@pytest.mark.parametrize(("condition", "request_", "resource", "expected"), BY_HAND)
def test_a_condition_answers_as_worked_by_hand(
    condition: str, request_: Request | None, resource: Resource | Absent | None, expected: Answer
) -> None:
    assert answer(condition, request_, resource) is expected


NEVER = [
    'inIpRange(request.ip, "10.0.0.0/8")',  # no private source is ever seen
    'inIpRange(request.ip, "192.168.4.0/24") || inIpRange(request.ip, "172.20.0.0/16")',
    'inIpRange(request.ip, "fd00::/8")',
    'inIpRange(request.ip, "203.0.113.0/28") && inIpRange(request.ip, "198.51.100.0/24")',
    'inIpRange(request.ip, "203.0.113.0/28") && !inIpRange(request.ip, "203.0.113.0/24")',
    'inIpRange(request.ip, "no range")',
    'request.ip == "10.0.0.1"',
    'request.time < timestamp("2027-01-01T00:00:00Z") && request.time > timestamp("2027-02-01T00:00:00Z")',
    'request.time < timestamp("2027-01-01T00:00:00Z") && request.time >= timestamp("2027-01-01T00:00:00Z")',
    'request.time.getHours("Europe/Paris") > 17 && request.time.getHours("Europe/Paris") < 8',
    "request.time.getDayOfWeek() == 7",
    'resource.name == "toto" && resource.name == "tata"',
    'resource.locality == "fr-par-1" && resource.locality == "fr-par-3"',
    'resource.name == "a" && !has(resource.id)',
    'resource.name.startsWith("/a/") && resource.name.startsWith("/b/")',
    'resource.name.startsWith("/a/") && resource.name == "/b"',
    "false",
]


@pytest.mark.parametrize("condition", NEVER)
def test_what_no_call_can_meet_can_never_be_true(condition: str) -> None:
    assert possible(condition) is False


@pytest.mark.parametrize(
    "condition",
    [
        OFFICE,
        WINDOW,
        WORKDAY,
        KEY,
        f"{KEY} || !has(resource.id)",
        f"{OFFICE} && {WINDOW}",
        'request.user_agent.contains("terraform/")',
        'request.time.getHours("Europe/Paris") == 10 && request.time.getHours() == 8',  # in summer
        'resource.name.startsWith("/a/") && resource.name != "/a/"',
        '!inIpRange(request.ip, "0.0.0.0/1") && !inIpRange(request.ip, "::/0")',
    ],
)
def test_what_some_call_can_meet_is_not_called_impossible(condition: str) -> None:
    assert possible(condition) is True


def test_what_is_not_tried_in_every_case_is_undecided_and_never_impossible() -> None:
    assert possible('resource.name.endsWith("x") && resource.name.endsWith("y")') is None
    assert possible("request.time.getMinutes() == 17 && request.time.getSeconds() == 3") is None


@pytest.mark.parametrize(
    ("condition", "survives"),
    [
        (KEY, False),
        (f"{KEY} || !has(resource.id)", True),
        (f"{OFFICE} && {KEY}", False),
        (f"{OFFICE} && ({KEY} || !has(resource.id))", True),
        (OFFICE, True),
    ],
)
def test_a_condition_on_a_resource_ends_listings_unless_it_says_otherwise(condition: str, survives: bool) -> None:
    assert survives_listing(condition) is survives


def test_of_a_product_that_names_no_resource_none_is_met() -> None:
    assert possible(KEY, resources=False) is False
    assert possible(f"{KEY} || !has(resource.id)", resources=False) is True
    assert not takes_resource_conditions("ObjectStorageReadOnly")
    assert takes_resource_conditions("SecretManagerSecretAccess")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "resource.id ==",
        "resource.annotation == 'x'",
        "request.user",
        '"a" == 1',
        "1 + 1 == 2",
        "request.ip",
        "timestamp(\"yesterday\") < request.time",
        "timestamp(\"2027-01-01T00:00:00\") < request.time",
        'resource.name.matches("a.*")',
        'resource.name.size() == 3',
        "true ? true : false",
        "true &&",
        "(true",
        'request.time.getHours("Europe/Nowhere") > 8',
        "true true",
        "!" * 300 + "true",
        "has(true)",
        'inIpRange("203.0.113.5", request.ip)',
    ],
)  # fmt: skip
def test_what_is_not_read_is_not_understood_and_never_answered(text: str) -> None:
    with pytest.raises(NotUnderstood):
        answer(text)


def test_both_quotes_and_what_is_escaped_are_read() -> None:
    assert answer("resource.name == 'it\\'s \"a\"'", None, of('it\'s "a"')) is ALLOWED
    assert answer('resource.name == "a\\"b"', None, of('a"b')) is ALLOWED


def test_a_condition_says_what_it_depends_on() -> None:
    assert fields_of(parse(f"{OFFICE} && ({KEY} || !has(resource.id))")) == {"request.ip", "resource.id"}


def test_permission_sets_are_of_one_scope_each() -> None:
    assert scope_of("AuditTrailReadOnly") == "organization"
    assert scope_of("KeyManagerKeyCreate") == "project"
    assert scope_of("KeyManagerKeyFrobnicate") is None
    assert len(permission_sets()) > 150


@pytest.mark.parametrize(
    "ip", ["", "203.0.113", "203.0.113.005", "203.0.113.5 ", "203.0.113.0/28", "office", "::ffff:203.0.113"]
)
def test_a_source_that_is_no_address_is_not_understood(ip: str) -> None:
    with pytest.raises(NotUnderstood, match="is no address"):
        answer(OFFICE, Request(ip=ip))
