"""The birthday gift: once a day, to those whose birthday is kept today or was kept a few days ago."""

from datetime import date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from actions.bonuses import reward
from actions.points import Term, purse
from actions.shop import Shop
from loyalty.birthdays import Birthday
from loyalty.bonuses import birthday_key, days_due, is_congratulated, keys_kept_on, last_day, of_birthday
from loyalty.expiry import day_start
from loyalty.programme import Programme
from storage import notices, occasions, people
from storage import shop as rows
from storage.database import Connection
from storage.occasions import Profile
from storage.preferences import as_lived
from storage.vault import SealBrokenError

AT_ONCE = 100
NOON = time(12, 0)
BIRTHDAY = "birthday"  # names the index of the vault
SEALED = "members:birthday"


async def birthday_gifts(shop: Shop) -> str:
    """Give what is due and not given yet, in small transactions; what the job says of itself."""
    now = shop.now()
    programme = await shop.db.read(rows.programme)
    switched_on = await shop.db.read(occasions.birthday_gift_since)
    if switched_on is None:
        return "off"
    await index_birthdays(shop)
    zone = ZoneInfo(programme.time_zone)
    since = switched_on.astimezone(zone).date()
    given = 0
    for day in days_due(now.astimezone(zone).date(), programme.bonuses.birthday_window_days):
        for key in keys_kept_on(day, programme.bonuses.leap_day) if day >= since else ():
            given += await _give_all(shop, shop.vault.index(BIRTHDAY, key), day, since, now)
    shop.wake()
    return f"{given} gifts"


async def _give_all(shop: Shop, index: bytes, day: date, since: date, now: datetime) -> int:
    after, given = 0, 0
    while True:
        work = partial(_give_some, index=index, day=day, since=since, after=after, now=now)
        found, after, some = await shop.db.write(work)
        given += some
        if found < AT_ONCE:
            return given


def _give_some(
    tx: Connection, index: bytes, day: date, since: date, after: int, now: datetime
) -> tuple[int, int, int]:
    """(how many were looked at, the last of them, how many got their gift)."""
    programme = rows.programme(tx)
    some = occasions.born(tx, index, after, AT_ONCE)
    given = sum(_give(tx, who, day, since, programme, now) for who in some)
    return len(some), some[-1].member_id if some else after, given


def _give(tx: Connection, who: Profile, day: date, since: date, programme: Programme, now: datetime) -> bool:
    zone = ZoneInfo(programme.time_zone)
    told_on = who.birthday_at.astimezone(zone).date() if who.birthday_at else None
    if not is_congratulated(day, told_on, since):
        return False
    today = now.astimezone(zone).date()
    last = last_day(today, programme.bonuses.birthday_lifetime_days)
    term = Term(day_start(last + timedelta(days=1), zone))
    seq = reward(tx, who, of_birthday(programme.bonuses, day), programme, now, term)
    if seq is None:
        return False
    told = {
        "points": programme.bonuses.birthday_points,
        "available": purse(tx, who.member_id, programme, now).wallet.available,
        "last_day": last.isoformat(),
        "late": day != today,
        "seq": seq,
    }
    noon = datetime.combine(today, NOON, ZoneInfo(as_lived(tx, who.member_id, programme).time_zone))
    notices.queue(tx, who.member_id, "birthday", told, now, max(now, noon))
    return True


async def index_birthdays(shop: Shop) -> int:
    """Make birthdays told before this was kept findable by their day; how many there were."""
    after, found = 0, 0
    while some := await shop.db.survey(partial(occasions.unindexed, after_member=after, limit=AT_ONCE)):
        after = some[-1][0]
        found += len(some)
        keys = {member_id: _key(shop, member_id, sealed) for member_id, sealed in some}
        await shop.db.write(partial(_index, keys=keys))
    return found


def _key(shop: Shop, member_id: int, sealed: bytes) -> bytes | None:
    """What the day is looked up by; None when the date was sealed with another key."""
    try:
        day, month, _ = shop.vault.unseal(SEALED, str(member_id), sealed).split(".")
    except SealBrokenError:
        return None
    return shop.vault.index(BIRTHDAY, birthday_key(Birthday(int(day), int(month))))


def _index(tx: Connection, keys: dict[int, bytes | None]) -> None:
    for member_id, key in keys.items():
        if key is not None:
            people.change_member(tx, member_id, birthday_index=key)
