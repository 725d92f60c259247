"""A member has himself erased: nothing of his waits anywhere, books hold, a restore brings nobody back."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from actions.erase_member import ask_erasure, erase_member
from actions.friends import reward_friends
from actions.gift_points import offer_gift
from actions.keep_erasures import keep_erasures, reapply_erasures
from actions.shop import Shop
from actions.use_code import use_code
from actions.verify import verify_ledger
from loyalty.gifts import GiftState, GiftView
from loyalty.privacy import Farewell
from loyalty.programme import Referral, Terms
from loyalty.refusals import Refusal, Refused
from storage.schema import (
    accounts,
    certificates,
    claims,
    consents,
    entries,
    erasures,
    gifts,
    heads,
    holds,
    members,
    notices,
    purchases,
    referrals,
    sale_drafts,
)
from tests.actions.buying import added, bought, claimed, in_debt
from tests.actions.guests import DAY, buys, invitation, joins, rules, told_of
from tests.actions.paying import asked, rich
from tests.actions.people import Actor, Cast
from tests.actions.test_certificates import issued
from tests.clockwork.stand import HandClock, opened


@pytest.fixture(autouse=True)
async def books_hold(cast: Cast) -> AsyncIterator[None]:
    """Whatever a test did, the ledger adds up."""
    yield
    assert (await verify_ledger(cast.shop)).faults == ()


async def costs(shop: Shop, who: Actor) -> Farewell:
    seen = await ask_erasure(shop, who.member_id)
    assert isinstance(seen, Farewell), seen
    return seen


async def erased(shop: Shop, who: Actor) -> None:
    seen = await costs(shop, who)
    assert await erase_member(shop, who.member_id, seen.seq) is None


async def balance(cast: Cast, who: Actor) -> tuple[int, int]:
    [head] = [row for row in await cast.stand.rows(heads) if row.member_id == who.member_id]
    return head.points, head.debt


async def test_rule_77_nothing_of_his_waits_anywhere_any_more(cast: Cast, shop: Shop) -> None:
    anna, friend = await rich(cast), await cast.joined("Друг")
    await claimed(shop, anna, await added(cast, stock="5"))
    gift = await offer_gift(shop, anna.member_id, anna.account_id, 50)
    assert isinstance(gift, GiftView)
    await cast.start(friend.external_id, "Друг", gift.link.partition("start=")[2])
    certificate = await issued(cast, cast.owner)
    await use_code(shop, anna.member_id, anna.account_id, certificate.code)
    await asked(cast, anna)
    sold = [row.amount_minor for row in await cast.stand.rows(purchases)]
    seen = await costs(shop, anna)
    assert seen.points == 1_000, "what waits for her counts, too"
    assert seen.claims
    await erased(shop, anna)
    assert await balance(cast, anna) == (0, 0)
    assert {row.state for row in await cast.stand.rows(holds)} == {"void"}
    assert [row.state for row in await cast.stand.rows(gifts)] == [GiftState.CANCELLED]
    assert {row.state for row in await cast.stand.rows(claims)} == {"returned"}
    assert "open" not in {row.state for row in await cast.stand.rows(sale_drafts)}
    [bearers] = await cast.stand.rows(certificates)
    assert (bearers.holder_id, bearers.balance_minor) == (None, 2_000_00), "whoever has the code can pay"
    assert await told_of(cast, friend, "gift_off")
    assert [row for row in await cast.stand.rows(notices) if row.member_id == anna.member_id] == []
    assert [row.amount_minor for row in await cast.stand.rows(purchases)] == sold
    assert {row.kind for row in await cast.stand.rows(entries) if row.points < 0} >= {"erased"}


async def test_decision_erasure_a_debt_is_forgiven_with_the_rest(cast: Cast, shop: Shop) -> None:
    anna = await cast.joined("Анна")
    await in_debt(cast, anna)
    owed = (await balance(cast, anna))[1]
    assert owed > 0
    assert (await costs(shop, anna)).debt == owed
    await erased(shop, anna)
    assert await balance(cast, anna) == (0, 0)


async def test_fifty_taps_at_once_erase_once(cast: Cast, shop: Shop) -> None:
    anna = await rich(cast)
    seq = (await costs(shop, anna)).seq
    done = await asyncio.gather(*(erase_member(shop, anna.member_id, seq) for _ in range(50)))
    assert done.count(None) == 1
    assert [one for one in done if one is not None] == [Refused(Refusal.NOT_JOINED)] * 49
    assert len([row for row in await cast.stand.rows(entries) if row.kind == "erased"]) == 2


async def test_decision_erasure_the_price_shown_is_the_price_paid(cast: Cast, shop: Shop) -> None:
    anna = await cast.joined("Анна")
    seq = (await costs(shop, anna)).seq
    await bought(cast, anna)
    moved = await erase_member(shop, anna.member_id, seq)
    assert isinstance(moved, Farewell)
    assert moved.points == 500
    assert await erase_member(shop, anna.member_id, moved.seq) is None


async def test_rule_77_staff_and_the_last_owner_stay(cast: Cast, shop: Shop) -> None:
    for colleague in (cast.lena, cast.owner):
        await cast.finish_joining(colleague, "Коллега")
        assert await ask_erasure(shop, colleague.member_id) == Refused(Refusal.WORKS_HERE)
        assert await erase_member(shop, colleague.member_id, 0) == Refused(Refusal.WORKS_HERE)
    assert [row for row in await cast.stand.rows(members) if row.erased_at is not None] == []


async def test_consents_are_withdrawn_by_new_lines(cast: Cast, shop: Shop) -> None:
    anna = await cast.joined("Анна")
    await erased(shop, anna)
    said = [
        (row.kind, row.given, row.text_version)
        for row in await cast.stand.rows(consents)
        if row.member_id == anna.member_id
    ]
    assert said[:2] == [("personal", True, "1"), ("advertising", True, "1")]
    assert sorted(said[2:]) == [("advertising", False, "1"), ("personal", False, "1")]


# --- friends ---


async def friends(cast: Cast) -> tuple[Actor, Actor]:
    """Who invited, and a friend whose purchase is not safe yet."""
    both = Referral(inviter_points=150, friend_points=100, minimum_minor=300_00)
    await rules(cast, referral=both, rate_bp=0, terms=Terms(pending_days=14))
    anna = await cast.joined("Анна")
    vera = await joins(cast, "Вера", await invitation(cast, anna))
    await buys(cast, vera, 300_00)
    return anna, vera


async def test_rule_70_an_erased_friend_gets_nothing_his_host_does(cast: Cast, shop: Shop) -> None:
    anna, vera = await friends(cast)
    await erased(shop, vera)
    cast.clock.advance(15 * DAY)
    await reward_friends(shop)
    assert (await balance(cast, anna), await balance(cast, vera)) == ((150, 0), (0, 0))
    [one] = await cast.stand.rows(referrals)
    assert (one.friend_id, one.inviter_id) == (vera.member_id, anna.member_id), "without names"


async def test_rule_70_an_erased_hosts_reward_is_void(cast: Cast, shop: Shop) -> None:
    anna, vera = await friends(cast)
    await erased(shop, anna)
    cast.clock.advance(15 * DAY)
    await reward_friends(shop)
    assert (await balance(cast, anna), await balance(cast, vera)) == ((0, 0), (100, 0))


# --- after a restore ---


async def test_decision_erasure_a_restored_copy_forgets_again(
    cast: Cast, clock: HandClock, tmp_path: Path
) -> None:
    backups = tmp_path / "backups"
    backups.mkdir()
    anna, boris = await rich(cast), await cast.joined("Борис")
    cast.shop.db.empty_log()
    await cast.shop.db.write(lambda _: None)
    shutil.copy(cast.shop.db.path, tmp_path / "old.db")
    await erased(cast.shop, anna)
    assert await keep_erasures(cast.shop, backups) == 1
    restored = tmp_path / "another machine" / "shop.db"
    restored.parent.mkdir()
    shutil.copy(tmp_path / "old.db", restored)
    assert [path.name for path in backups.iterdir()] == ["shop.db.erased"]
    async with opened(restored, clock) as stand:
        shop = stand.shop
        assert await reapply_erasures(shop, backups) == 1
        assert await reapply_erasures(shop, backups) == 0
        assert (await verify_ledger(shop)).faults == ()
        people = await shop.db.read(lambda tx: list(tx.execute(accounts.select())))
        known = {row.member_id for row in people}
        assert anna.member_id not in known
        assert boris.member_id in known
        names = await shop.db.read(lambda tx: list(tx.execute(members.select())))
        assert [row.name for row in names if row.id == anna.member_id] == [""]


async def test_whoever_joined_again_is_not_erased_at_the_next_start(cast: Cast, tmp_path: Path) -> None:
    anna = await rich(cast)
    await erased(cast.shop, anna)
    await keep_erasures(cast.shop, tmp_path)
    await cast.start(anna.external_id, "Анна")
    back = await cast.actor(anna.external_id)
    await cast.finish_joining(back, "Анна")
    assert back.member_id != anna.member_id
    assert await reapply_erasures(cast.shop, tmp_path) == 0
    assert (await cast.actor(anna.external_id)).member_id == back.member_id


async def test_decision_erasure_the_trace_goes_after_twelve_months(cast: Cast, tmp_path: Path) -> None:
    anna = await cast.joined("Анна")
    await erased(cast.shop, anna)
    await keep_erasures(cast.shop, tmp_path)
    await cast.start(anna.external_id, "Анна")
    old_list = (tmp_path / "shop.db.erased").read_text()
    assert anna.external_id not in old_list
    cast.clock.advance(366 * DAY)
    assert await keep_erasures(cast.shop, tmp_path) == 0
    assert await cast.stand.rows(erasures) == []
    assert (tmp_path / "shop.db.erased").read_text() == ""
    (tmp_path / "shop.db.erased").write_text(old_list)
    assert await reapply_erasures(cast.shop, tmp_path) == 0, "an old list is no order any more"
