"""The bundle in OSCAL (NIST): catalogue, profile, component definition, and what assessment results refer to. Written by the models of
compliance-trestle, which refuse what the published schemas refuse. UUIDs are of version 5 and dates those of the bundle.

OSCAL has no word for "not known": a finding is made only where a rule is broken, and nothing is ever called satisfied. What the system
security plan must have and nobody here knows is said to be a gap.
"""

import re
import uuid
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from socle.controls import Control, Owner, controls
from socle.extras import OSCAL

from .document import Document, Row, plain
from .gathered import Gathered

GAP = "Gap: not known to the program that wrote this; the organisation has to fill it."
_NAMESPACE = uuid.UUID("6f1f4a52-3c0b-5b8e-9a51-7d8d1c6c2f10")
"""Of all UUIDs that are made here."""

_PARTS = {
    Owner.HOST: ("service", "The host and its services, as the estate uses them"),
    Owner.PLATFORM: ("software", "The platform that the estate declares"),
    Owner.SPACE: ("software", "The spaces of authorised studies"),
    Owner.ORGANISATION: ("policy", "The organisation that answers for the data"),
}
_COUNTS = ("pass", "fail", "undetermined", "exempt")
Tree = dict[str, Any]
_ALL: Tree = {"control-selections": [{"include-all": {}}]}


def oscal_files(of: Gathered, docs: Mapping[str, Document]) -> dict[str, bytes]:
    """The six models by path.

    Raises:
        ExtraMissing: compliance-trestle is not installed.
    """
    OSCAL.demand()
    from trestle.oscal import assessment_plan, assessment_results, catalog, component, profile, ssp  # noqa: PLC0415

    made = _Trees(of, docs)
    models: tuple[tuple[str, Any, Tree], ...] = (
        ("catalog", catalog.Catalog, made.catalog()),
        ("profile", profile.Profile, made.profile()),
        ("component-definition", component.ComponentDefinition, made.component_definition()),
        ("system-security-plan", ssp.SystemSecurityPlan, made.system_security_plan()),
        ("assessment-plan", assessment_plan.AssessmentPlan, made.assessment_plan()),
        ("assessment-results", assessment_results.AssessmentResults, made.assessment_results()),
    )
    return {
        f"oscal/{name}.json": f"{model(**tree).oscal_serialize_json(pretty=True)}\n".encode()
        for name, model, tree in models
    }


def token(text: str) -> str:
    """An id as OSCAL allows it: `secnumcloud-9.3.b`."""
    return re.sub(r"[^A-Za-z0-9.]+", "-", text).strip("-").lower()


