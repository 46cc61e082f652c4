"""Measurements that users and developers can repeat: `make bench` writes `benchmarks/results/*.json`."""
