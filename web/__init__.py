"""The HTTP doors: scanner page, till API, health and metrics."""
