"""Cut the text of an expression into the terminals of ``engine.feel.grammar``.

The lexer knows two things that LALR(1) cannot see: whether an operand or an operator is due
(``prefix``), and which brackets are open. From these it tells ``[`` of a list from that of a
filter or the end of a range, and reads a name in one piece.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lark import Token

from engine.feel.errors import FeelLimitError
from engine.feel.names import WORD, KnownNames
from engine.feel.places import syntax_error
from engine.feel.types import GENERIC_TYPES, SPACED_TYPES

_SKIP = re.compile(r"(?:\s|//[^\n]*|/\*(?s:.*?)\*/)+")
_NUMBER = re.compile(r"(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_STRING = re.compile(r'@?"(?:[^"\\]|\\(?s:.))*"')
_OPERATOR = re.compile(r"\*\*|\.\.|<=|>=|!=|[-+*/=<>.,:()\[\]{}?]")
_SPACED = r"[^\W\d]\w*(?:[ \t\r\n]+\w+)*?"
_DECLARED = re.compile(rf"({_SPACED})\s+in(?!\w)")
_PARAMETER = re.compile(rf"({_SPACED})\s*(?=[,:)])")
_ARGUMENT = re.compile(rf"({_SPACED})\s*(?=:)")
_KEY = re.compile(r'([^\s:{}\[\](),"][^:{}\[\](),"]*?)\s*(?=:)')
_TYPE = re.compile("|".join([*(n.replace(" ", r"\s+") for n in SPACED_TYPES), r"\w+(?:\.\w+)*"]))
_INSTANCE_OF = re.compile(r"instance\s+of(?!\w)")
_NOT = re.compile(r"not\s*(?=\()")
_FUNCTION = re.compile(r"function\s*(?=\()")
_AFTER_RANGE = re.compile(
    r"$|[),\]}=<>!+*/]|(?:and|or|then|else|return|satisfies|in|between|instance)(?!\w)"
)

_CONSTANTS = {"true": "TRUE", "false": "FALSE", "null": "NULL"}
_OPENING = {"if": "IF", "for": "FOR", "some": "SOME", "every": "EVERY"}
_INFIX = {
    "then": "THEN",
    "else": "ELSE",
    "return": "RETURN",
    "satisfies": "SATISFIES",
    "in": "IN",
    "between": "BETWEEN",
    "and": "AND",
    "or": "OR",
}
_SYMBOLS = {
    "+": "PLUS",
    "-": "MINUS",
    "*": "STAR",
    "/": "SLASH",
    "**": "POWER",
    ".": "DOT",
    "..": "DOTS",
    ",": "COMMA",
    ":": "COLON",
    "{": "LBRACE",
    "}": "RBRACE",
    "(": "LPAR",
    ")": "RPAR",
    "[": "LSQB",
    "]": "RSQB",
}
_CLOSING = frozenset({"RPAR", "RSQB", "RBRACE", "RANGE_CLOSE"})


@dataclass(slots=True)
class _Bracket:
    """An open bracket: its terminal, whether ``..`` was seen in it, and what a comma starts."""

    kind: str
    dots: bool = False
    naming: str = ""


class Lexer:
    """Read one text once."""

    def __init__(self, text: str, known: KnownNames, *, max_depth: int) -> None:
        self._text = text
        self._known = known
        self._max_depth = max_depth
        self._at = 0
        self._prefix = True
        self._after_dot = False
        self._last = ""
        self._naming = ""  # what kind of name is due: DECLARED, KEY, ARGUMENT, PARAMETER
        self._open: list[_Bracket] = []
        self._iterating: list[int] = []  # depths at which a comma starts another iteration

    def tokens(self, *, negatable: bool = False) -> Iterator[Token]:
        """Yield the terminals; ``negatable`` texts are unary tests and may begin with not(…)."""
        self._skip()
        found = _NOT.match(self._text, self._at) if negatable else None
        if found and self._closes_at_end(found.end()):
            yield self._emit("NOT", found.end())
            self._prefix = True
        while self._skip():
            yield from self._next()

    def _closes_at_end(self, opening: int) -> bool:
        """Return whether the bracket at this place closes at the very end of the text."""
        depth = 0
        bare = _STRING.sub(lambda found: "_" * len(found.group()), self._text)
        for at in range(opening, len(bare)):
            depth += {"(": 1, ")": -1}.get(bare[at], 0)
            if depth == 0:
                return not bare[at + 1 :].strip()
        return False

    def _skip(self) -> bool:
        """Pass white space and comments; return whether anything is left."""
        if found := _SKIP.match(self._text, self._at):
            self._at = found.end()
        return self._at < len(self._text)

    def _emit(self, kind: str, end: int, value: str | None = None) -> Token:
        start, self._at = self._at, end
        self._last = kind
        self._after_dot = kind == "DOT"
        shown = self._text[start:end] if value is None else value
        return Token(kind, shown, start_pos=start, end_pos=end)

    def _next(self) -> Iterator[Token]:
        if self._naming and (token := self._read_naming()):
            yield token
            if token.type == "DECLARED" and self._open and self._open[-1].naming == "PARAMETER":
                yield from self._parameter_type()
        elif self._after_dot:
            yield self._read_name()
        elif self._prefix:
            yield self._read_operand()
        elif found := _INSTANCE_OF.match(self._text, self._at):
            yield self._emit("INSTANCE_OF", found.end())
            yield from self._read_type(0)
        else:
            yield self._read_operator()

    # ------------------------------------------------------------------------------ names

    def _read_naming(self) -> Token | None:
        """Read the name that a key, a parameter, an argument or an iteration begins with."""
        naming, self._naming = self._naming, ""
        if naming == "KEY" and self._text[self._at] == '"':
            return None  # a quoted key: _read_operand takes it
        pattern = {"DECLARED": _DECLARED, "KEY": _KEY, "PARAMETER": _PARAMETER}.get(naming)
        found = (pattern or _ARGUMENT).match(self._text, self._at)
        if found is None:
            return self._known_argument() if naming == "ARGUMENT" else None
        name = " ".join(found.group(1).split())
        self._prefix = False
        if naming != "ARGUMENT":
            self._known.add([name])
        kind = "DECLARED" if naming == "PARAMETER" else naming
        return self._emit(kind, found.end(1), name)

    def _known_argument(self) -> Token | None:
        found = self._known.match(self._text, self._at)
        if found is None or not re.match(r"\s*:", self._text[found[1] :]):
            return None
        self._prefix = False
        return self._emit("ARGUMENT", found[1], found[0])

    def _read_name(self) -> Token:
        self._prefix = False
        if known := self._known.match(self._text, self._at):
            return self._emit("NAME", known[1], known[0])
        if word := WORD.match(self._text, self._at):
            return self._emit("NAME", word.end())
        return self._read_symbol()

    # --------------------------------------------------------------------------- operands

    def _read_operand(self) -> Token:
        if token := self._read_literal():
            self._prefix = False
            return token
        if known := self._known.match(self._text, self._at):
            self._prefix = False
            return self._emit("NAME", known[1], known[0])
        if found := _FUNCTION.match(self._text, self._at):
            return self._emit("FUNCTION", found.end())
        if word := WORD.match(self._text, self._at):
            return self._read_word(word.group(), word.end())
        return self._read_symbol()

    def _read_literal(self) -> Token | None:
        if found := _STRING.match(self._text, self._at):
            kind = "AT" if self._text[self._at] == "@" else "STRING"
            if self._last in {"LBRACE", "COMMA"} and self._in_context():
                kind = "KEY"
                self._known.add([found.group()[1:-1]])
            return self._emit(kind, found.end())
        if found := _NUMBER.match(self._text, self._at):
            return self._emit("NUMBER", found.end())
        return None

    def _in_context(self) -> bool:
        return bool(self._open) and self._open[-1].kind == "LBRACE"

    def _read_word(self, word: str, end: int) -> Token:
        if kind := _OPENING.get(word):
            if kind != "IF":
                self._iterating.append(len(self._open))
                self._naming = "DECLARED"
            return self._emit(kind, end)
        if kind := _INFIX.get(word):
            return self._emit(kind, end)  # misplaced: the parser says what was expected
        self._prefix = False
        return self._emit(_CONSTANTS.get(word, "NAME"), end)

    # -------------------------------------------------------------------------- operators

    def _read_operator(self) -> Token:
        word = WORD.match(self._text, self._at)
        if word is None:
            return self._read_symbol()
        kind = _INFIX.get(word.group())
        if kind is None:
            return self._emit("NAME", word.end())  # two names in a row: the parser refuses
        if kind in {"RETURN", "SATISFIES"} and self._iterating:
            self._iterating.pop()
        self._prefix = True
        return self._emit(kind, word.end())

    def _read_symbol(self) -> Token:
        found = _OPERATOR.match(self._text, self._at)
        if found is None:
            raise syntax_error(self._text, self._at)
        symbol = found.group()
        if symbol == "?":
            self._prefix = False
            return self._emit("NAME", found.end())
        kind = _SYMBOLS.get(symbol, "COMPARE")
        if kind in {"LPAR", "LSQB", "RSQB", "LBRACE"}:
            kind = self._bracket(kind, found.end())
        self._follow(kind)
        return self._emit(kind, found.end())

    def _bracket(self, kind: str, end: int) -> str:
        """Return which of the brackets that look the same this one is."""
        if kind == "LPAR":
            return "CALL" if not self._prefix or self._last == "FUNCTION" else kind
        if kind == "RSQB":
            return "RANGE_OPEN" if self._prefix and self._last != "LSQB" else kind
        if kind == "LSQB" and not self._prefix:
            rest = _SKIP.sub("", self._text[end:], count=1) if _SKIP.match(self._text, end) else ""
            rest = rest or self._text[end:]
            ranging = bool(self._open) and self._open[-1].dots
            return "RANGE_CLOSE" if ranging and _AFTER_RANGE.match(rest) else "FILTER"
        return kind

    def _follow(self, kind: str) -> None:
        """Note what this terminal opens or closes, and what must come after it."""
        if kind in _CLOSING:
            closed = self._open.pop() if self._open else None
            self._prefix = closed is not None and closed.naming == "PARAMETER"
            return
        self._prefix = True
        if kind == "DOTS" and self._open:
            self._open[-1].dots = True
        elif kind == "COMMA":
            self._naming = self._after_comma()
        elif kind in {"LPAR", "CALL", "LSQB", "FILTER", "LBRACE", "RANGE_OPEN"}:
            self._push(kind)

    def _after_comma(self) -> str:
        if self._iterating and self._iterating[-1] == len(self._open):
            return "DECLARED"
        return self._open[-1].naming if self._open else ""

    def _push(self, kind: str) -> None:
        naming = {"LBRACE": "KEY", "CALL": "ARGUMENT"}.get(kind, "")
        if kind == "CALL" and self._last == "FUNCTION":
            naming = "PARAMETER"
        self._open.append(_Bracket(kind, naming=naming))
        self._naming = naming
        if len(self._open) > self._max_depth:
            raise FeelLimitError(
                f"括号嵌套超过上限（{self._max_depth}层）。",
                f"Brackets are nested more than {self._max_depth} deep.",
            )

    # ------------------------------------------------------------------------------ types

    def _parameter_type(self) -> Iterator[Token]:
        if self._skip() and self._text[self._at] == ":":
            yield self._emit("COLON", self._at + 1)
            yield from self._read_type(0)

    def _read_type(self, depth: int) -> Iterator[Token]:
        self._skip()
        self._prefix = False
        found = _TYPE.match(self._text, self._at)
        if found is None or depth > self._max_depth:
            raise syntax_error(self._text, self._at)
        name = " ".join(found.group().split())
        yield self._emit("TYPE", found.end(), name)
        if name in GENERIC_TYPES and self._peek("<"):
            yield self._emit("LESS", self._at + 1)
            yield from self._type_arguments(depth, name)
        if name == "function" and self._peek("->"):
            yield self._emit("ARROW", self._at + 2)
            yield from self._read_type(depth + 1)

    def _type_arguments(self, depth: int, owner: str) -> Iterator[Token]:
        while not self._peek(">"):
            if owner == "context":
                yield from self._field_name()
            yield from self._read_type(depth + 1)
            if self._peek(","):
                yield self._emit("COMMA", self._at + 1)
            elif not self._peek(">"):
                raise syntax_error(self._text, self._at)
        yield self._emit("GREATER", self._at + 1)

    def _field_name(self) -> Iterator[Token]:
        key = _KEY.match(self._text, self._at)
        if key is None:
            raise syntax_error(self._text, self._at)
        yield self._emit("KEY", key.end(1))
        self._skip()
        yield self._emit("COLON", self._at + 1)

    def _peek(self, symbol: str) -> bool:
        self._skip()
        return self._text.startswith(symbol, self._at)
