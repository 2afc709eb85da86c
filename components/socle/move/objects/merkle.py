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

    def copy(self) -> "Tree":
        found = Tree()
        found._nodes, found.leaves = list(self._nodes), self.leaves
        return found

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
        self.tree(prefix_of(key)).add(leaf(key, sha256, aspects))

    def tree(self, prefix: str) -> Tree:
        found = self.trees.get(prefix)
        if found is None:
            found = self.trees[prefix] = Tree()
        return found

    def by_prefix(self) -> dict[str, bytes]:
        return {prefix: tree.root() for prefix, tree in sorted(self.trees.items()) if tree.leaves}

    def whole(self) -> bytes:
        """One root over those of the prefixes."""
        tree = Tree()
        for prefix, root in self.by_prefix().items():
            tree.add(struct.pack(">I", len(prefix.encode())) + prefix.encode() + root)
        return tree.root()


def prefix_of(key: str) -> str:
    """The first part of a key; empty where it has one alone."""
    first, slash, _ = key.partition("/")
    return first + slash if slash else ""


class Both:
    """The roots of two sides. As long as they are the same below a prefix its tree is built once."""

    def __init__(self) -> None:
        self.source, self._apart = Roots(), Roots()

    def same(self, key: str, sha256: bytes | None, aspects: bytes | None) -> None:
        """Add an object that both sides have alike."""
        self.source.add(key, sha256, aspects)
        if prefix_of(key) in self._apart.trees:
            self._apart.add(key, sha256, aspects)

    def differ(self, key: str, source: bytes | None, target: bytes | None) -> None:
        """Add an object that they have differently, by the leaves of it; nothing of a side that does not have it."""
        prefix = prefix_of(key)
        if prefix not in self._apart.trees:
            self._apart.trees[prefix] = self.source.tree(prefix).copy()
        for roots, found in ((self.source, source), (self._apart, target)):
            if found is not None:
                roots.tree(prefix).add(found)

    @property
    def target(self) -> Roots:
        """Without the trees of prefixes below which it has nothing."""
        trees = {**self.source.trees, **self._apart.trees}
        return Roots({prefix: tree for prefix, tree in trees.items() if tree.leaves})


def keyed(root: bytes, key: bytes) -> str:
    """A root for a ledger: nobody without the wave's key can tell from it what an object is."""
    return hmac.new(key, root, hashlib.sha256).hexdigest()
