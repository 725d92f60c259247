"""A shop on a real file with a clock moved by hand, its owner, two cashiers and whoever joins."""

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from actions.answer_candidate import Answered, answer_candidate
from actions.arrive import Arrival, arrive
from actions.invite_staff import owner_link, staff_link
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
from actions.shop import Shop
from loyalty.cards import read_link
from loyalty.receipts import Line
from loyalty.refusals import Refused
from loyalty.views import SaleState, SaleView
from storage import people
from storage.database import Connection
from storage.schema import invitations, notices
from storage.values import unpacked
from tests.clockwork.stand import HandClock, Stand, opened


@dataclass(frozen=True)
class Actor:
    """A person as the actions know him."""

    external_id: str
    member_id: int
    account_id: int
    number: str
    card_token: str


@dataclass
class Cast:
    """The shop and its people; every role was given by the actions that give it."""

    stand: Stand
    clock: HandClock
    numbers: Iterator[int]
    owner: Actor
    lena: Actor
    boris: Actor

    @property
    def shop(self) -> Shop:
        return self.stand.shop

    async def start(self, external_id: str, name: str, payload: str = "") -> Arrival:
        """Open the bot, with a photo in the profile."""
        return await arrive(self.shop, external_id, "ru", name, payload, "photo")

    async def actor(self, external_id: str) -> Actor:
        """Whoever came with this account."""

        def read(tx: Connection) -> Actor:
            speaker = people.speaker(tx, MESSENGER, external_id)
            assert speaker is not None
            member = people.member(tx, speaker.member_id)
            return Actor(external_id, member.id, speaker.account_id, member.number, member.card_token)

        return await self.shop.db.read(read)

    async def stranger(self, name: str) -> Actor:
        """Somebody who opened the bot and went no further."""
        external_id = str(next(self.numbers))
        await self.start(external_id, name)
        return await self.actor(external_id)

    async def joined(self, name: str) -> Actor:
        """Somebody with a card."""
        someone = await self.stranger(name)
        await self.finish_joining(someone, name)
        return someone

    async def finish_joining(self, someone: Actor, name: str) -> None:
        """Answer every question of joining."""
        for kind in (PERSONAL_DATA, ADVERTISING):
            await give_consent(
                self.shop, someone.member_id, Consent(kind, given=True, text_version="1", language="ru")
            )
        await tell_name(self.shop, someone.member_id, name)
        await share_phone(self.shop, someone.member_id, "")
        await tell_birthday(self.shop, someone.member_id, None)

    async def cashier(self, name: str) -> Actor:
        """Somebody who came by the owner's link and was accepted."""
        external_id = str(next(self.numbers))
        await self.start(external_id, name, payload_of(await staff_link(self.shop, self.owner.member_id)))
        invitation = (await self.stand.rows(invitations))[-1]
        answered = await answer_candidate(self.shop, self.owner.member_id, invitation.id, accept=True)
        assert answered == Answered(name, accepted=True)
        return await self.actor(external_id)

    async def preview(self, cashier: Actor, member: Actor, amount_minor: int, receipt: str = "") -> SaleView:
        """A sale that only has to be confirmed."""
        opened_sale = await open_sale(
            self.shop, cashier.member_id, cashier.account_id, card_token=member.card_token
        )
        assert isinstance(opened_sale, SaleView)
        view = await price_sale(
            self.shop, cashier.member_id, opened_sale.draft_id, [Line(amount_minor)], receipt
        )
        assert isinstance(view, SaleView)
        assert view.state is SaleState.PREVIEW
        return view

    async def told(self, member: Actor) -> list[tuple[str, dict[str, Any]]]:
        """What a person was told, oldest first."""
        return [
            (row.kind, unpacked(row.data))
            for row in await self.stand.rows(notices)
            if row.member_id == member.member_id and row.kind != "commands"
        ]


def payload_of(link: str | Refused | None) -> str:
    """What a start link of this bot says."""
    assert isinstance(link, str)
    payload = read_link(link, "kopilka_bot")
    assert payload is not None
    return link.partition("start=")[2]


@asynccontextmanager
async def raised(path: Path, clock: HandClock) -> AsyncIterator[Cast]:
    """The shop in this new file with its people in place: hired once a run, and copied at the usual hour."""
    usual = clock.now() == HandClock().moment
    if usual and _KEPT:
        path.write_bytes(_KEPT[0].database)
    async with opened(path, clock) as stand:
        if usual and _KEPT:
            hired = _KEPT[0]
        else:
            hired = await _hired(Cast(stand, clock, count(100), NOBODY, NOBODY, NOBODY))
            if usual:
                _KEPT.append(hired)
        yield Cast(stand, clock, count(102), hired.owner, hired.lena, hired.boris)


@dataclass(frozen=True)
class _Hired:
    """A shop that was raised: its file, and who works there."""

    database: bytes
    owner: Actor
    lena: Actor
    boris: Actor


NOBODY = Actor("", 0, 0, "", "")
_KEPT: list[_Hired] = []


async def _hired(cast: Cast) -> _Hired:
    await cast.start("1", "Ольга", payload_of(await owner_link(cast.shop)))
    cast.owner = await cast.actor("1")
    lena, boris = await cast.cashier("Лена"), await cast.cashier("Борис")
    with closing(sqlite3.connect(cast.shop.db.path)) as connection:
        return _Hired(connection.serialize(), cast.owner, lena, boris)
