"""What pipelines no longer check, or let pass although it fails: of each file that runs reviews and deployments, by what it says."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from socle.project import ChangedFile

from ..files import FileChange
from ..verdict import Verdict
from .settings import rows

_CHECK = re.compile(
    r"\bsocle[\"']? (?:check|preview|audit)\b(?: --rules)?|\bpulumi preview\b|--policy-pack|--expect-no-changes|\bpytest\b"
    r"|\bmake (?:[\w./$\"-]+ )*?(?:test|check|lint|style|types)[\w-]*|\b(?:ruff|uv lock|black|isort) (?:--)?check\b"
    r"|\b(?:basedpyright|pyright|mypy|zizmor|gitleaks|trufflehog|trivy|semgrep|bandit|pip-audit|checkov|codeql|cosign verify)\b"
    r"|\bpre-commit run\b|\b(?:gate|closed)\.(?:py|sh)\b|\bset -\w*e\w*|\bpipefail\b|\bmerge-base --is-ancestor\b"
    r"|\bwhen: manual\b|^environment:|^permissions: \{\}|persist-credentials: false"
)
"""What fails a run, asks a person, or keeps a credential from the code of a change."""
_PASSES = re.compile(
    r"continue-on-error: true|allow_failure: true|\|\| ?(?:true\b|:(?=$|\s|[\"']))|--exit-zero\b|--no-verify\b|--skip-preview\b"
    r"|^(?:- )?if: (?:false|\$\{\{ false \}\})|\bwhen: never\b|\bset \+\w*e|--(?:deselect|ignore)[= ]\S+"
    r"|\bpull_request_target\b|permissions: write-all"
)
"""What lets pass what fails, leaves a step out, or gives the code of a change the rights of the pipeline."""
_HOOK = re.compile(r"(?:- )?id: (\S+)")
"""A hook of pre-commit by its name."""


def fewer_checks(files: Sequence[ChangedFile]) -> Iterator[FileChange]:
    """The files that check less than they did. What goes from one of them to another is lost nowhere."""
    sides = [(file, _checks(file, file.old), _checks(file, file.new)) for file in files]
    lost = _sum(old for _, old, _ in sides) - _sum(new for _, _, new in sides)
    for file, old, new in sides:
        names = (old - new).keys() & lost.keys()
        if file.old is not None:
            names |= (_passes(file.new) - _passes(file.old)).keys()
        if names:
            yield FileChange(file.path, "fewer-checks", Verdict.DANGEROUS, ", ".join(sorted(names)))


def _sum(counted: Iterator[Counter[str]]) -> Counter[str]:
    return sum(counted, Counter[str]())


def _checks(file: ChangedFile, text: str | None) -> Counter[str]:
    """What a file checks, and how often; whom it asks, where it lists the owners of paths."""
    lines, name = rows(text or ""), PurePosixPath(file.path).name
    if name == "CODEOWNERS":
        return Counter(lines)
    hooks = _HOOK if name == ".pre-commit-config.yaml" else _CHECK
    return Counter(found for line in lines for found in hooks.findall(line))


def _passes(text: str | None) -> Counter[str]:
    return Counter(found for line in rows(text or "") for found in _PASSES.findall(line))
