"""The sentences that text and page share: where health data stands, when it is over, and what keeps that from being known."""

from collections.abc import Iterator

from socle.sovereignty import NOT_KNOWN, Sovereignty, Step, Stored, Under

from ..words import Words


def headline(found: Sovereignty, words: Words) -> list[str]:
    """When it is nothing, not before when, and when nobody else is relied on."""
    down = found.burn_down
    lines = [words("sovereignty.zero", day=down.zero) if down.zero else words("sovereignty.zero_unknown")]
    if found.earliest:
        lines.append(words("sovereignty.earliest", day=found.earliest.day))
        if found.earliest.open:
            lines.append(words("sovereignty.earliest_open", n=len(found.earliest.open)))
    if down.suppliers_zero:
        return [*lines, words("sovereignty.suppliers_zero", day=down.suppliers_zero)]
    return [*lines, words("sovereignty.suppliers_zero_unknown")]


def decision(each: Under, words: Words) -> str:
    """Who decided, and by which document."""
    return f"{each.spec.authority}: {each.spec.reference}" if each.spec else words("sovereignty.none")


def until(each: Under, words: Words) -> str:
    """Until when the decision holds."""
    return each.spec.ends_on.isoformat() if each.spec else words("sovereignty.not_known")


def gigabytes(size: float | None, at_most: bool, words: Words) -> str:
    """A size, or that nobody has counted it."""
    if size is None:
        return words("sovereignty.not_known")
    return words("sovereignty.at_most", n=words.number(size)) if at_most else words.number(size)


def step_size(step: Step, words: Words) -> str:
    """The size of what is left after a step."""
    return gigabytes(step.gigabytes, step.at_most, words)


def planned(each: Stored, words: Words) -> str:
    """The day on which a store is gone by plan."""
    return each.gone.isoformat() if each.gone else words("sovereignty.not_known")


def place(value: str, words: Words) -> str:
    """A place, or that it is none or not known."""
    return words.of("place", value)


def standard(value: str, words: Words) -> str:
    """An open standard, the host's own interface, or that nobody has read up on it."""
    if value == NOT_KNOWN:
        return words("sovereignty.not_known")
    return value or words("sovereignty.own_interface")


def unclassed(found: Sovereignty) -> list[str]:
    """Stores on Azure whose class nobody has said."""
    return [each.key for each in found.exposure.left if not each.data_class and not each.key.startswith("vaults.")]


def wave_lines(found: Sovereignty, words: Words) -> Iterator[str]:
    """Where each wave stands."""
    for each in found.waves:
        if each.refusals:
            yield words("sovereignty.wave_refused", wave=each.wave)
        yield words("sovereignty.wave", wave=each.wave, stage=each.stage, n=each.records)
