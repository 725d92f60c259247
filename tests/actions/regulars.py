"""People with a past for the tests of automations: when they joined, were born, what they bought."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from actions import statistics
from actions.automations import WANTED
from actions.join import ADVERTISING
from actions.list_automations import add_draft
from actions.run_automations import run_automations
from actions.set_automation import switch_on
from actions.shop import Shop
from loyalty.automation_views import AutomationView
from loyalty.birthdays import Birthday
from loyalty.bonuses import birthday_key
from loyalty.campaigns import Content, RecipientState
from loyalty.messages import Preferences
from storage import campaigns, people, preferences, recipients
from storage.database import Connection
from storage.recipients import Recipient
from storage.schema import purchases
from storage.schema import recipients as recipients_table
from storage.values import insert_row, packed
from tests.actions.people import Cast


def at(day: str, hour: int = 12, zone: str = "Europe/Moscow") -> datetime:
    """An hour of a day by some clock."""
    return datetime.combine(date.fromisoformat(day), time(hour), ZoneInfo(zone)).astimezone(UTC)


@dataclass
class Regulars:
    """A shop with people who are put into its books as they are told."""

    cast: Cast
    numbers: Any = field(default_factory=lambda: count(1000))

    @property
    def shop(self) -> Shop:
        """The shop itself."""
        return self.cast.shop

    async def running(self, kind: str, segment: str = "", control_bp: int = 0, **settings: int | str) -> int:
        """An automation as the owner sets it up and switches it on at this moment; its id."""
        now, owner = self.shop.now(), self.cast.owner.member_id

        def add(tx: Connection) -> int:
            campaign_id = add_draft(tx, kind, "", owner, [Content(0, "", "Здравствуйте!")], now)
            draft = campaigns.find(tx, campaign_id)
            assert draft is not None
            changed = replace(draft, settings=settings, segment=segment, control_bp=control_bp)
            campaigns.keep(tx, changed)
            return campaign_id

        campaign_id = await self.shop.db.write(add)
        view = await switch_on(self.shop, owner, campaign_id)
        assert isinstance(view, AutomationView), view
        return campaign_id

    async def member(
        self,
        name: str = "Анна",
        joined: str = "2024-01-10",
        born: tuple[int, int] | None = None,
        told: str = "",
        zone: str = "",
        agreed: bool = True,
    ) -> int:
        """Somebody with a card and a reachable account."""
        vault, number = self.shop.vault, next(self.numbers)
        values: dict[str, Any] = {"name": name, "joined_at": at(joined)}
        if born is not None:
            index = vault.index("birthday", birthday_key(Birthday(*born)))
            values |= {"birthday_index": index, "birthday": b"?", "birthday_at": at(told or joined)}

        def add(tx: Connection) -> int:
            joined_at = at(joined)
            member_id = people.add_member(tx, f"{number:08d}", f"t{number}", "joined", "", None, joined_at)
            people.add_account(tx, member_id, "telegram", str(number), "ru", name, joined_at)
            people.change_member(tx, member_id, **values)
            people.add_consent(tx, member_id, ADVERTISING, agreed, "1", "ru", joined_at)
            if zone:
                preferences.keep(tx, member_id, Preferences(time_zone=zone))
            return member_id

        return await self.shop.db.write(add)

    async def bought(self, member_id: int, *days: str, category: str = "", minor: int = 500_00) -> list[int]:
        """Purchases at noon of these days; their ids."""
        trace = packed({"lines": [{"category": category}] if category else []})

        def add(tx: Connection) -> list[int]:
            ids = []
            for day in days:
                row = {
                    "store_id": 1,
                    "member_id": member_id,
                    "cashier_id": member_id,
                    "amount_minor": minor,
                    "money_minor": minor,
                    "earned_points": 0,
                    "receipt": "",
                    "business_day": date.fromisoformat(day),
                    "rule_version": 1,
                    "trace": trace,
                    "at": at(day),
                }
                ids.append(insert_row(tx, purchases.insert(), row))
            statistics.recompute(tx, member_id)
            return ids

        return await self.shop.db.write(add)

    async def undone(self, purchase_id: int, member_id: int) -> None:
        """That purchase never happened."""
        now = self.cast.clock.now()

        def change(tx: Connection) -> None:
            tx.execute(update(purchases).where(purchases.c.id == purchase_id).values(undone_at=now))
            statistics.recompute(tx, member_id)

        await self.shop.db.write(change)

    async def planned(self, campaign_id: int) -> list[Recipient]:
        """Its recipients by member and occasion, after it has looked."""
        await run_automations(self.shop)
        return await self.all(campaign_id)

    async def occasions(self, campaign_id: int) -> list[tuple[int, str]]:
        """(member, occasion) of those who wait, after it has looked."""
        waiting = RecipientState.WAITING
        return [(r.member_id, r.occasion) for r in await self.planned(campaign_id) if r.state is waiting]

    async def all(self, campaign_id: int) -> list[Recipient]:
        """Its recipients by member and occasion."""

        def read(tx: Connection) -> list[Recipient]:
            mine = recipients_table.c.campaign_id == campaign_id
            ids = tx.scalars(select(recipients_table.c.id).where(mine)).all()
            found = [recipients.find(tx, one) for one in ids]
            return sorted((one for one in found if one), key=lambda one: (one.member_id, one.occasion))

        return await self.shop.db.read(read)

    async def wanted(self, recipient: Recipient) -> str:
        """What is said of his message when it is about to go."""
        kind_of = await self.shop.db.read(lambda tx: _kind(tx, recipient.campaign_id))
        now = self.cast.clock.now()
        return await self.shop.db.read(lambda tx: WANTED[kind_of](tx, recipient, now))

    def go_to(self, day: str, hour: int = 12, zone: str = "Europe/Moscow") -> None:
        """It is then now."""
        self.cast.clock.moment = at(day, hour, zone)


def _kind(tx: Connection, campaign_id: int) -> str:
    found = campaigns.find(tx, campaign_id)
    assert found is not None
    return found.kind
