"""The executable models (diagrams, decision tables, scenarios) and the catalogue that finds them."""
