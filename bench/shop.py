"""Our bot inside the measuring process, with people made through the actions, and the echo bot likewise."""

import asyncio
import gc
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from actions.arrive import arrive
from actions.invite_staff import pick_staff
from actions.join import (
    ADVERTISING,
    PERSONAL_DATA,
    Consent,
    give_consent,
    share_phone,
    tell_birthday,
    tell_name,
)
from actions.new_member import MESSENGER
from actions.open_sale import open_sale
from actions.price_sale import price_sale
from actions.recognise import Speaker, recognise
from actions.shop import Shop
from actions.show_card import show_card
from bench.stage import Stage, settings
from bench.telegram import Json, tap
from loyalty.receipts import Line
from loyalty.refusals import Refused
from loyalty.views import SaleView

OWNER = 1
FIRST_MEMBER = 1000
FIRST_CASHIER = 100


@asynccontextmanager
async def our_bot(stage: Stage, folder: Path) -> AsyncIterator[Shop]:
    """The real App, as `python -m bot run` builds it; updates are being taken inside the block."""
    gc.disable()
    from bot.app import build
    from bot.config import load_settings

    gc.freeze()
    gc.enable()
    app = build(load_settings(None, **settings(folder, stage.url)))
    await app.start()
    try:
        yield app.shop
    finally:
        await app.stop()


@asynccontextmanager
async def echo_bot(stage: Stage) -> AsyncIterator[None]:
    """The echo bot, polling inside the block."""
    from bench.echo_bot import dispatcher, main

    async with asyncio.TaskGroup() as group:
        group.create_task(main(stage.url))
        yield
        await dispatcher.stop_polling()


async def members(shop: Shop, people: int) -> list[str]:
    """So many people who have joined, from the Telegram id FIRST_MEMBER on; their card numbers."""
    numbers = []
    for number in range(people):
        name = f"Участник {number}"
        arrival = await arrive(shop, str(FIRST_MEMBER + number), "ru", name, "")
        member_id = arrival.speaker.member_id
        for kind in (PERSONAL_DATA, ADVERTISING):
            await give_consent(shop, member_id, Consent(kind, given=True, text_version="1", language="ru"))
        await tell_name(shop, member_id, name)
        await share_phone(shop, member_id, phone_of(number))
        await tell_birthday(shop, member_id, None)
        card = await show_card(shop, member_id)
        assert not isinstance(card, Refused)
        numbers.append(card.number)
    return numbers


def phone_of(number: int) -> str:
    """The phone of this member; all are different."""
    return f"+7900{number:07}"


async def cashiers(shop: Shop, count: int) -> list[Speaker]:
    """So many cashiers, picked by the owner."""
    owner = await speaker(shop, OWNER)
    hired = []
    for person in range(FIRST_CASHIER, FIRST_CASHIER + count):
        await pick_staff(shop, owner.member_id, str(person))
        await arrive(shop, str(person), "ru", f"Кассир {person}", "")
        hired.append(await speaker(shop, person))
    return hired


async def previews(shop: Shop, till: list[Speaker], cards: list[str], count: int) -> list[Json]:
    """Scan and amount done for so many sales; the taps that confirm them."""
    taps = []
    for number in range(count):
        who = till[number % len(till)]
        opened = await open_sale(shop, who.member_id, who.account_id, number=cards[number % len(cards)])
        assert isinstance(opened, SaleView)
        amount = [Line(10_000 + 100 * number)]
        priced = await price_sale(shop, who.member_id, opened.draft_id, amount)
        assert isinstance(priced, SaleView)
        data = f"sale.ok:{priced.draft_id}:{priced.revision}"
        taps.append(tap(int(who.external_id), data, message_id=1000 + number, query_id=str(number)))
    return taps


async def speaker(shop: Shop, person: int) -> Speaker:
    """Who this Telegram id is to the shop."""
    found, _ = await recognise(shop, MESSENGER, str(person))
    assert found is not None
    return found


def open_with_members(stage: Stage, folder: Path, people: int) -> None:
    """Make a shop with members in this folder and close it."""

    async def opened() -> None:
        async with our_bot(stage, folder) as shop:
            await members(shop, people)

    asyncio.run(opened())


async def seconds_of(telegram: Stage, events: Sequence[Json], methods: tuple[str, ...]) -> float:
    """Let the events in at once; how long until as many calls of these methods had come."""
    began = await asyncio.to_thread(telegram.put, events)
    return await asyncio.to_thread(telegram.wait, len(events), methods) - began
