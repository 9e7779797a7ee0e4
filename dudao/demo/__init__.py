"""A place filled for showing: Yueyang's units, fictional people in every role, cases."""