class _Trees:
    """The models of one bundle as plain trees, in the names of OSCAL."""

    def __init__(self, of: Gathered, docs: Mapping[str, Document]) -> None:
        self.of = of
        self.docs = docs
        self.rows: Mapping[str, Row] = {str(row.cells["id"]): row for row in docs["controls"].rows}

    def _uuid(self, *parts: str) -> str:
        whole = (self.of.estate.name, self.of.revision or "none", self.of.at.isoformat(), *parts)
        return str(uuid.uuid5(_NAMESPACE, "/".join(whole)))

    def _head(self, part: str, title: str) -> Tree:
        from trestle.oscal import OSCAL_VERSION  # noqa: PLC0415 - an extra

        metadata = {
            "title": f"{title} of {self.of.estate.name}",
            "last-modified": self.of.at.isoformat(),
            "version": self.of.revision or "no revision",
            "oscal-version": OSCAL_VERSION,
            "remarks": "Evidence for controls. It says of no control that it is fulfilled.",
        }
        return {"uuid": self._uuid(part), "metadata": metadata}

    def _says(self, control: Control) -> str:
        """What there is of a control, in one line."""
        cells = self.rows[control.id].cells
        counts = ", ".join(f"{name} {plain(cells[name])}" for name in _COUNTS)
        return f"{plain(cells['stands'])}; results of rules: {counts}"

    def _requirement(self, owner: str, control: Control, **more: str) -> Tree:
        return {"uuid": self._uuid(owner, control.id), "control-id": token(control.id), **more}

    def catalog(self) -> Tree:
        groups = [
            {"id": token(source.key), "title": source.title, "controls": [_control(each) for each in found]}
            for source, found in groupby(controls(), key=lambda each: each.source)
        ]
        return {**self._head("catalog", "Catalogue of controls"), "groups": groups}

    def profile(self) -> Tree:
        imports: list[Tree] = [{"href": "catalog.json", "include-all": {}}]
        return {**self._head("profile", "Profile of controls"), "imports": imports, "merge": {"as-is": True}}

    def component_definition(self) -> Tree:
        components = [
            {
                "uuid": self._uuid("component", owner),
                "type": kind,
                "title": title,
                "description": title,
                "control-implementations": [
                    {
                        "uuid": self._uuid("implementation", owner),
                        "source": "profile.json",
                        "description": "What a program found, as evidence for each control.",
                        "implemented-requirements": [
                            self._requirement(owner, each, description=self._says(each))
                            for each in controls()
                            if owner in each.owners
                        ],
                    }
                ],
            }
            for owner, (kind, title) in _PARTS.items()
        ]
        return {**self._head("component-definition", "Components"), "components": components}

    def system_security_plan(self) -> Tree:
        estate = self.of.estate
        requirements = [
            self._requirement("ssp", each, remarks=f"{self._says(each)}. How it is implemented: {GAP}")
            for each in controls()
        ]
        parts = [
            {
                "uuid": self._uuid("system", owner),
                "type": kind,
                "title": title,
                "description": title,
                "status": {"state": "other", "remarks": GAP},
            }
            for owner, (kind, title) in _PARTS.items()
        ]
        return {
            **self._head("ssp", "Minimal system security plan"),
            "import-profile": {"href": "profile.json"},
            "system-characteristics": {
                "system-ids": [{"id": self._uuid("system"), "identifier-type": "http://ietf.org/rfc/rfc4122"}],
                "system-name": estate.name,
                "description": f"The estate {estate.name} of {estate.owner}.",
                "system-information": {"information-types": [{"title": "Health data", "description": GAP}]},
                "status": {"state": "other", "remarks": GAP},
                "authorization-boundary": {"description": GAP},
            },
            "system-implementation": {
                "users": [{"uuid": self._uuid("user"), "title": "Users of the estate", "remarks": GAP}],
                "components": parts,
            },
            "control-implementation": {"description": GAP, "implemented-requirements": requirements},
        }

    def assessment_plan(self) -> Tree:
        plan = {"href": "system-security-plan.json", "remarks": GAP}
        return {**self._head("ap", "Minimal assessment plan"), "import-ssp": plan, "reviewed-controls": _ALL}

    def assessment_results(self) -> Tree:
        findings = list(self._findings())
        result: Tree = {
            "uuid": self._uuid("result"),
            "title": "Rules judged on plans and states",
            "description": f"Level: {self.of.level}. What is not known is in the documents of the bundle.",
            "start": self.of.at.isoformat(),
            "end": self.of.at.isoformat(),
            "reviewed-controls": _ALL,
            "observations": list(self._observations()),
            **({"findings": findings} if findings else {}),
        }
        head = self._head("ar", "Assessment results")
        return {**head, "import-ap": {"href": "assessment-plan.json"}, "results": [result]}

    def _observations(self) -> Iterator[Tree]:
        """One for each rule: how often it was kept, broken, not decided and exempt."""
        for row in self.docs["rules"].rows:
            rule = str(row.cells["id"])
            yield {
                "uuid": self._uuid("observation", rule),
                "title": rule,
                "description": str(plain(row.cells["title"])),
                "methods": ["TEST"],
                "collected": self.of.at.isoformat(),
                "props": [{"name": f"results-{name}", "value": str(plain(row.cells[name]))} for name in _COUNTS],
                "relevant-evidence": [{"href": "../findings.json", "description": "Every finding with its line."}],
            }

    def _findings(self) -> Iterator[Tree]:
        """One for each control against which there is evidence; of no other control anything is said."""
        for each in controls():
            row = self.rows[each.id]
            if not row.cells["fail"]:
                continue
            rules = [source.removeprefix("rule:") for source in row.sources if source.startswith("rule:")]
            yield {
                "uuid": self._uuid("finding", each.id),
                "title": each.id,
                "description": self._says(each),
                "target": {
                    "type": "objective-id",
                    "target-id": token(each.id),
                    "status": {"state": "not-satisfied", "reason": "fail"},
                },
                "related-observations": [{"observation-uuid": self._uuid("observation", rule)} for rule in rules],
            }


def _control(each: Control) -> Tree:
    statement = [{"id": f"{token(each.id)}_smt", "name": "statement", "prose": each.line("en")}]
    return {
        "id": token(each.id),
        "title": each.id,
        "props": [{"name": "label", "value": each.id}],
        **({"parts": statement} if each.said else {}),
    }
