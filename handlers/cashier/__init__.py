"""The rooms of whoever stands at the till: a cashier, and the owner who does so too."""

from aiogram import Router

from handlers.cashier import sale
from handlers.filters import Works


def router() -> Router:
    """Open to staff only, asked anew for every message and tap."""
    room = Router(name="cashier")
    room.message.filter(Works())
    room.callback_query.filter(Works())
    sale.register(room)
    return room
