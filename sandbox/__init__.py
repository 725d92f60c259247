"""The rehearsal stage: a stateful Telegram over HTTP, a page with three phones, a demo shop."""
