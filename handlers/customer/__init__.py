"""The customer's doors: joining, the card, the balance, the history, the settings."""
