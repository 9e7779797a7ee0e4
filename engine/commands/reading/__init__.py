"""What people and programs read of the engine: nothing here changes a case.

What is read of a case or of a person is itself recorded, so these reads need a unit of work that
is committed. A refusal to see a case says what is said of a case that does not exist.
"""
