"""Other engines, measured in the same run; each lives in an environment of its own."""
