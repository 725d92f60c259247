"""What is known about a member: shown to him in short, and put together for him to take along."""

from datetime import datetime

from actions.erase_member import costs
from actions.join import ADVERTISING
from actions.profile import SHOWN_DIGITS, birthday_of, phone_of
from actions.shop import Shop
from actions.show_history import whole_history
from loyalty.privacy import MyData, PrivacyView
from storage import people, privacy, search
from storage import shop as rows
from storage.database import Connection


async def show_privacy(shop: Shop, member_id: int) -> PrivacyView:
    """What is kept, in short."""
    now = shop.now()
    return await shop.db.read(lambda tx: _view(tx, shop, member_id, now))


async def export_my_data(shop: Shop, member_id: int) -> MyData:
    """All of it. Nobody else's data is in it, nor what the shop is run by."""
    now = shop.now()
    return await shop.db.survey(lambda tx: _export(tx, shop, member_id, now))


def _view(tx: Connection, shop: Shop, member_id: int, now: datetime) -> PrivacyView:
    member, told = people.member(tx, member_id), people.told(tx, member_id)
    joined_at, _ = search.facts(tx, member_id)
    return PrivacyView(
        name=member.name,
        number=member.number,
        phone_end=phone_of(shop, member_id, told)[-SHOWN_DIGITS:],
        birthday=birthday_of(shop, member_id, told),
        consents=privacy.consents_now(tx, member_id),
        purchases=privacy.count_purchases(tx, member_id),
        points=costs(tx, member_id, now).points,
        joined_at=joined_at,
        advertising=people.consent(tx, member_id, ADVERTISING),
        city=told.city,
    )


def _export(tx: Connection, shop: Shop, member_id: int, now: datetime) -> MyData:
    return MyData(
        at=now,
        brand=rows.programme(tx).brand,
        view=_view(tx, shop, member_id, now),
        phone=phone_of(shop, member_id, people.told(tx, member_id)),
        history=whole_history(tx, member_id, now),
        farewell=costs(tx, member_id, now),
        person=privacy.person(tx, member_id),
        tables=privacy.tables(tx, member_id),
    )
