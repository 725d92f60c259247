"""The rooms of the owner, which nobody else finds, and the door through which a chosen person begins."""

from aiogram import Router

from handlers.filters import Works
from handlers.owner import (
    admin,
    alerts,
    automations,
    broadcast,
    broadcast_content,
    broadcast_sending,
    cases,
    certificates,
    codes,
    colleague,
    effect,
    freezing,
    friends,
    grants,
    importing,
    member,
    merge,
    offers,
    price_bands,
    program,
    program_draft,
    program_lists,
    program_versions,
    receipts,
    requests,
    rewards,
    segments,
    shifts,
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
    broadcast_content.register_answers(room)
    codes.register_customer(room)
    member.register_answers(room)
    requests.register_answers(room)
    merge.register_answers(room)
    program.register_answers(room)
    grants.register_answers(room)
    freezing.register_answers(room)
    stores.register_answers(room)
    webhooks.register_answers(room)
    tills.register_answers(room)
    watch.register_answers(room)
    automations.register_answers(room)
    segments.register_answers(room)
    price_bands.register_answers(room)
    house = Router(name="answers")
    house.include_routers(room, receipts.answers())
    return house


def _leaders() -> Router:
    """What managers do too; what is an owner's alone their actions refuse."""
    room = Router(name="leaders")
    room.message.filter(Works(*LEADERS))
    room.callback_query.filter(Works(*LEADERS))
    for doors in (admin, alerts, cases, requests, staff, shifts, member, grants):
        doors.register(room)
    return room


def _owners() -> Router:
    room = Router(name="owner")
    room.message.filter(Works("owner"))
    room.callback_query.filter(Works("owner"))
    for doors in (
        automations,
        broadcast,
        broadcast_content,
        broadcast_sending,
        codes,
        certificates,
        rewards,
        program,
        colleague,
        stores,
        verify,
        effect,
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
        segments,
        price_bands,
    ):
        doors.register(room)
    return room
