"""What comes back: reports that a mail did not arrive, matched to the delivery that it was."""
