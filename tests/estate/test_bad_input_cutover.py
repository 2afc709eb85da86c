"""Cut-overs written wrongly: each part broken once, each with its line, its consequence and its remedy.

Proves nothing about what a wave has reached: that follows from signed records.
"""

from pathlib import Path

import pytest

from .cut_over import COLLECTOR_KEY, CUTOVER, LEGACY, OPERATIONS_KEY, QUALITY_KEY, write_cutover
from .edited_case import Case, assert_refused, case
from .written import edited, problems_of

_DATASETS = "cutover.waves.studies.datasets"
_CATALOGUE = "cutover.waves.catalogue.datasets"
_RAW = "        container: lake.raw\n"
_EXPORTS = "      exports: {container: lake.exports, bucket: results}\n"
_AUDIT = "      audit: {container: archive.audit, bucket: logs}\n"
_TABLE = "      catalogue: {database: main.catalogue, into: {instance: catalogue, database: catalogue}, reverse: replicate}\n"
_VAULT = "      session-key: {vault: keys, secrets: [portal]}\n"
_IMAGES = "      images: {other: images, registry: images}\n"
_DECISION = "        decision: {reference: DEC-2026-7, decided_by: Direction, decided_on: 2026-10-01, valid_until: 2027-12-31}\n"
_JOB = "      nightly: {owner: data team, last_run: 2026-11-29, next_run: 2026-12-01, reason: copies the catalogue to the portal}\n"
_FEED = (
    "      insurance: {sender: Caisse nationale, contact: flux@caisse.example, reason: the monthly extract over SFTP}\n"
)
_BETWEEN = "two waves would give its authority to two"
_NO_STORE = "stay behind with its data"


def _line(old: str, new: str) -> tuple[str, str]:
    return old, f"{new.rstrip()} # <-\n"


def _left(text: str) -> tuple[str, str]:
    return (
        "approvers:\n",
        f"left_out:\n  old: {{{text}, owner: data team, reason: nobody reads it, until: 2027-06-30}} # <-\napprovers:\n",
    )


def _stays(**changes: str) -> tuple[str, str]:
    """A derogation for the lake, changed."""
    first = {
        "store": "storage_accounts.lake", "authority": "Autorite", "reference": "D-2026-1", "decided_on": "2026-04-13",
        "ends_on": "2027-06-30", "reason": "it stays until its wave has moved",
    }  # fmt: skip
    text = ", ".join(f"{key}: {value}" for key, value in {**first, **changes}.items())
    return "approvers:\n", f"derogations:\n  one: {{{text}}} # <-\napprovers:\n"


SEALED_AND_MOVERS = [
    case("a sealed place that is a secret key of the platform", ("approvers:\n", "sealed:\n  azure: 3f1e9c7a-1111-4111-8111-111111111111 # <-\napprovers:\n"),
         key="cutover.sealed.azure", said=("looks like the credential itself", "in the kit", "write the place")),
    case("a sealed place that is a password", ("approvers:\n", "sealed:\n  azure: password=Hunter2 # <-\napprovers:\n"),
         key="cutover.sealed.azure", said=("looks like the credential itself", "in every checkout", "end the credential")),
    case("a sealed place that is a key among words", ("approvers:\n", "sealed:\n  azure: the key is Q29ycmVjdEhvcnNl9 # <-\napprovers:\n"),
         key="cutover.sealed.azure", said=("looks like the credential itself", "in every checkout", "end the credential")),
    case("a mover that is named twice", ("movers: [55555555-5555-4555-8555-555555555509]\n", "movers: [app-1, app-1] # <-\n"),
         key="cutover.movers.1", said=("app-1 is named twice", "moves nothing any more", "leave one")),
    case("a key that was cut short", (f"key: {OPERATIONS_KEY}", f"key: {OPERATIONS_KEY[:-8]} # <-"), key="cutover.approvers.operations.key",
         said=("text that is no SSH public key", "no signature could be verified", "copy the line")),
]  # fmt: skip
"""Where credentials lie, who moves, and whole keys."""

