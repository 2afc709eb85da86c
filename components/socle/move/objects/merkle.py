"""Roots of what a side has: a tree for each first part of the keys, and one over them, so that one object can be proven of a signed root.

As in RFC 6962, leaves and inner nodes are hashed apart, and the tree of n leaves splits at the largest power of two below n.
"""

import hashlib
import hmac
import struct
from dataclasses import dataclass, field

UNKNOWN = b"\x00" * 32
"""In place of a digest that nobody has: two roots with one in them are equal, so they alone prove nothing."""


class Tree:
    """The root of leaves that come in order; it keeps one node for each level."""

    def __init__(self) -> None:
        self._nodes: list[tuple[int, bytes]] = []
        self.leaves = 0

    def add(self, leaf: bytes) -> None:
        """Add the next leaf by its content."""
        size, node = 1, hashlib.sha256(b"\x00" + leaf).digest()
        while self._nodes and self._nodes[-1][0] == size:
            node = _inner(self._nodes.pop()[1], node)
            size *= 2
        self._nodes.append((size, node))
        self.leaves += 1

    def root(self) -> bytes:
        """Of what came so far; of nothing, the digest of nothing."""
        if not self._nodes:
            return hashlib.sha256().digest()
        root = self._nodes[-1][1]
        for _, node in reversed(self._nodes[:-1]):
            root = _inner(node, root)
        return root


def _inner(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def leaf(key: str, sha256: bytes | None, aspects: bytes | None) -> bytes:
    """What is known of one object, without a doubt where its key ends."""
    name = key.encode()
    return struct.pack(">I", len(name)) + name + (sha256 or UNKNOWN) + (aspects or UNKNOWN)


@dataclass
class Roots:
    """The trees of one side, by the first part of the keys. Objects come in the order of their keys."""

    trees: dict[str, Tree] = field(default_factory=dict[str, Tree])

    def add(self, key: str, sha256: bytes | None, aspects: bytes | None) -> None:
        """Add the next object."""
        prefix = key.partition("/")[0] + "/" if "/" in key else ""
        self.trees.setdefault(prefix, Tree()).add(leaf(key, sha256, aspects))

    def by_prefix(self) -> dict[str, bytes]:
        return {prefix: tree.root() for prefix, tree in sorted(self.trees.items())}

    def whole(self) -> bytes:
        """One root over those of the prefixes."""
        tree = Tree()
        for prefix, root in self.by_prefix().items():
            tree.add(struct.pack(">I", len(prefix.encode())) + prefix.encode() + root)
        return tree.root()


def keyed(root: bytes, key: bytes) -> str:
    """A root for a ledger: nobody without the wave's key can tell from it what an object is."""
    return hmac.new(key, root, hashlib.sha256).hexdigest()
