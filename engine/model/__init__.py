"""Pure values and arithmetic that are true of any case: no I/O, no clock, no engine."""
