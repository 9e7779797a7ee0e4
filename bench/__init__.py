"""Benchmarks, run by hand with `make bench`: each prints its figure beside the target."""
