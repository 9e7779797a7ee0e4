"""Is this installation in order? Each check answers with one sentence."""
