"""Rules as data: who is told what, when, and by which channels."""
