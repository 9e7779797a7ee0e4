"""The pages: what officials, leaders, respondents, auditors and the public work with.

A page asks commands and reads of the engine, as the interface does (`api.asking`), and shows what
they answer; no rule is decided here. `areas/` has one module for each part of the office, with its
templates in `templates/` under the same name; `frontend/` is what browsers load.
"""