SOURCES = [
    case("a derogation of what is not there", _stays(store="storage_accounts.lakes"),
         key="cutover.derogations.one.store", said=("no storage_accounts.lakes", "covers nothing", "did you mean storage_accounts.lake?")),
    case("a derogation that the owner gives itself", _stays(authority="agence publique"),
         key="cutover.derogations.one.authority", said=("gives itself the derogation", "cannot waive a law", "known non-conformity")),
    case("a derogation that the owner gives itself in another spelling", _stays(authority="AGENCE-Publique "),
         key="cutover.derogations.one.authority", said=("gives itself the derogation", "cannot waive a law", "name the authority that decided")),
    case("a derogation that an office of the owner's gives", _stays(authority="data team"),
         key="cutover.derogations.one.authority", said=("gives itself", "cannot waive a law", "name the authority")),
    case("a derogation that nobody gives", _stays(authority="not known"),
         key="cutover.derogations.one.authority", said=("not known is no authority", "nobody has decided", "name the authority")),
    case("a derogation without an end in sight", _stays(ends_on="9999-12-31"),
         key="cutover.derogations.one.ends_on", said=("days", "no derogation", "within three years")),
    case("a derogation that ends before it is decided", _stays(ends_on="2026-04-12"),
         key="cutover.derogations.one.ends_on", said=("ends on 2026-04-12", "never hold", "later ends_on")),
    case("a container that is not there", _line(_EXPORTS, _EXPORTS.replace("lake.exports", "lake.export")),
         key=f"{_DATASETS}.exports.container", said=("no container lake.export", "look for it in vain", "did you mean lake.exports?"), also=1),
    case("a database that is not there", _line(_TABLE, _TABLE.replace("main.catalogue", "main.catalog")),
         key=f"{_CATALOGUE}.catalogue.database", said=("no database main.catalog", "in vain", "did you mean main.catalogue?"), also=2),
    case("a vault that is not there", _line(_VAULT, _VAULT.replace("vault: keys", "vault: key")),
         key=f"{_CATALOGUE}.session-key.vault", said=("no vault key", "in vain", "did you mean keys?")),
    case("an entry that is not there", _line(_IMAGES, _IMAGES.replace("other: images", "other: image")),
         key=f"{_CATALOGUE}.images.other", said=("no entry image", "in vain", "did you mean images?")),
    case("no source", _line(_EXPORTS, "      exports: {bucket: results}\n"),
         key=f"{_DATASETS}.exports", said=("no source for one dataset", "unclear what is copied", "exactly one of container")),
    case("two sources", _line(_EXPORTS, "      exports: {container: lake.exports, other: images, bucket: results}\n"),
         key=f"{_DATASETS}.exports", said=("container and other", "unclear what is copied", "exactly one of container")),
    case("a source that is no name", _line(_EXPORTS, _EXPORTS.replace("lake.exports", "Lake/Exports")),
         key=f"{_DATASETS}.exports.container", said=("", "", "")),
    case("a source outside of its account", _line(_EXPORTS, _EXPORTS.replace("lake.exports", "lake")),
         key=f"{_DATASETS}.exports.container", said=("lake", "in vain", ""), also=2),
]  # fmt: skip
TARGETS = [
    case("no target", _line(_EXPORTS, "      exports: {container: lake.exports}\n"),
         key=f"{_DATASETS}.exports", said=("no target for one dataset", "copied nowhere", "exactly one of bucket")),
    case("two targets", _line(_EXPORTS, _EXPORTS.replace("bucket: results", "bucket: results, registry: images")),
         key=f"{_DATASETS}.exports", said=("bucket and registry", "one ages", "exactly one of bucket"), also=1),
    case("a container into a registry", _line(_EXPORTS, _EXPORTS.replace("bucket: results", "registry: images")),
         key=f"{_DATASETS}.exports.registry", said=("container goes to registry", "no mover", "bucket"), also=1),
    case("a database into a bucket", _line(_TABLE, "      catalogue: {database: main.catalogue, bucket: logs}\n"),
         key=f"{_CATALOGUE}.catalogue.bucket", said=("database goes to bucket", "no mover", "into"), also=1),
    case("a vault into a bucket", _line(_VAULT, "      session-key: {vault: keys, bucket: logs}\n"),
         key=f"{_CATALOGUE}.session-key.bucket", said=("vault goes to bucket", "no mover", "secrets"), also=1),
    case("a bucket that is not there", _line(_EXPORTS, _EXPORTS.replace("bucket: results", "bucket: result")),
         key=f"{_DATASETS}.exports.bucket", said=("no bucket result", "copied nowhere", "did you mean results?")),
    case("an instance that is not there", _line(_TABLE, _TABLE.replace("instance: catalogue", "instance: catalog")),
         key=f"{_CATALOGUE}.catalogue.into.instance", said=("no database catalog on the platform", "copied nowhere", "catalogue?")),
    case("a database that is not inside", _line(_TABLE, _TABLE.replace("database: catalogue}", "database: catalog}")),
         key=f"{_CATALOGUE}.catalogue.into.database", said=("no database catalog in catalogue", "copied nowhere", "catalogue, notes")),
    case("a secret that is not there", _line(_VAULT, _VAULT.replace("[portal]", "[portail]")),
         key=f"{_CATALOGUE}.session-key.secrets.0", said=("no secret portail", "copied nowhere", "did you mean portal?")),
    case("a registry that is not there", _line(_IMAGES, _IMAGES.replace("registry: images", "registry: image")),
         key=f"{_CATALOGUE}.images.registry", said=("no registry image", "copied nowhere", "did you mean images?")),
    case("a machine that is not there", _line(_IMAGES, _IMAGES.replace("registry: images", "machine: relay")),
         key=f"{_CATALOGUE}.images.machine", said=("no machine relay", "copied nowhere", "")),
    case("a target of a lesser class", _line(_EXPORTS, _EXPORTS.replace("lake.exports", "lake.raw")), (_RAW, "        container: lake.exports\n"),
         ("bucket: results}", "bucket: logs}"), key=f"{_DATASETS}.exports", said=("class health and its target of class internal", "less than its class", "health or stricter"), also=2),
    case("an unknown class of source", (_EXPORTS, _EXPORTS.rstrip() + " # <-\n"), key=f"{_DATASETS}.exports",
         said=("nobody has said what", "where it may not be", "data_class in legacy.yaml")),
]  # fmt: skip
ONE_WAVE = [
    case("a store in no wave", ("waves:\n", "waves: # <-\n"), (_AUDIT, ""), key="cutover.waves",
         said=("storage_accounts.archive.audit of the legacy estate is in no wave", _NO_STORE, "left_out")),
    case("a database in no wave", ("waves:\n", "waves: # <-\n"), (_TABLE, ""), key="cutover.waves",
         said=("databases.main.catalogue", _NO_STORE, "left_out")),
    case("a store in two datasets", _line(_EXPORTS, _EXPORTS.replace("exports:", "again:").replace("lake.exports", "lake.raw")),
         key=f"{_DATASETS}.again", said=("moved as studies.raw and as studies.again", _BETWEEN, "keep one"), also=1),
    case("a store in two waves", (_IMAGES, "      audit: {container: archive.audit, bucket: results}\n"), _line(_AUDIT, _AUDIT),
         key=f"{_DATASETS}.audit", said=("moved as catalogue.audit and as studies.audit", _BETWEEN, "keep one"), also=9),
    case("an account in two waves", (_EXPORTS, ""), (_IMAGES, "      exports: {container: lake.exports, bucket: results}\n"), ("      raw:\n", "      raw: # <-\n"),
         key=f"{_DATASETS}.raw", said=("shares storage_accounts.lake with exports of the wave catalogue", "close the other", "as a whole"), also=1),
    case("a bucket of two waves", (_IMAGES, "      images: {other: images, bucket: studies}\n"), ("      raw:\n", "      raw: # <-\n"),
         key=f"{_DATASETS}.raw", said=("goes to buckets.studies, as does images", "before its authority", "a target of its own")),
    case("a name in no wave", ("waves:\n", "waves: # <-\n"), ("    services: [catalogue]\n", ""), key="cutover.waves",
         said=("the name catalogue of the bridge is in no wave", "lead to Azure for ever", "services of a wave")),
    case("a name in two waves", ("    archives:\n", "    services: [catalogue] # <-\n    archives:\n"),
         key="cutover.waves.studies.services.0", said=("moves with catalogue and with studies", "still on Azure", "keep it in one")),
    case("a name that is not there", _line("    services: [catalogue]\n", "    services: [catalogue, catalog]\n"),
         key="cutover.waves.catalogue.services.1", said=("no service catalog", "never move", "did you mean catalogue?")),
    case("left out and moved", _left("entry: storage_accounts.lake.raw"), key="cutover.left_out.old",
         said=("storage_accounts.lake.raw is left out and moves", "may be deleted", "remove one")),
    case("left out as a whole and moved in part", _left("entry: storage_accounts.lake"), key="cutover.left_out.old",
         said=("storage_accounts.lake is left out and moves", "may be deleted", "remove one")),
    case("a name left out and moved", _left("service: catalogue"), key="cutover.left_out.old",
         said=("catalogue is left out and moves", "may be deleted", "remove one")),
    case("left out and not there", _left("entry: storage_accounts.attic"), key="cutover.left_out.old.entry",
         said=("no storage_accounts.attic", "still in no wave", "correct its name")),
    case("left out: nothing", ("approvers:\n", "left_out:\n  old: {owner: data team, reason: nobody reads it, until: 2027-06-30} # <-\napprovers:\n"),
         key="cutover.left_out.old", said=("neither a store nor a name, or both", "what stays behind", "exactly one"), also=1),
    case("left out: store and name", _left("entry: storage_accounts.attic, service: catalogue"), key="cutover.left_out.old",
         said=("neither a store nor a name, or both", "what stays behind", "exactly one"), also=1),
    case("left out without a date", ("approvers:\n", "left_out:\n  old: {entry: storage_accounts.attic, owner: data team, reason: nobody reads it} # <-\napprovers:\n"),
         key="cutover.left_out.old.until", said=("", "", "")),
    case("left out without an owner", ("approvers:\n", "left_out:\n  old: {entry: storage_accounts.attic, until: 2027-01-01, reason: nobody reads it} # <-\napprovers:\n"),
         key="cutover.left_out.old.owner", said=("", "", "")),
]  # fmt: skip
RETURN = [
    case("health data goes back without a decision", (_DECISION, ""), _line("        bucket: studies\n        reverse: replicate\n", "        bucket: studies\n        reverse: replicate\n"),
         key=f"{_DATASETS}.raw.reverse", said=("may hold health data", "foreign law", "legal decision")),
    case("a decision that ends before the switch", _line(_DECISION, _DECISION.replace("2027-12-31", "2027-02-28")),
         key=f"{_DATASETS}.raw.decision.valid_until", said=("ends on 2027-02-28, before the switch on 2027-03-01", "no way back without loss", "restore-only")),
    case("a decision that ends before it was taken", _line(_DECISION, _DECISION.replace("2027-12-31", "2026-09-30")),
         key=f"{_DATASETS}.raw.decision.valid_until", said=("was taken on 2026-10-01", "never hold", "later valid_until"), also=1),
    case("a decision without a day", _line(_DECISION, _DECISION.replace("decided_on: 2026-10-01, ", "")),
         key=f"{_DATASETS}.raw.decision.decided_on", said=("", "", "")),
    case("a way back of another kind", _line(_EXPORTS, _EXPORTS.replace("bucket: results", "bucket: results, reverse: both")),
         key=f"{_DATASETS}.exports.reverse", said=("both", "", "replicate")),
]  # fmt: skip
DATES = [
    case("gone before the switch", _line("    leave_by: 2027-10-01\n", "    leave_by: 2027-02-01\n"),
         key="cutover.waves.studies.leave_by", said=("and switches on 2027-03-01", "before it is used", "later leave_by"), also=1),
    case("gone while it is immutable", _line("    leave_by: 2027-10-01\n", "    leave_by: 2027-09-29\n"),
         key="cutover.waves.studies.leave_by", said=("immutability holds storage_accounts.archive until 2027-09-30", "would fail", "2027-09-30 or later")),
    case("gone while keys cannot be purged", _line("    switch_by: 2027-02-01\n", "    switch_by: 2027-02-01\n    leave_by: 2027-05-01\n"),
         key="cutover.waves.catalogue.leave_by", said=("purge protection holds vaults.keys until 2027-05-02", "would fail", "2027-05-02 or later")),
    case("an authorisation that ends before the switch", _line("      authorisation: {day: 2027-12-21, reason: the authorisation that names the old host}\n", "      authorisation: {day: 2026-12-21, reason: the authorisation that names the old host}\n"),
         key="cutover.waves.studies.deadlines.authorisation.day", said=("ends on 2026-12-21, before the switch", "without what allows it", "prolonged")),
    case("a job that runs before it ran", _line(_JOB, _JOB.replace("2026-12-01", "2026-11-29")),
         key="cutover.waves.catalogue.jobs.nightly.next_run", said=("runs next on 2026-11-29", "whether it still runs", "later next_run")),
    case("a day that is none", _line("    switch_by: 2027-02-01\n", "    switch_by: soon\n"), key="cutover.waves.catalogue.switch_by", said=("soon", "", "")),
]  # fmt: skip
COLLECTORS = [
    case("a collector with the key of a person", _line(f"    key: {COLLECTOR_KEY}\n", f"    key: {QUALITY_KEY}\n"),
         key="cutover.collectors.pipeline.key", said=("quality and pipeline have the same key", "whose signature", "key of each")),
    case("a collector whose key ends before it begins", _line("    valid_until: 2027-10-27\n", "    valid_until: 2026-10-27\n"),
         key="cutover.collectors.pipeline.valid_until", said=("ends on 2026-10-27 and begins on 2026-11-02", "ever count", "later valid_until")),
    case("a collector with a key that is not verified", _line(f"    key: {COLLECTOR_KEY}\n", "    key: ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQ\n"),
         key="cutover.collectors.pipeline.key", said=("a key of type ssh-rsa", "could not be verified", "ssh-ed25519")),
    case("a collector with text in place of a key", _line(f"    key: {COLLECTOR_KEY}\n", "    key: ssh-ed25519 AAAA\n"),
         key="cutover.collectors.pipeline.key", said=("no SSH public key", "could be verified", "without its comment")),
    case("a collector that may sign nothing", _line("    levels: [deployed, declared]\n", "    levels: []\n"),
         key="cutover.collectors.pipeline.levels", said=("", "", "")),
    case("a collector of a level that is none", _line("    levels: [deployed, declared]\n", "    levels: [deployed, believed]\n"),
         key="cutover.collectors.pipeline.levels.1", said=("believed", "", "declared, deployed, observed")),
    case("a collector without a day", _line("    valid_until: 2027-10-27\n", "    valid_till: 2027-10-27\n"),
         key="cutover.collectors.pipeline.valid_till", said=("", "", "valid_until"), also=1),
    case("a number in the file", _line("    valid_until: 2027-10-31\n", "    valid_until: 2027-10-31\n    call: +33 1 23 45 67 89\n"),
         key="cutover.approvers.operations.call", said=("a telephone number", "every checkout", "on-call sheet, line 2")),
]  # fmt: skip
PEOPLE = [
    case("nobody of quality", ("approvers:\n", "approvers: # <-\n"), ("    role: quality\n    subject: 66666666-6666-4666-8666-666666666602\n", "    role: data-protection\n    subject: 66666666-6666-4666-8666-666666666602\n"),
         key="cutover.approvers", said=("nobody signs in the role quality", "ever open", "role quality"), also=1),
    case("nobody of operations", ("approvers:\n", "approvers: # <-\n"), ("    role: operations\n", "    role: data-protection\n"),
         key="cutover.approvers", said=("nobody signs in the role operations", "ever open", "role operations")),
    case("one person in two roles", _line("    subject: 66666666-6666-4666-8666-666666666602\n", "    subject: 66666666-6666-4666-8666-666666666601\n"),
         key="cutover.approvers.quality.subject", said=("one person in the roles operations and quality", "sign for both", "somebody else")),
    case("one key of two people", _line(f"    key: {QUALITY_KEY}\n", f"    key: {OPERATIONS_KEY}\n"),
         key="cutover.approvers.quality.key", said=("have the same key", "whose signature", "key of each")),
    case("a key that ends before it begins", _line("    valid_until: 2027-10-30\n", "    valid_until: 2026-10-30\n"),
         key="cutover.approvers.quality.valid_until", said=("begins on 2026-11-01", "three in the morning", "later valid_until")),
    case("a key of a type that is not verified", _line(f"    key: {QUALITY_KEY}\n", "    key: ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQ\n"),
         key="cutover.approvers.quality.key", said=("a key of type ssh-rsa", "could not be verified", "ssh-ed25519")),
    case("a key of another type than it says", _line(f"    key: {QUALITY_KEY}\n", f"    key: ecdsa-sha2-nistp256 {QUALITY_KEY.split()[1]}\n"),
         key="cutover.approvers.quality.key", said=("no SSH public key", "could be verified", "without its comment")),
    case("a key that is cut", _line(f"    key: {QUALITY_KEY}\n", "    key: ssh-ed25519 AAAA\n"),
         key="cutover.approvers.quality.key", said=("no SSH public key", "could be verified", ".pub file")),
    case("a key that is no base64", _line(f"    key: {QUALITY_KEY}\n", "    key: ssh-ed25519 AAAAC\n"),
         key="cutover.approvers.quality.key", said=("no SSH public key", "could be verified", ".pub file")),
    case("a key with its comment", _line(f"    key: {QUALITY_KEY}\n", f"    key: {QUALITY_KEY} someone@host\n"),
         key="cutover.approvers.quality.key", said=("", "", "")),
    case("a private key", _line(f"    key: {QUALITY_KEY}\n", '    key: "-----BEGIN OPENSSH PRIVATE KEY-----"\n'), key="", said=("", "", ""), also=3),
    case("a person by name", _line("    subject: 66666666-6666-4666-8666-666666666602\n", "    subject: jeanne\n"),
         key="cutover.approvers.quality.subject", said=("jeanne", "", "")),
    case("a role that signs nothing", _line("    role: operations\n", "    role: manager\n"), key="cutover.approvers.operations.role", said=("manager", "", "")),
    case("a deputy of nobody", _line("    deputy_for: quality\n", "    deputy_for: qualite\n"),
         key="cutover.approvers.deputy.deputy_for", said=("no approver qualite", "stand for nobody", "did you mean quality?")),
    case("a deputy of another role", _line("    deputy_for: quality\n", "    deputy_for: operations\n"),
         key="cutover.approvers.deputy.deputy_for", said=("cannot stand for operations", "adds nobody", "role quality")),
    case("a deputy of itself", _line("    deputy_for: quality\n", "    deputy_for: deputy\n"),
         key="cutover.approvers.deputy.deputy_for", said=("cannot stand for deputy", "adds nobody", "stands for itself")),
    case("a deputy who is the same person", ("    subject: 66666666-6666-4666-8666-666666666603\n", "    subject: 66666666-6666-4666-8666-666666666602\n"), _line("    deputy_for: quality\n", "    deputy_for: quality\n"),
         key="cutover.approvers.deputy.deputy_for", said=("cannot stand for quality", "adds nobody", "another person")),
]  # fmt: skip
VALUES = [
    case("no phase of the machine", _line("    desired: frozen\n", "    desired: switching\n"), key="cutover.waves.catalogue.desired", said=("switching", "", "switched")),
    case("a state beside the phases", _line("    desired: frozen\n", "    desired: falling-back\n"), key="cutover.waves.catalogue.desired", said=("falling-back", "", "")),
    case("an unknown key", _line("    desired: frozen\n", "    desire: frozen\n"), key="cutover.waves.catalogue.desire", said=("desire", "", "desired")),
    case("no dataset", ("    datasets:\n" + _TABLE + _VAULT + _IMAGES, "    datasets: {} # <-\n"), key="cutover.waves.catalogue.datasets", said=("", "", ""), also=2),
    case("no reason", _line("    reason: the catalogue goes first, since nobody is treated by it\n", "    reason: first\n"), key="cutover.waves.catalogue.reason", said=("", "", "")),
    case("a fence that stands too short", _line("    thresholds: {unused_days: 21}\n", "    thresholds: {fence_minutes: 5}\n"), key="cutover.waves.studies.thresholds.fence_minutes", said=("5", "", "10")),
    case("a dark period of a day", _line("    thresholds: {unused_days: 21}\n", "    thresholds: {dark_days: 1}\n"), key="cutover.waves.studies.thresholds.dark_days", said=("1", "", "7")),
    case("a threshold without a unit", _line("    thresholds: {unused_days: 21}\n", "    thresholds: {unused: 21}\n"), key="cutover.waves.studies.thresholds.unused", said=("unused", "", "unused_days")),
    case("a number as text", _line("    thresholds: {unused_days: 21}\n", "    thresholds: {unused_days: three}\n"), key="cutover.waves.studies.thresholds.unused_days", said=("three", "", "")),
    case("a feed without a contact", _line(_FEED, _FEED.replace("contact: flux@caisse.example, ", "")), key="cutover.waves.studies.feeds.insurance.contact", said=("", "", "")),
    case("a contact that is no mailbox", _line(_FEED, _FEED.replace("flux@caisse.example", "the office")), key="cutover.waves.studies.feeds.insurance.contact", said=("the office", "", "a mailbox")),
    case("an archive of no workspace", _line("      audit: {workspace: audit, keep_until: 2036-12-31}\n", "      audit: {workspace: audits, keep_until: 2036-12-31}\n"), key="cutover.waves.studies.archives.audit.workspace", said=("no log workspace audits", "go with Azure", "did you mean audit?")),
    case("nobody for data protection", ("approvers:\n", "approvers: # <-\n"), ("    role: data-protection\n", "    role: operations\n"),
         key="cutover.approvers", said=("nobody signs in the role data-protection", "ever open", "role data-protection")),
    case("one approver", ("    deputy_for: quality\n", ""), key="", said=("", "", "")),
]  # fmt: skip
CASES = [*SOURCES, *TARGETS, *ONE_WAVE, *RETURN, *DATES, *COLLECTORS, *PEOPLE, *SEALED_AND_MOVERS, *VALUES]


def test_the_sound_cut_over_is_accepted(tmp_path: Path) -> None:
    assert problems_of(write_cutover(tmp_path, CUTOVER)) == []


@pytest.mark.parametrize("bad", [each for each in CASES if each.key], ids=lambda each: each.id)
def test_a_cut_over_that_is_written_wrongly_is_refused(tmp_path: Path, bad: Case) -> None:
    text = edited(*bad.edits, text=CUTOVER)
    legacy = (
        LEGACY.replace("exports: {data_class: internal}", "exports: {}")
        if bad.id.startswith("an unknown") and "class" in bad.id
        else LEGACY
    )
    assert_refused(bad, text, problems_of(write_cutover(tmp_path, text, legacy)))
