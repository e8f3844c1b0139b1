"""Where template tags run: a small part of Jinja, with no way out and bounds on loops, output and time.

Word templates come from anywhere. What a tag may do is listed here; everything else is refused when the template is
read. Loops and macros count their steps, output counts its characters, arithmetic is for small numbers.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from jinja2 import ChainableUndefined, Template, nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from qbrgen.renderers.fields import Field, RowField

MOST_STEPS = 300_000
MOST_CHARACTERS = 40 << 20
MOST_SECONDS = 8.0
_LARGEST_NUMBER = 10**15
_LONGEST_TEXT = 1 << 20
_TICK = "qbrgen_tick"
# What our own templates use, and what a person who edits one in Word may need.
_FILTERS = ("abs", "capitalize", "count", "d", "default", "e", "escape", "first", "float", "int", "join", "last",
            "length", "list", "lower", "rejectattr", "reverse", "round", "selectattr", "sum", "title", "trim",
            "unique", "upper")  # fmt: skip
_TESTS = ("equalto", "defined", "undefined", "none", "string", "number", "sequence", "iterable", "even", "odd",
          "divisibleby", "eq", "ne", "lt", "le", "gt", "ge", "in", "==", "!=", "<", "<=", ">", ">=", "true", "false",
          "boolean", "integer", "float", "mapping", "sameas")  # fmt: skip
_STRING_METHODS = ("upper", "lower", "title", "capitalize", "strip", "startswith", "endswith")
_NODES = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If, nodes.Macro, nodes.Assign, nodes.Name,
    nodes.Const, nodes.Tuple, nodes.List, nodes.CondExpr, nodes.Filter, nodes.Test, nodes.Call, nodes.Getitem,
    nodes.Getattr, nodes.Slice, nodes.Concat, nodes.Compare, nodes.Operand, nodes.Mul, nodes.Div, nodes.FloorDiv,
    nodes.Add, nodes.Sub, nodes.Mod, nodes.Neg, nodes.Pos, nodes.Not, nodes.And, nodes.Or, nodes.Keyword,
    nodes.Break, nodes.Continue,
)  # fmt: skip
_SHOWN = (str, int, float, Field, ChainableUndefined)


class Absent(ChainableUndefined):
    """A field that this story does not have: empty, false, no items; calling it gives the same."""

    __slots__ = ()

    def __call__(self, *_: object, **__: object) -> Absent:  # type: ignore[override]
        """Nothing again, so that `{{ missing.picture.height(6) }}` is empty too."""
        return self


@dataclass(slots=True)
class Budget:
    """What one filling may still use."""

    steps: int = MOST_STEPS
    characters: int = MOST_CHARACTERS
    until: float = field(default_factory=lambda: time.monotonic() + MOST_SECONDS)

    def step(self) -> None:
        """One turn of a loop or one call; raises SecurityError when there have been too many."""
        self.steps -= 1
        if self.steps < 0 or (self.steps % 256 == 0 and time.monotonic() > self.until):
            raise SecurityError("it goes on for longer than any document needs; check its loops")

    def spend(self, characters: int) -> None:
        """Text that was put out; raises SecurityError when it is too much."""
        self.characters -= characters
        if self.characters < 0:
            raise SecurityError("it puts out more than any document holds; check its loops")


_BUDGET: ContextVar[Budget] = ContextVar("budget")


class Sandbox(ImmutableSandboxedEnvironment):
    """The environment of template tags."""

    intercepted_binops = frozenset(("+", "-", "*", "/", "//", "%"))

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=Absent, finalize=_shown)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in _FILTERS}
        self.filters["join"] = _joined
        self.tests = {name: self.tests[name] for name in _TESTS}

    def compiled(self, source: str) -> Template:
        """The template; raises TemplateSyntaxError, SecurityError for what templates may not do."""
        tree = self.parse(source)
        for node in _walk(tree):
            _refuse(node)
        for node in [each for each in _walk(tree) if isinstance(each, nodes.For | nodes.Macro)]:
            tick = nodes.Call(nodes.Name(_TICK, "load"), [], [], None, None)
            node.body.insert(0, nodes.Output([tick]))
        for node in list(_walk(tree)):
            node.set_environment(self)
            if node.lineno is None:
                node.lineno = 1
        code = self.compile(tree)
        return Template.from_code(self, code, {_TICK: _tick})

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Fields' own names, a loop's counters, and a few methods of texts."""
        del value
        if attr.startswith("_"):
            return False
        if isinstance(obj, str):
            return attr in _STRING_METHODS
        return isinstance(obj, Field | RowField | LoopContext | ChainableUndefined)

    def unsafe_undefined(self, obj: Any, attribute: str) -> Any:
        """Refused aloud: what a template reaches for beyond its fields is no field that happens to be missing."""
        raise SecurityError(f"'{attribute}' of a {type(obj).__name__} is not for templates")

    def is_safe_callable(self, obj: Any) -> bool:
        """Macros, and what fields and texts offer; never a class or a function of Python."""
        if isinstance(obj, Macro | Absent) or obj is _tick:
            return True
        owner = getattr(obj, "__self__", None)
        return isinstance(owner, Field | str | LoopContext) and not isinstance(owner, type)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Arithmetic on numbers of a sensible size, and `+` of two texts."""
        both_text = isinstance(left, str) and isinstance(right, str)
        if operator == "+" and both_text and len(left) + len(right) <= _LONGEST_TEXT:
            return super().call_binop(context, operator, left, right)
        for each in (left, right):
            if isinstance(each, ChainableUndefined):
                return ""
            if not isinstance(each, int | float) or abs(each) > _LARGEST_NUMBER:
                raise SecurityError(f"'{operator}' is for two numbers of a sensible size")
        return super().call_binop(context, operator, left, right)


def filling(template: Template, fields: Mapping[str, object]) -> Iterable[str]:
    """The pieces of the filled template, within a budget of its own."""
    budget = Budget()
    token = _BUDGET.set(budget)
    try:
        for piece in template.generate(dict(fields)):
            budget.spend(len(piece))
            yield piece
    except RecursionError:
        raise SecurityError("a macro calls itself without end") from None
    finally:
        _BUDGET.reset(token)


def _tick() -> str:
    _BUDGET.get().step()
    return ""


def _shown(value: object) -> object:
    """What is not there is empty, never the word None; lists and other things of Python are not text."""
    if value is None:
        return ""
    if not isinstance(value, _SHOWN):
        raise SecurityError("it shows a list or a function as text; name one field of it, or loop over it")
    budget = _BUDGET.get(None)
    if budget is not None and isinstance(value, str):
        budget.spend(len(value))
    return value


def _joined(value: Iterable[object], between: str = "", attribute: str = "") -> Markup:
    """The items' texts with `between` between them."""
    pieces: list[str] = []
    for item in value:
        _BUDGET.get().step()
        shown = _shown(getattr(item, attribute) if attribute in ("text", "words", "title") else item)
        pieces.append(str(Markup.escape(str(shown))))
        _BUDGET.get().spend(len(pieces[-1]) + len(between))
    return Markup(Markup.escape(between)).join(Markup(piece) for piece in pieces)  # noqa: S704  (each was escaped)


