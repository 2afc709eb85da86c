"""The engine's walk over a plan, in the order of registration: who is new, who stays, who is replaced and whom that takes along.

What is replaced or created on the way makes the values that depend on it unknown, as in a preview; what is deleted before
it is made again takes its dependents along. Nothing is asked of any cloud.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from socle.capture import put_back
from socle.plan import UNKNOWN, Plan, Resource

from .baseline import Baseline, Level
from .beyond_schema import failing_at_birth
from .cascade import Dependents
from .change import Certainty, Change, EngineRefusal, Op, PropertyChange, RefusalKind, Remark, weakest
from .equality import comparison
from .guards import guarded
from .judge import Judged, judge, secrets_of
from .match import Matching, Pair, depends_on, in_registration_order, is_managed, match, provider_urn
from .options import options_of, options_of_new, triggered
from .renewed import cloud_values, put_back_ids, renamed_ids, substituted
from .replacement import BY_OPTION

_NOTHING: Mapping[str, Any] = {}


REFERENCE = "pulumi:pulumi:StackReference"


@dataclass
class Simulation:
    """One comparison under way: `run` it, then read `changes`, `unchanged` and `uncompared`."""

    plan: Plan
    baseline: Baseline
    renamed: dict[str, str] = field(default_factory=dict[str, str])
    """Made-up ids of what goes on under another name, here or in other stacks, and those that it had."""
    changes: list[Change] = field(default_factory=list[Change])
    unchanged: int = 0
    uncompared: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    fresh: dict[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    """URNs of the plan that are created or replaced, with the values that only the old one had."""
    doubts: dict[str, Certainty] = field(default_factory=dict[str, Certainty])
    """How certain it is that each of them is new."""
    taken: dict[str, str] = field(default_factory=dict[str, str])
    suspected: dict[str, str] = field(default_factory=dict[str, str])
    """Former URNs that a replacement takes along, or may, with the URN of the replaced resource."""
    refusals: dict[str, EngineRefusal] = field(default_factory=dict[str, EngineRefusal])

    def __post_init__(self) -> None:
        self.matching: Matching = match(self.plan, self.baseline.plan)
        self.later = {old: new for new, old in self.matching.former.items()}
        self.dependents = Dependents(self.baseline.plan)
        self.renamed |= renamed_ids(self.plan, self.baseline.plan, self.matching)

    def run(self) -> None:
        """Meet every resource of the plan, then what only the baseline has."""
        for resource in in_registration_order(self.plan):
            if is_managed(resource):
                self._meet(resource)
        continued = set(self.matching.former.values())
        for resource in self.baseline.plan:
            if is_managed(resource) and resource.urn not in continued and not self._is_in_package(resource):
                self.changes.append(self._gone(resource))
        self.changes = [guarded(self._with_refusal(_born(change)), self.plan) for change in self.changes]

    def _meet(self, resource: Resource) -> None:
        former = self.matching.former.get(resource.urn)
        before = self.baseline.plan.by_urn[former] if former else None
        if resource.external:
            change = self._read(before, resource)
        elif before is None or before.external:
            change = self._new(before, resource)
        else:
            change = self._kept(before, resource)
        if change is None:
            self.unchanged += 1
            return
        self.changes.append(change)
        if change.op in (Op.CREATE, Op.REPLACE, Op.IMPORT):
            outputs = self.baseline.outputs.get(before.urn, _NOTHING) if before else _NOTHING
            self.fresh[resource.urn] = cloud_values(before, resource, outputs)
            self.doubts[resource.urn] = change.certainty

    def _read(self, before: Resource | None, after: Resource) -> Change | None:
        """A read costs nothing, except where it takes the place of a resource that was managed."""
        if before is not None and before.external:
            return self._read_elsewhere(before, after)
        if before is None or before.id == after.id:
            return self._change(Op.READ, before, after)
        known = before.urn in self.baseline.outputs and bool(after.id)
        certainty = Certainty.CERTAIN if known else Certainty.ENGINE  # a made-up id says nothing
        return self._change(Op.REPLACE, before, after, certainty=certainty, remarks=((Remark.EXTERNAL, ""),))

    def _read_elsewhere(self, before: Resource, after: Resource) -> Change | None:
        """The same name for something else that is read: another id, or another stack. What it answers is not known."""
        sides = ((before.inputs.get("name"), after.inputs.get("name"), "name"),)
        if before.type != REFERENCE:
            sides = ((before.id, self.renamed.get(after.id, after.id), "id"),)
        told = tuple(
            PropertyChange(path, old, new) for old, new, path in sides if old != new and UNKNOWN not in (old, new)
        )
        return self._change(Op.READ, before, after, properties=told) if told else None

    def _new(self, before: Resource | None, after: Resource) -> Change:
        if after.import_id:
            return self._change(Op.IMPORT, before, after, certainty=Certainty.ENGINE)
        if before is not None:  # it was only read: nothing goes, and the engine calls it a replacement all the same
            return self._change(Op.REPLACE, before, after, remarks=((Remark.MANAGED, ""),))
        options = tuple(options_of_new(after))
        return self._change(Op.CREATE, None, after, options=options, refusal=self.matching.refusals.get(after.urn))

    def _kept(self, before: Resource, after: Resource) -> Change | None:
        pair = self._pair(before, after)
        judged = judge(pair)
        hidden = secrets_of(pair)
        if hidden:
            self.uncompared[after.urn] = tuple(hidden)
        change = self._decided(before, after, pair, judged)
        unseen = after.remote and self.baseline.level is Level.STATE
        return None if change.op is Op.SAME and _says_nothing(change) and not unseen else change

    def _decided(self, before: Resource, after: Resource, pair: Pair, judged: Judged) -> Change:
        recorded = self.baseline.level is Level.STATE
        options = tuple(options_of(before, after, self.matching.old, stays=self.later, recorded=recorded))
        effective = [p for p in judged.properties if p.effective]
        change = self._change(
            Op.UPDATE if effective else Op.SAME,
            before,
            after,
            certainty=weakest(p.certainty for p in judged.properties),
            properties=judged.properties,
            options=options,
            remarks=judged.remarks,
        )
        if after.import_id and after.import_id not in (before.import_id, before.id):
            return self._replaced(replace(change, certainty=Certainty.ENGINE), ("id",), "")
        taken = self.taken.get(before.urn, "")
        if taken and after.urn == before.urn:
            return self._replaced(change, (), self._later(taken), taken=True)
        if partner := next((urn for urn in after.replace_with if self._is_replaced(urn)), ""):
            return self._replaced(change, ("replaceWith",), partner)
        if (certainty := triggered(before, after)) is not None:
            return replace(self._replaced(change, (), ""), certainty=certainty)
        return self._by_itself(change, after, pair, [p for p in effective if p.replaces])

    def _by_itself(self, change: Change, after: Resource, pair: Pair, replacing: list[PropertyChange]) -> Change:
        """What the provider asks for; only where it asks for nothing, what a resource is deleted with, or was taken along by."""
        if replacing:
            reasons = tuple(sorted({p.reason for p in replacing if p.reason}))
            return self._replaced(change, reasons, self._cause(replacing, pair))
        if self._is_replaced(after.deleted_with):
            return self._replaced(change, ("deletedWith",), after.deleted_with)
        taken = self.taken.get(pair.before.urn, "")
        return self._replaced(change, (), self._later(taken), taken=True) if taken else self._doubted(change)

    def _doubted(self, change: Change) -> Change:
        """What may yet be replaced, for a reason that only a provider knows."""
        before = change.before
        if before is None or change.after is None:
            return change
        moved = provider_urn(before) != self.matching.old(provider_urn(change.after))
        moved = moved and not (_is_default(before) and _is_default(change.after))
        if before.urn in self.suspected or moved:
            cause = self._later(self.suspected.get(before.urn, ""))
            return replace(change, certainty=change.certainty & Certainty.PROVIDER, caused_by=cause)
        return change

    def _replaced(self, change: Change, reasons: tuple[str, ...], cause: str, *, taken: bool = False) -> Change:
        before, after = change.before, change.after
        if before is None or after is None:
            return change
        gone = before.urn in self.taken
        first = gone or after.delete_before_replace or (_name_is_fixed(after) and _provider_replaces(change))
        if first and not gone:
            self._cascade(before, after)
        refusal = None
        if before.protect and after.protect and not taken:
            refusal = EngineRefusal(RefusalKind.PROTECTED_REPLACE, after.urn)
        return replace(
            change,
            op=Op.REPLACE,
            certainty=_surest(change, reasons) & self._inherited(after, cause, taken=taken),
            reasons=reasons,
            caused_by=cause,
            delete_before_replace=first,
            refusal=refusal,
        )

    def _inherited(self, after: Resource, cause: str, *, taken: bool) -> Certainty:
        """A replacement that follows from another one is as certain as that one.

        What depends on nothing replaced any more may be met by the engine before the replacement, or after it.
        """
        doubt = self.doubts.get(cause, Certainty.CERTAIN)
        met = not taken or any(urn in self.fresh for urn in depends_on(after))
        return doubt if met else Certainty.ENGINE

    def _cascade(self, before: Resource, after: Resource) -> None:
        cascade = self.dependents.cascade(before.urn)
        for entry in cascade.taken:
            self.taken.setdefault(entry.resource.urn, before.urn)
            if entry.resource.protect:
                kind = RefusalKind.PROTECTED_DEPENDENT
                self.refusals.setdefault(entry.resource.urn, EngineRefusal(kind, entry.resource.urn, after.urn))
        for resource in cascade.suspected:
            self.suspected.setdefault(resource.urn, before.urn)

    def _gone(self, resource: Resource) -> Change:
        refusal = EngineRefusal(RefusalKind.PROTECTED_DELETE, resource.urn) if resource.protect else None
        op = Op.DISCARD if resource.external else Op.DELETE
        cause = self._later(self.taken.get(resource.urn, ""))
        return self._change(op, resource, None, refusal=refusal, caused_by=cause)

    def _with_refusal(self, change: Change) -> Change:
        """A cascade can reach a resource that had been met before, so refusals come last."""
        before = change.before
        if before is None or change.refusal or before.urn not in self.refusals:
            return change
        return replace(change, refusal=self.refusals[before.urn])

    def _pair(self, before: Resource, after: Resource) -> Pair:
        renewed = {
            name: urns for name, urns in after.property_dependencies.items() if any(u in self.fresh for u in urns)
        }
        inputs = put_back_ids(after.inputs, self.renamed) if self.renamed else after.inputs
        for name, urns in renewed.items():
            gone = frozenset[str]().union(*(self.fresh[urn] for urn in urns if urn in self.fresh))
            if name in inputs:
                inputs = {**inputs, name: substituted(inputs[name], gone)}
        inputs = put_back(inputs, before.inputs, after.ignore_changes)
        outputs = self.baseline.outputs.get(before.urn)
        return Pair(
            before=before,
            after=after if inputs is after.inputs else replace(after, inputs=inputs),
            outputs=outputs or {},
            steady=frozenset(self._steady(before, after)),
            renewed={name: weakest(self.doubts[u] for u in urns if u in self.doubts) for name, urns in renewed.items()},
            has_outputs=outputs is not None,
            refreshed=before.urn in self.baseline.refreshed,
        )

    def _steady(self, before: Resource, after: Resource) -> Iterable[str]:
        for name in after.inputs:
            urns = after.property_dependencies.get(name, ())
            same = {self.matching.old(urn) for urn in urns} == set(before.property_dependencies.get(name, ()))
            if same and not any(urn in self.fresh for urn in urns):
                yield name

    def _is_replaced(self, urn: str) -> bool:
        return urn in self.fresh and urn in self.matching.former

    def _cause(self, replacing: list[PropertyChange], pair: Pair) -> str:
        """The replaced resource that a replacement follows from, if its own edit does not ask for it."""
        if any(change.top not in pair.renewed for change in replacing):
            return ""
        urns = [urn for change in replacing for urn in pair.after.property_dependencies.get(change.top, ())]
        return next((urn for urn in urns if self._is_replaced(urn)), "")

    def _later(self, former: str) -> str:
        """The URN in the plan of a resource of the baseline; its former one if the plan has it no more."""
        return self.later.get(former, former)

    def _is_in_package(self, resource: Resource) -> bool:
        """Whether the state has it from the code of a package, which the plan cannot show: it goes only with its component."""
        above = {self._later(each.urn) for each in self.baseline.plan.ancestors(resource)}
        return any(self.plan.by_urn[urn].remote for urn in above if urn in self.plan.by_urn)

    def _change(self, op: Op, before: Resource | None, after: Resource | None, **more: Any) -> Change:
        shown = after or before
        plan = self.plan if after else self.baseline.plan
        origin = plan.origin_of(shown) if shown else None
        change = Change(self.plan.stack, op, before, after, origin=origin, **more)
        if shown is None or not shown.remote:
            return change
        return replace(change, remarks=(*change.remarks, (Remark.REMOTE, "")))


def _born(change: Change) -> Change:
    """A change with what the provider cannot make as it is declared."""
    failing = failing_at_birth(change.after) if change.after and change.op in (Op.CREATE, Op.REPLACE) else []
    return replace(change, remarks=(*change.remarks, *((Remark.WILL_FAIL, name) for name in failing)))


def _surest(change: Change, reasons: tuple[str, ...]) -> Certainty:
    """How sure a replacement is: one certain cause is enough, whatever else may come to it."""
    if reasons == ("id",):
        return Certainty.ENGINE
    causes = [p.certainty for p in change.properties if p.effective and p.replaces and p.reason in (*reasons, "")]
    return min(causes, key=list(Certainty).index, default=Certainty.CERTAIN)


def _says_nothing(change: Change) -> bool:
    return not change.options and change.certainty is Certainty.CERTAIN and not change.refusal


def _name_is_fixed(resource: Resource) -> bool:
    """An explicit name where the provider could give one makes it delete before it creates.

    Source: `nameRequiresDeleteBeforeReplace` of the Terraform bridge (pkg/tfbridge/schema.go).
    """
    compared = comparison(resource.type)
    return compared is not None and compared.named and "name" in resource.inputs


def _provider_replaces(change: Change) -> bool:
    """Whether the provider itself asks for the replacement: only then does it say that the old one must go first."""
    return any(p.effective and p.replaces and p.why != BY_OPTION for p in change.properties)


def _is_default(resource: Resource) -> bool:
    return provider_urn(resource).rpartition("::")[2].startswith("default")
