"""What to try next on the page, from what the three phones have seen so far."""

from sandbox.demo import Cast
from sandbox.telegram import Telegram


def next_hint(telegram: Telegram, cast: Cast) -> str:
    """The key of a line the page words: join, card, scan, amount, confirm, done."""
    customer = telegram.chat(cast.customer)
    if not any(bubble.photo for bubble in customer if bubble.from_bot):
        return "join" if not any("/card" in bubble.text for bubble in customer) else "card"
    said = [bubble.text for bubble in telegram.chat(cast.cashier) if not bubble.from_bot]
    scans = [n for n, text in enumerate(said) if text.startswith("/start c-")]
    if not scans:
        return "scan"
    if not any(char.isdigit() for text in said[scans[-1] + 1 :] for char in text):
        return "done" if tapped(telegram, cast) else "amount"
    return "done" if tapped(telegram, cast) else "confirm"


def tapped(telegram: Telegram, cast: Cast) -> bool:
    """Whether the cashier has pressed a button under a sale."""
    return any(query.person == cast.cashier.id for query in telegram.state.queries.values())
