"""What an action of the host amounts to in four words: read, write, delete, manage. What is none of a bucket's stays as it is."""

import re
from collections.abc import Iterable

from socle.messages import Said, Text

_S3 = "s3:"
_MANAGES = re.compile(
    r"s3:(\*|(Put|Delete)Bucket.*|Put(Lifecycle|Encryption)Configuration|Bypass.*|.*Acl)", re.IGNORECASE
)
_VERBS = (
    ("read", re.compile(r"s3:(Get|List|Head)", re.IGNORECASE)),
    ("delete", re.compile(r"s3:Delete", re.IGNORECASE)),
    ("write", re.compile(r"s3:(Put|Abort|Restore|Upload|Copy)", re.IGNORECASE)),
)


def verb_of(action: Text) -> Text:
    """The word for one action; anything else, and what is bound to a condition, keeps its own."""
    if isinstance(action, Said):
        inner = dict(action.values).get("action")
        if action.key != "right.if" or inner is None or isinstance(inner, int):
            return action
        return Said(
            action.key,
            tuple((k, verb_of(v) if k == "action" and not isinstance(v, int) else v) for k, v in action.values),
        )
    if not action.lower().startswith(_S3):
        return action
    if _MANAGES.fullmatch(action):
        return Said("verb.manage")
    return next((Said(f"verb.{word}") for word, form in _VERBS if form.match(action)), action)


def verbs(actions: Iterable[Text]) -> list[Text]:
    """The words for some actions, each once."""
    return list(dict.fromkeys(map(verb_of, actions)))
