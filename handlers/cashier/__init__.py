"""The rooms of whoever stands at the till: a cashier, and the owner who does so too."""

from aiogram import Router

from handlers.cashier import certificates, enrol, photo, preview, refund, rewards, sale, shift, spend
from handlers.filters import Works


def router() -> Router:
    """Open to staff only, asked anew for every message and tap."""
    room = Router(name="cashier")
    room.message.filter(Works())
    room.callback_query.filter(Works())
    photo.register(room)
    shift.register(room)
    refund.register(room)
    sale.register_scans(room)
    enrol.register(room)
    spend.register(room)
    preview.register(room)
    rewards.register(room)
    sale.register(room)
    certificates.register(room)
    return room
