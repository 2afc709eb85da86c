"""What is said of a wave in one line, alike on every screen."""

from datetime import datetime, timedelta

from socle.cutover import Announced, Answer, Book, Called, Countdown, Do, Gate, Next, Position, Stage, Status

from ..words import Words

_DAY = timedelta(days=1)


def moment(at: datetime) -> str:
    """A time as it is written everywhere: UTC, to the minute."""
    return f"{at:%Y-%m-%d %H:%M} UTC"


def remaining(at: datetime, now: datetime, words: Words) -> str:
    """How long until a time, or since it: minutes below two hours, days from two days on."""
    left = abs(at - now)
    if left >= 2 * _DAY:
        said = words.count("cutover.days", left // _DAY)
    elif left >= timedelta(hours=2):
        minutes = int(left.total_seconds()) // 60
        said = words("cutover.hours", hours=minutes // 60, minutes=f"{minutes % 60:02}")
    else:
        said = words.count("cutover.minutes", int(left.total_seconds()) // 60)
    return words("cutover.in" if at >= now else "cutover.ago", time=said)


def countdown(each: Countdown, now: datetime, words: Words) -> str:
    """What comes, when, and how long there is."""
    what = words(f"cutover.time.{each.key}", name=each.name)
    return words("cutover.countdown", what=what, left=remaining(each.at, now, words), at=moment(each.at))


def authority(found: Status, words: Words) -> str:
    """Who may write: one cloud, nobody, or what is possible while a step is not finished."""
    said = words(f"cutover.cloud.{found.may_write[0]}") if found.may_write else words("cutover.nobody")
    if found.book.reached.refusals:
        return words("cutover.authority.unknown", said=said)
    if not found.may_write:
        return said
    return said if found.book.position.settled else words("cutover.maybe", cloud=said)


def why(answer: Answer, words: Words) -> str:
    """Why a condition is not met, or by what it is: a record, or that it is not asked of this wave."""
    if answer.why:
        return words(f"cutover.why.{answer.why}", about=answer.about[:60])
    return words("cutover.why.met" if answer.record else "cutover.why.not-asked")


def owed(found: Status, words: Words) -> list[str]:
    """What is missing and who owes it, a line each."""
    return [
        words(
            "cutover.owed",
            condition=each.answer.condition.value,
            why=why(each.answer, words),
            by=signers(each.by, words),
        )
        for each in found.owed
    ]


def owed_in_short(found: Status, words: Words) -> list[str]:
    """What is missing by who owes it, for a row among many; nothing while a step is not finished, whose turn comes first."""
    if not found.book.position.settled:
        return []
    by: dict[tuple[str, ...], list[str]] = {}
    for each in found.owed:
        by.setdefault(each.by, []).append(each.answer.condition.value)
    return [words("cutover.owes", by=signers(who, words), conditions=", ".join(what)) for who, what in by.items()]


def signers(by: tuple[str, ...], words: Words) -> str:
    """Roles, and collectors, by their words."""
    return ", ".join(words(f"cutover.signer.{each}") for each in by)


def loss(found: Status, words: Words) -> str:
    """What is lost by stopping now."""
    return words(f"cutover.loss.{found.loss}", datasets=", ".join(found.lost))


def last(found: Status, words: Words) -> str:
    """The last step, and whether it is finished."""
    if found.book.reached.refusals:
        return words("cutover.last.unknown", stage=found.book.position.stage.value)
    if found.last is None:
        return words("cutover.last.none")
    position = found.book.position
    state = words("cutover.finished") if position.settled else words("cutover.waits", hands=", ".join(position.waiting))
    return words("cutover.last", stage=position.stage.value, at=moment(found.last.record.at), state=state)


def doing(found: Status, words: Words) -> str:
    """What to do next, in words."""
    return said_next(found.next, words)


def said_next(do: Next, words: Words) -> str:
    """What to do, in words."""
    return words(f"cutover.do.{do.do}", goal=do.goal or "", hand=do.hand or "")


def expected(book: Book, do: Next, words: Words) -> str:
    """What the last of the next commands will say when all is well."""
    position = book.position
    if do.do in (Do.ADVANCE, Do.UNFENCE) and do.goal:
        step = next(each for each in book.steps if each.goal is do.goal)
        return begun_line(book.wave, position.stage, do.goal, position.epoch + step.moves_authority, words)
    if do.do in (Do.DEPLOY, Do.TURN) and do.hand and do.goal:
        return words("cutover.proven", wave=book.wave, hand=do.hand, stage=do.goal.value)
    if do.do is Do.APPROVE:
        return words("cutover.expected.approve", signed=words("cutover.signed", wave=book.wave, kind="approval"))
    if do.do is Do.RELEASE:
        return words("cutover.released", wave=book.wave)
    return words(f"cutover.expected.{do.do}")


def begun(book: Book, after: Position, words: Words) -> str:
    """That a step has begun."""
    return begun_line(book.wave, book.position.stage, after.stage, after.epoch, words)


def begun_line(wave: str, origin: Stage, goal: Stage, epoch: int, words: Words) -> str:
    """That a step has begun, by its ends."""
    return words("cutover.begun", wave=wave, origin=origin.value, goal=goal.value, epoch=epoch)


def gate_line(found: Status, words: Words) -> str:
    """What the gate of the next step says, in short."""
    return gate_word(found.gate, words) if found.gate else words("cutover.gate.none")


def gate_word(gate: Gate, words: Words) -> str:
    """What a gate says, in short."""
    count = words.number(len(gate.step.missing(gate.met)))
    return words(f"cutover.gate.{gate.state}", goal=gate.step.goal.value, count=count)


def announcement(each: Announced, words: Words) -> str:
    """Whether what a hand's turn moves is what the window announced."""
    return words(f"cutover.announced.{each.label}", hand=each.hand, goal=each.goal.value)


def call(each: Called, words: Words) -> str:
    """Whom to call, and where the number stands."""
    said = words("cutover.call", name=each.name, role=words(f"cutover.signer.{each.role}")) if each.role else each.name
    return f"{said}: {each.number or words('cutover.call.unknown')}"


def wave_line(found: Status, words: Words) -> str:
    """A wave, its stage and epoch, and whether it is held."""
    position = found.book.position
    state = words("cutover.held") if position.held else ""
    stage = position.stage.value.upper()
    return words("cutover.wave", wave=found.book.wave, stage=stage, epoch=position.epoch, held=state)


def wave_rows(found: Status, words: Words) -> list[tuple[str, str]]:
    """What somebody who was woken must know of a wave, each line under the name of its row, in the order in which it is read."""
    return [
        ("authority", f"{authority(found, words)} ({', '.join(sorted(found.book.spec.datasets))})"),
        *(("times", countdown(each, found.book.at, words)) for each in found.countdowns),
        ("last", last(found, words)),
        ("loss", loss(found, words)),
        *(("call", each) for each in [call(each, words) for each in found.calls] or [words("cutover.call.nobody")]),
        *(("announced", announcement(each, words)) for each in found.announced),
        ("gate", gate_line(found, words)),
        *(("missing", each) for each in owed(found, words)),
    ]
