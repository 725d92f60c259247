"""Campaigns as they stand, what they say, and how many recipients came to each end."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Connection, bindparam, delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from loyalty.broadcasts import Figures
from loyalty.campaigns import Campaign, CampaignState, Content, Gift, Knob
from loyalty.messages import MessageClass
from storage.schema import campaign_counts, campaigns, contents
from storage.values import insert_row, packed, unpacked


@dataclass(frozen=True, slots=True)
class Resumed:
    """When a campaign began to go or went on, and its figures at that moment."""

    at: datetime
    figures: Figures = field(default_factory=Figures)


GIFT = TypeAdapter(Gift)
RESUMED = TypeAdapter(Resumed)
KNOBS = TypeAdapter(tuple[Knob, ...])

_COLUMNS = tuple(campaigns.c[name] for name in Campaign.__slots__)
_BY_ID = select(*_COLUMNS).where(campaigns.c.id == bindparam("campaign"))
_CONTENTS = (
    select(contents)
    .where(contents.c.campaign_id == bindparam("campaign"))
    .order_by(contents.c.variant, contents.c.language)
)
_NEW_COUNT = upsert(campaign_counts)
_COUNT = _NEW_COUNT.on_conflict_do_update(
    index_elements=["campaign_id", "arm", "what"],
    set_={"number": campaign_counts.c.number + _NEW_COUNT.excluded.number},
)


def add(tx: Connection, campaign: Campaign, at: datetime) -> int:
    """A new campaign (its id is not looked at); the id it got."""
    return insert_row(tx, insert(campaigns), {**_values(campaign), "at": at})


def find(tx: Connection, campaign_id: int) -> Campaign | None:
    """The campaign with this id."""
    row = tx.execute(_BY_ID, {"campaign": campaign_id}).one_or_none()
    return None if row is None else _campaign(row)


def keep(tx: Connection, campaign: Campaign) -> None:
    """From now on it stands so."""
    tx.execute(update(campaigns).where(campaigns.c.id == campaign.id).values(_values(campaign)))


def change(tx: Connection, campaign_id: int, **values: Any) -> None:
    """Some plain columns of it: state, reason, screen, total, previewed, instants."""
    tx.execute(update(campaigns).where(campaigns.c.id == campaign_id).values(values))


def drop(tx: Connection, campaign_id: int) -> None:
    """A draft that nobody got is gone with all it says."""
    tx.execute(delete(contents).where(contents.c.campaign_id == campaign_id))
    tx.execute(delete(campaigns).where(campaigns.c.id == campaign_id))


def resumed(tx: Connection, campaign_id: int) -> Resumed:
    """When it began to go or went on; the beginning of time when it never did."""
    kept = tx.scalar(select(campaigns.c.resumed).where(campaigns.c.id == campaign_id))
    return RESUMED.validate_json(kept) if kept and kept != "{}" else Resumed(datetime.min.replace(tzinfo=UTC))


def keep_resumed(tx: Connection, campaign_id: int, resumed: Resumed) -> None:
    """From here its figures are reckoned."""
    change(tx, campaign_id, resumed=RESUMED.dump_json(resumed).decode())


def amending(tx: Connection, campaign_id: int) -> str:
    """What is being done with its messages that went; "" for nothing."""
    return str(tx.scalar(select(campaigns.c.amending).where(campaigns.c.id == campaign_id)) or "")


def of_states(tx: Connection, *states: CampaignState) -> list[Campaign]:
    """Every campaign that is so far, the first class first."""
    query = select(*_COLUMNS).where(campaigns.c.state.in_(states))
    return [_campaign(row) for row in tx.execute(query.order_by(campaigns.c.message_class, campaigns.c.id))]


def of_kind(tx: Connection, kind: str, limit: int, before_id: int | None = None) -> list[Campaign]:
    """The newest of this kind, the newest first; those before this id."""
    query = select(*_COLUMNS).where(campaigns.c.kind == kind)
    if before_id is not None:
        query = query.where(campaigns.c.id < before_id)
    return [_campaign(row) for row in tx.execute(query.order_by(campaigns.c.id.desc()).limit(limit))]


def told_in(tx: Connection, account_id: int, message_id: str) -> bool:
    """Whether this message of that person's chat shows how far a campaign is."""
    return tx.execute(select(campaigns.c.id).where(*_shown(account_id, message_id))).first() is not None


