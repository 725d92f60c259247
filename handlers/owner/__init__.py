"""The rooms of the owner, which nobody else finds, and the door through which a chosen person begins."""

from aiogram import Router

from handlers.filters import Works
from handlers.owner import (
    admin,
    cases,
    certificates,
    codes,
    friends,
    grants,
    member,
    offers,
    program,
    program_draft,
    program_lists,
    program_versions,
    rewards,
    staff,
    verify,
)


def router() -> Router:
    """Open to owners only, asked anew for every message and tap; the begin of work to whoever was chosen."""
    house = Router(name="staff")
    staff.register_begin(house)
    house.include_router(_owners())
    return house


def answers() -> Router:
    """What owners were asked about members: asked before the till, where a number would begin a sale."""
    room = Router(name="owner answers")
    room.message.filter(Works("owner"))
    codes.register_customer(room)
    member.register_answers(room)
    program.register_answers(room)
    grants.register_answers(room)
    return room


def _owners() -> Router:
    room = Router(name="owner")
    room.message.filter(Works("owner"))
    room.callback_query.filter(Works("owner"))
    for doors in (
        admin,
        cases,
        codes,
        certificates,
        rewards,
        program,
        staff,
        verify,
        member,
        offers,
        grants,
        friends,
        program_lists,
        program_draft,
        program_versions,
    ):
        doors.register(room)
    return room
