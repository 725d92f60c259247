"""Promo codes and the campaigns behind them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import (
    Connection,
    String,
    bindparam,
    cast,
    exists,
    func,
    insert,
    literal_column,
    or_,
    select,
    update,
)

from loyalty.benefits import Effect
from loyalty.codes import Campaign
from storage.schema import certificates, code_campaigns, promo_codes, uses
from storage.uses import CODE
from storage.values import insert_row, packed, unpacked

EFFECT = TypeAdapter(Effect)


@dataclass(frozen=True, slots=True)
class PromoCode:
    """A code as it is kept, and what it says."""

    id: int
    code: str
    campaign: Campaign


_CAMPAIGN_COLUMNS = tuple(column for column in code_campaigns.c if column.name not in ("author_id", "at"))
_CODE = select(promo_codes.c.id.label("code_id"), promo_codes.c.code, *_CAMPAIGN_COLUMNS).join(
    code_campaigns, code_campaigns.c.id == promo_codes.c.campaign_id
)
_BY_CODE = _CODE.where(promo_codes.c.code == bindparam("folded"))
_BY_ID = _CODE.where(promo_codes.c.id == bindparam("code_id"))
_USED = exists().where(
    uses.c.what == literal_column(f"'{CODE}'"),
    uses.c.which == cast(promo_codes.c.id, String),
    uses.c.freed_at.is_(None),
)
_NEXT_UNUSED = (
    _CODE.where(
        promo_codes.c.campaign_id == bindparam("campaign"),
        promo_codes.c.id > bindparam("after"),
        or_(~code_campaigns.c.unique_codes, ~_USED),
    )
    .order_by(promo_codes.c.id)
    .limit(1)
)


def packed_effect(effect: Effect) -> str:
    """An effect as it is kept."""
    return packed(EFFECT.dump_python(effect, mode="json", exclude_defaults=True))


def read_effect(text: str) -> Effect:
    """The effect these kept values say."""
    return EFFECT.validate_python(unpacked(text))


def add_campaign(tx: Connection, campaign: Campaign, author_id: int, at: datetime) -> int:
    """A new campaign (its id is not looked at); the id it got."""
    values = {name: getattr(campaign, name) for name in Campaign.__slots__ if name not in ("id", "effect")}
    values |= {"effect": packed_effect(campaign.effect), "author_id": author_id, "at": at}
    return insert_row(tx, insert(code_campaigns), values)


def add_codes(tx: Connection, campaign_id: int, folded: Iterable[str], at: datetime) -> None:
    """The codes of a campaign. IntegrityError when one is there already: ask `taken` first."""
    tx.execute(insert(promo_codes), [{"campaign_id": campaign_id, "code": one, "at": at} for one in folded])


def taken(tx: Connection, folded: Sequence[str]) -> set[str]:
    """Which of these are a promo code or a certificate already (rules.md 32)."""
    queries = (select(table.c.code).where(table.c.code.in_(folded)) for table in (promo_codes, certificates))
    return {code for query in queries for code in tx.scalars(query)}


def find(tx: Connection, folded: str) -> PromoCode | None:
    """The promo code that is kept like this."""
    return _code(tx.execute(_BY_CODE, {"folded": folded}).one_or_none())


def by_id(tx: Connection, code_id: int) -> PromoCode | None:
    """The promo code with this id."""
    return _code(tx.execute(_BY_ID, {"code_id": code_id}).one_or_none())


def next_unused(tx: Connection, campaign_id: int, after_id: int) -> PromoCode | None:
    """The next code of a list that nobody has used, or a campaign's shared code."""
    row = tx.execute(_NEXT_UNUSED, {"campaign": campaign_id, "after": after_id}).one_or_none()
    return _code(row)


def campaign(tx: Connection, campaign_id: int) -> Campaign | None:
    """The campaign with this id."""
    row = tx.execute(select(*_CAMPAIGN_COLUMNS).where(code_campaigns.c.id == campaign_id)).one_or_none()
    return None if row is None else _campaign(row)


def campaigns(tx: Connection, skip: int, limit: int) -> list[Campaign]:
    """Campaigns that are on, newest first."""
    query = select(*_CAMPAIGN_COLUMNS).where(code_campaigns.c.active).order_by(code_campaigns.c.id.desc())
    return [_campaign(row) for row in tx.execute(query.offset(skip).limit(limit))]


def switch_off(tx: Connection, campaign_id: int) -> None:
    """Its codes give nothing any more."""
    tx.execute(update(code_campaigns).where(code_campaigns.c.id == campaign_id).values(active=False))


def codes_of(tx: Connection, campaign_id: int, skip: int, limit: int) -> list[str]:
    """The codes of a campaign in the order they were made."""
    mine = select(promo_codes.c.code).where(promo_codes.c.campaign_id == campaign_id)
    return list(tx.scalars(mine.order_by(promo_codes.c.id).offset(skip).limit(limit)))


def code_count(tx: Connection, campaign_id: int) -> int:
    """How many codes a campaign has."""
    mine = select(func.count()).select_from(promo_codes).where(promo_codes.c.campaign_id == campaign_id)
    return int(tx.scalar(mine) or 0)


def _code(row: Any) -> PromoCode | None:
    return None if row is None else PromoCode(row.code_id, row.code, _campaign(row))


def _campaign(row: Any) -> Campaign:
    values = {name: getattr(row, name) for name in Campaign.__slots__ if name != "effect"}
    return Campaign(effect=read_effect(row.effect), **values)
