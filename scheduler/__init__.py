"""The clockwork: what happens without anybody asking, and when."""
