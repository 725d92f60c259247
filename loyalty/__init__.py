"""The rulebook: frozen dataclasses and plain functions; no I/O, no clock, no awaits."""
