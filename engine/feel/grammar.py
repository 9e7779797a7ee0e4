"""The grammar of FEEL (DMN 1.5, clause 10.3.1.2) for lark's LALR(1) tables.

The terminals come from ``engine.feel.lexer``, which decides what one token of lookahead cannot:
where a name with spaces ends, and whether a bracket opens a list, a filter or a range. Rules
that end in ``expression`` (if, for, function…) reach as far right as possible: lark resolves
that conflict by shifting, which is what the standard means.
"""

from __future__ import annotations

GRAMMAR = r"""
%declare NUMBER STRING AT TRUE FALSE NULL NAME DECLARED KEY ARGUMENT TYPE
%declare IF THEN ELSE FOR RETURN SOME EVERY SATISFIES IN BETWEEN AND OR INSTANCE_OF FUNCTION NOT
%declare COMPARE PLUS MINUS STAR SLASH POWER DOTS DOT COMMA COLON ARROW
%declare LPAR RPAR LSQB RSQB LBRACE RBRACE RANGE_OPEN RANGE_CLOSE FILTER CALL LESS GREATER

?whole: expression
?whole_tests: tests
           | NOT LPAR tests RPAR       -> negated_tests

tests: test (COMMA test)*
?test: expression | op_test
op_test: COMPARE additive

?expression: any_of
?any_of: all_of (OR all_of)*
?all_of: comparison (AND comparison)*
?comparison: additive
           | comparison COMPARE additive               -> compare
           | comparison BETWEEN additive AND additive  -> between
           | comparison IN additive                    -> inside
           | comparison IN op_test                     -> inside
           | comparison IN LPAR many_tests RPAR        -> inside_tests
           | comparison INSTANCE_OF type               -> instance_of
many_tests: test (COMMA test)+                        -> tests
?additive: multiplicative ((PLUS | MINUS) multiplicative)*
?multiplicative: power
               | power ((STAR | SLASH) power)+         -> additive
?power: unary
      | unary (POWER unary)+                           -> additive
?unary: MINUS unary                                    -> negate
      | postfix
?postfix: primary
        | postfix DOT NAME                             -> path
        | postfix FILTER expression RSQB               -> filter
        | postfix CALL RPAR                            -> call
        | postfix CALL positional RPAR                 -> call
        | postfix CALL named RPAR                      -> call_named
positional: expression (COMMA expression)*
named: ARGUMENT COLON expression (COMMA ARGUMENT COLON expression)*
?primary: NUMBER                                       -> number
        | STRING                                       -> string
        | AT                                           -> at_literal
        | TRUE                                         -> true
        | FALSE                                        -> false
        | NULL                                         -> null
        | NAME                                         -> name
        | LPAR expression RPAR                         -> group
        | LPAR op_test RPAR                            -> group
        | LSQB RSQB                                    -> list
        | LSQB list_items RSQB                         -> list
        | (LPAR | LSQB | RANGE_OPEN) expression DOTS expression (RPAR | RSQB | RANGE_CLOSE) -> range
        | LBRACE RBRACE                                -> context
        | LBRACE entry (COMMA entry)* RBRACE           -> context
        | IF expression THEN expression ELSE expression     -> if_then_else
        | FOR iterations RETURN expression             -> for_return
        | SOME iterations SATISFIES expression         -> some
        | EVERY iterations SATISFIES expression        -> every
        | FUNCTION CALL RPAR expression                -> define
        | FUNCTION CALL parameters RPAR expression     -> define
list_items: test (COMMA test)*
entry: KEY COLON expression
iterations: iteration (COMMA iteration)*
iteration: DECLARED IN expression
         | DECLARED IN expression DOTS expression
parameters: parameter (COMMA parameter)*
parameter: DECLARED | DECLARED COLON type
type: TYPE
    | TYPE LESS type (COMMA type)* GREATER             -> generic_type
    | TYPE LESS field (COMMA field)* GREATER           -> context_type
    | TYPE LESS GREATER ARROW type                     -> generic_type
    | TYPE LESS type (COMMA type)* GREATER ARROW type  -> generic_type
field: KEY COLON type
"""

OPERAND = frozenset(
    {
        "NUMBER",
        "STRING",
        "AT",
        "TRUE",
        "FALSE",
        "NULL",
        "NAME",
        "LPAR",
        "LSQB",
        "RANGE_OPEN",
        "LBRACE",
        "IF",
        "FOR",
        "SOME",
        "EVERY",
        "FUNCTION",
        "MINUS",
    }
)
"""Terminals with which a value begins; an error says "a value" instead of listing them."""

SHOWN: dict[str, tuple[str, str]] = {
    "NAME": ("名称", "a name"),
    "DECLARED": ("变量名", "a variable name"),
    "KEY": ("键", "a key"),
    "ARGUMENT": ("参数名", "a parameter name"),
    "TYPE": ("类型", "a type"),
    "COMPARE": ("比较符", "a comparison"),
    "INSTANCE_OF": ("instance of", "instance of"),
    "$END": ("结束", "the end"),
} | {
    terminal: (f"“{symbol}”", f"'{symbol}'")
    for terminal, symbol in {
        "PLUS": "+",
        "MINUS": "-",
        "STAR": "*",
        "SLASH": "/",
        "POWER": "**",
        "DOTS": "..",
        "DOT": ".",
        "COMMA": ",",
        "COLON": ":",
        "ARROW": "->",
        "LPAR": "(",
        "RPAR": ")",
        "LSQB": "[",
        "RSQB": "]",
        "LBRACE": "{",
        "RBRACE": "}",
        "RANGE_OPEN": "]",
        "RANGE_CLOSE": "[",
        "FILTER": "[",
        "CALL": "(",
        "LESS": "<",
        "GREATER": ">",
    }.items()
}
"""Terminals as people see them; every other one is its own keyword in lower case."""
