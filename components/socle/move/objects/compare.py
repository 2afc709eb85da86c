"""What two sides have in common, by ranges of keys: which objects are missing, too many, different, or not proven either way."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb

from .listed import Table
from .merkle import Both, Roots, leaf
from .pieces import Range, Rows, ranges

VERDICTS = ("missing", "extra", "different", "described-differently", "unverifiable")
"""Each is a failure: what could not be checked is not known to be equal."""

_STATED = """
    with source_digest as (select key, version, etag, modified, size, last(sha256 order by number) as sha256, last(aspects order by number)
            as aspects from source_digests where failure = '' group by all),
        target_digest as (select key, version, etag, modified, size, last(sha256 order by number) as sha256, last(aspects order by number)
            as aspects from target_digests where failure = '' group by all),
        source_side as (select * from source_listed left join source_digest using (key, version, etag, modified, size)),
        target_side as (select * from target_listed left join target_digest using (key, version, etag, modified, size))
"""
"""A digest counts for an object whose listing is what it was when its bytes were read: version, entity tag, time and size."""

_COMPARED = f"""{_STATED}
    select coalesce(s.key, t.key) as key,
        case when t.key is null then 'missing' when s.key is null then 'extra'
            when s.sha256 is null or t.sha256 is null then 'unverifiable'
            when s.sha256 <> t.sha256 then 'different'
            when s.aspects <> t.aspects then 'described-differently' else '' end as verdict,
        s.size as source_size, t.size as target_size, s.sha256 as source_sha256, s.aspects as source_aspects,
        t.sha256 as target_sha256, t.aspects as target_aspects
    from source_side s full outer join target_side t on s.key = t.key order by 1
"""  # noqa: S608 - of our own constants

_UNREAD = f"""{_STATED}
    select side.* exclude (sha256, aspects, number) from {{side}}_side side where sha256 is null order by key
"""  # noqa: S608

_TO_COPY = f"""{_STATED}
    select s.* exclude (sha256, aspects, number) from source_side s where not exists (
        select 1 from copied c join target_listed t on t.key = c.key and t.etag = c.written_etag and t.version = c.written_version
        where c.failure = '' and c.key = s.key and c.version = s.version and c.etag = s.etag and c.modified = s.modified and c.size = s.size
    ) and not exists (
        select 1 from target_side t where t.key = s.key and t.sha256 = s.sha256 and t.aspects = s.aspects
    ) order by s.key
"""  # noqa: S608


@dataclass(frozen=True)
class Sides:
    """What is known of both sides: fresh listings, every digest that was ever taken, and every copy that was ever made, the newest last."""

    source_listed: Rows
    target_listed: Rows
    source_digests: Rows
    target_digests: Rows
    copied: Rows

    def ranges(self) -> Iterator[Range]:
        return ranges([*self.source_listed.pieces, *self.target_listed.pieces])

    def tables(self, keys: Range) -> dict[str, Table]:
        return {name: getattr(self, name).within(keys) for name in self.__dataclass_fields__}


@dataclass
class Compared:
    """What a comparison found. Counts, and the roots of both sides; `named` are the objects at fault, for people in the zone alone."""

    objects: int = 0
    bytes: int = 0
    verdicts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(VERDICTS, 0))
    named: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    roots: Both = field(default_factory=Both)

    @property
    def source(self) -> Roots:
        return self.roots.source

    @property
    def target(self) -> Roots:
        return self.roots.target

    @property
    def equal(self) -> bool:
        return not any(self.verdicts.values()) and self.source.whole() == self.target.whole()


def compared(sides: Sides, most_named: int = 1000) -> Compared:
    """Compare both sides. A row is an object of either."""
    found = Compared()
    for keys in sides.ranges():
        for batch in _asked(_COMPARED, sides.tables(keys)):
            _judge(found, batch, most_named)
    return found


def _judge(found: Compared, batch: Mapping[str, Sequence[Any]], most_named: int) -> None:
    columns = (batch[f"{side}_{name}"] for side in ("source", "target") for name in ("size", "sha256", "aspects"))
    for key, verdict, *values in zip(batch["key"], batch["verdict"], *columns, strict=True):
        if not verdict:
            found.roots.same(key, values[1], values[2])
            continue
        found.verdicts[verdict] += 1
        if len(found.named) < most_named:
            found.named.append((key, verdict))
        source, target = (leaf(key, *side[1:]) if side[0] is not None else None for side in (values[:3], values[3:]))
        found.roots.differ(key, source, target)
    sizes = [size for size in batch["source_size"] if size is not None]
    found.objects, found.bytes = found.objects + len(sizes), found.bytes + sum(sizes)


def unread(sides: Sides, side: str) -> Iterator[Mapping[str, Sequence[Any]]]:
    """Objects of a side without a digest that still counts."""
    for keys in sides.ranges():
        yield from _asked(_UNREAD.format(side=side), sides.tables(keys))


def to_copy(sides: Sides) -> Iterator[Mapping[str, Sequence[Any]]]:
    """Objects of the source whose copy is not on the target as it was written, and that it does not hold by their digests either."""
    for keys in sides.ranges():
        yield from _asked(_TO_COPY, sides.tables(keys))


def _asked(question: str, tables: Mapping[str, Table]) -> Iterator[Mapping[str, Sequence[Any]]]:
    """The answer, in batches of columns. In memory alone: a file of DuckDB's would hold names of objects in plain text."""
    with duckdb.connect(":memory:", config={"temp_directory": "", "threads": 2}) as engine:
        for name, table in tables.items():
            engine.register(name, table)
        answer: Any = engine.sql(question)
        for batch in answer.to_arrow_reader(50_000):
            yield batch.to_pydict()
