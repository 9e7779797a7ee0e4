"""The outcome ledger: entries with two times, periods and effects, looks, sheets."""
