"""Which sentences an expression of the source may be, followed as far as one file tells: through names, arguments and returns."""

import ast
from collections.abc import Iterable, Iterator
from itertools import product

Definition = ast.FunctionDef | ast.AsyncFunctionDef
FEW = 40
"""Ways to put one sentence together, at the most: more are no sentences but a search."""


class Source:
    """One file, with what each of its names may be."""

    def __init__(self, text: str) -> None:
        self.tree = ast.parse(text)
        self._within = {
            id(each): function
            for function in ast.walk(self.tree)
            if isinstance(function, Definition)
            for each in ast.walk(function)
        }
        self._assigned: dict[tuple[int, str], list[ast.expr]] = {}
        self._calls: dict[str, list[ast.Call]] = {}
        self._functions: dict[str, Definition] = {}
        for node in ast.walk(self.tree):
            match node:
                case ast.Assign(targets=targets, value=value):
                    for target in targets:
                        self._assign(target, value)
                case ast.AnnAssign(target=target, value=ast.expr() as value):
                    self._assign(target, value)
                case ast.NamedExpr(target=target, value=value):
                    self._assign(target, value)
                case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
                    self._calls.setdefault(name, []).append(node)
                case ast.FunctionDef() | ast.AsyncFunctionDef():
                    self._functions[node.name] = node
                case _:
                    pass

    def texts(self, node: ast.expr, seen: frozenset[int] = frozenset()) -> Iterator[str]:
        """The sentences that an expression may be, with the values left open that no text of this file is."""
        if id(node) in seen:
            return
        seen |= {id(node)}
        match node:
            case ast.Constant(value=str(text)):
                yield text
            case ast.JoinedStr(values=parts):
                yield "".join(self._part(each) for each in parts)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                ends = [list(self.texts(each, seen))[:FEW] or ["{}"] for each in (left, right)]
                yield from ("".join(each) for each in product(*ends))
            case _:
                for each in self._instead_of(node):
                    yield from self.texts(each, seen)

    def _part(self, part: ast.expr) -> str:
        """A part of a sentence: words, also those of a constant of the file, or a value that is left open."""
        match part:
            case ast.Constant(value=words):
                return str(words)
            case ast.FormattedValue(value=ast.Name(id=name)) if (0, name) in self._assigned:
                words = next(self.texts(self._assigned[0, name][0]), "")
                return words if " " in words else "{}"
            case _:
                return "{}"

    def _instead_of(self, node: ast.expr) -> Iterable[ast.expr]:
        """The expressions of which an expression is one."""
        match node:
            case ast.IfExp(body=one, orelse=other):
                return one, other
            case ast.BoolOp(values=values):
                return values
            case ast.Call(func=ast.Attribute(value=said, attr="format" | "strip" | "rstrip" | "removesuffix")):
                return (said,)
            case ast.Call(func=ast.Name(id=name)) if name in self._functions:
                return self._returned(self._functions[name])
            case ast.Name(id=name):
                return self._values(node, name)
            case _:
                return ()

    def _returned(self, function: Definition) -> Iterator[ast.expr]:
        for each in ast.walk(function):
            if isinstance(each, ast.Return) and each.value is not None and self._within[id(each)] is function:
                yield each.value

    def _values(self, node: ast.expr, name: str) -> Iterator[ast.expr]:
        function = self._within.get(id(node))
        if function is not None:
            yield from self._assigned.get((id(function), name), ())
            yield from self._given(function, name)
        yield from self._assigned.get((0, name), ())

    def _given(self, function: Definition, name: str) -> Iterator[ast.expr]:
        """What the calls of this file give for a parameter, and its default."""
        positional = [each.arg for each in (*function.args.posonlyargs, *function.args.args)]
        named = [each.arg for each in function.args.kwonlyargs]
        if name not in (*positional, *named):
            return
        with_default = positional[len(positional) - len(function.args.defaults) :]
        yield from (d for n, d in zip(with_default, function.args.defaults, strict=True) if n == name)
        yield from (d for n, d in zip(named, function.args.kw_defaults, strict=True) if n == name and d is not None)
        at = [each for each in positional if each not in {"self", "cls"}].index(name) if name in positional else None
        for call in self._calls.get(function.name, ()):
            yield from (each.value for each in call.keywords if each.arg == name)
            if (
                at is not None
                and at < len(call.args)
                and not any(isinstance(a, ast.Starred) for a in call.args[: at + 1])
            ):
                yield call.args[at]

    def _assign(self, target: ast.expr, value: ast.expr) -> None:
        within = self._within.get(id(target))
        match target, value:
            case ast.Name(id=name), _:
                self._assigned.setdefault((id(within) if within else 0, name), []).append(value)
            case ast.Tuple(elts=targets), ast.Tuple(elts=values) if len(targets) == len(values):
                for one, other in zip(targets, values, strict=True):
                    self._assign(one, other)
            case ast.Tuple(), ast.IfExp(body=one, orelse=other):
                self._assign(target, one)
                self._assign(target, other)
            case _:
                pass