def _walk(node: nodes.Node) -> Iterable[nodes.Node]:
    yield node
    for child in node.iter_child_nodes():
        yield from _walk(child)


def _refuse(node: nodes.Node) -> None:
    kind = type(node).__name__
    if not isinstance(node, _NODES):
        raise SecurityError(f"line {node.lineno}: '{_TAGS.get(kind, kind.lower())}' is not for templates")
    if isinstance(node, nodes.For) and node.recursive:
        raise SecurityError(f"line {node.lineno}: a loop may not call itself")
    listed = isinstance(node, nodes.List) or (isinstance(node, nodes.Tuple) and node.ctx == "load")
    if listed and not all(isinstance(each, nodes.Const) for each in node.iter_child_nodes()):
        raise SecurityError(f"line {node.lineno}: a list may hold fixed words only")
    if isinstance(node, nodes.Concat):
        # Text put together doubles with each line; two texts side by side in a document do the same.
        raise SecurityError(f"line {node.lineno}: '~' is not for templates; write the fields side by side")
    if isinstance(node, nodes.Call) and (node.dyn_args or node.dyn_kwargs):
        raise SecurityError(f"line {node.lineno}: '*' in a call is not for templates")


_TAGS: Mapping[str, str] = {
    "AssignBlock": "set ... endset", "Include": "include", "Import": "import", "FromImport": "from ... import",
    "Extends": "extends", "Block": "block", "FilterBlock": "filter", "CallBlock": "call", "Dict": "{...}",
    "Pow": "**", "With": "with", "NSRef": "namespace",
}  # fmt: skip
