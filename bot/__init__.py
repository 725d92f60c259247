"""The electrician: settings, clock, wiring, start and stop order, the way in and the way out."""
