"""The rooms of the owner, which nobody else finds, and the door through which a chosen person begins."""

from aiogram import Router

from handlers.filters import Works
from handlers.owner import (
    admin,
    alerts,
    cases,
    certificates,
    codes,
    colleague,
    freezing,
    friends,
    grants,
    importing,
    member,
    merge,
    offers,
    program,
    program_draft,
    program_lists,
    program_versions,
    receipts,
    rewards,
    staff,
    stores,
    tills,
    verify,
    watch,
    webhooks,
)

LEADERS = ("owner", "manager")


def router() -> Router:
    """Open to owners only, asked anew for every message and tap; the begin of work to whoever was chosen."""
    house = Router(name="staff")
    staff.register_begin(house)
    house.include_routers(_leaders(), _owners(), receipts.router())
    return house


def answers() -> Router:
    """What owners and managers were asked: before the till, where a number would begin a sale."""
    room = Router(name="owner answers")
    room.message.filter(Works(*LEADERS))
    codes.register_customer(room)
    member.register_answers(room)
    merge.register_answers(room)
    program.register_answers(room)
    grants.register_answers(room)
    freezing.register_answers(room)
    stores.register_answers(room)
    webhooks.register_answers(room)
    tills.register_answers(room)
    watch.register_answers(room)
    house = Router(name="answers")
    house.include_routers(room, receipts.answers())
    return house


def _leaders() -> Router:
    """What managers do too; what is an owner's alone their actions refuse."""
    room = Router(name="leaders")
    room.message.filter(Works(*LEADERS))
    room.callback_query.filter(Works(*LEADERS))
    for doors in (admin, alerts, cases, staff, member, grants):
        doors.register(room)
    return room


def _owners() -> Router:
    room = Router(name="owner")
    room.message.filter(Works("owner"))
    room.callback_query.filter(Works("owner"))
    for doors in (
        codes,
        certificates,
        rewards,
        program,
        colleague,
        stores,
        verify,
        merge,
        freezing,
        offers,
        importing,
        friends,
        program_lists,
        program_draft,
        program_versions,
        webhooks,
        tills,
        watch,
    ):
        doors.register(room)
    return room