def untell(tx: Connection, account_id: int, message_id: str) -> None:
    """It does so no more."""
    tx.execute(update(campaigns).where(*_shown(account_id, message_id)).values(screen=""))


def contents_of(tx: Connection, campaign_id: int) -> list[Content]:
    """Everything it says, by variant and language."""
    return [_content(row) for row in tx.execute(_CONTENTS, {"campaign": campaign_id})]


def say(tx: Connection, campaign_id: int, content: Content) -> None:
    """What it says from now on in this variant and language."""
    values = {
        "body": content.body,
        "media": content.media,
        "file_id": content.file_id,
        "buttons": KNOBS.dump_json(tuple(content.buttons)).decode(),
    }
    key = {"campaign_id": campaign_id, "variant": content.variant, "language": content.language}
    row = upsert(contents).values({**key, **values})
    tx.execute(row.on_conflict_do_update(index_elements=list(key), set_=values))


def unsay(tx: Connection, campaign_id: int, variant: int, language: str | None = None) -> None:
    """It has this variant no more, or not in this language."""
    query = delete(contents).where(contents.c.campaign_id == campaign_id, contents.c.variant == variant)
    tx.execute(query if language is None else query.where(contents.c.language == language))


def count(tx: Connection, campaign_id: int, arm: int, what: str, number: int = 1) -> None:
    """So many more recipients of this arm came to this end, or did this."""
    values = {"campaign_id": campaign_id, "arm": arm, "what": what, "number": number}
    tx.execute(_COUNT, values)


def count_anew(tx: Connection, campaign_id: int, what: str) -> None:
    """What came to this end before counts no more."""
    tx.execute(
        delete(campaign_counts).where(
            campaign_counts.c.campaign_id == campaign_id, campaign_counts.c.what == what
        )
    )


def counts(tx: Connection, campaign_id: int) -> Mapping[tuple[int, str], int]:
    """How many, by arm and by what became of them or what they did."""
    query = select(campaign_counts).where(campaign_counts.c.campaign_id == campaign_id)
    return {(row.arm, row.what): row.number for row in tx.execute(query)}


def forget_counts(tx: Connection, campaign_id: int) -> None:
    """It is counted anew."""
    tx.execute(delete(campaign_counts).where(campaign_counts.c.campaign_id == campaign_id))


def best_content(known: Iterable[Content], variant: int, language: str) -> Content | None:
    """What somebody of this language gets: his own, else everybody else's, else any."""
    mine = {content.language: content for content in known if content.variant == variant}
    return mine.get(language) or mine.get("") or next(iter(mine.values()), None)


def _shown(account_id: int, message_id: str) -> tuple[ColumnElement[bool], ...]:
    return campaigns.c.author_account_id == account_id, campaigns.c.screen == message_id


def _values(campaign: Campaign) -> dict[str, Any]:
    plain = {name: getattr(campaign, name) for name in Campaign.__slots__ if name not in ("id", "at")}
    return plain | {
        "settings": packed(campaign.settings),
        "gift": GIFT.dump_json(campaign.gift, exclude_defaults=True).decode(),
    }


def _campaign(row: Any) -> Campaign:
    values = {name: getattr(row, name) for name in Campaign.__slots__}
    values |= {
        "state": CampaignState(row.state),
        "message_class": MessageClass(row.message_class),
        "settings": unpacked(row.settings),
        "gift": GIFT.validate_json(row.gift) if row.gift else Gift(),
    }
    return Campaign(**values)


def _content(row: Any) -> Content:
    return Content(
        variant=row.variant,
        language=row.language,
        body=row.body,
        media=row.media,
        file_id=row.file_id,
        buttons=KNOBS.validate_json(row.buttons),
    )
