"""The rooms of the owner, which nobody else finds, and the door through which a chosen person begins."""

from aiogram import Router

from handlers.filters import Works
from handlers.owner import admin, program, staff, verify


def router() -> Router:
    """Open to owners only, asked anew for every message and tap; the begin of work to whoever was chosen."""
    house = Router(name="staff")
    staff.register_begin(house)
    house.include_router(_owners())
    return house


def _owners() -> Router:
    room = Router(name="owner")
    room.message.filter(Works("owner"))
    room.callback_query.filter(Works("owner"))
    for doors in (admin, program, staff, verify):
        doors.register(room)
    return room
