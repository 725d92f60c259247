"""Everybody in the world gets something: as a customer, at a till, leading; and the shop has its own."""

from datetime import datetime
from itertools import pairwise

from actions.ask_spend import take_points
from actions.claim_reward import ask_claim
from actions.complain import open_request
from actions.contest import contest
from actions.gift_points import offer_gift
from actions.invite_staff import staff_link
from actions.list_automations import add_draft
from actions.merge_members import merge_members, show_merge
from actions.pay_code import PayCode, new_pay_code
from actions.review import rate
from actions.sell_certificate import issue_certificate
from actions.show_refund import price_refund
from actions.undo_sale import undo_sale
from loyalty.automations import Auto
from loyalty.benefits import Effect
from loyalty.campaigns import BROADCAST, CampaignState, Content, Knob, RecipientState
from loyalty.campaigns import Campaign as Broadcast
from loyalty.case_views import ContestView
from loyalty.code_views import CertificateView
from loyalty.codes import Campaign, fold_code
from loyalty.feedback import RequestKind
from loyalty.gifts import GiftView
from loyalty.member_views import GrantState
from loyalty.merging import MergeView
from loyalty.messages import MessageClass
from loyalty.receipt_claims import TypedReceipt
from loyalty.rewards import ClaimView
from loyalty.views import RefundView
from loyalty.watch.base import Hit, Rule
from loyalty.webhooks import CHOICE, Event
from storage import (
    alerts,
    campaigns,
    codes,
    freezes,
    grants,
    ledger,
    offers,
    people,
    recipients,
    requests,
    saved_segments,
    shifts,
    staff,
    stores,
    tills,
    webhooks,
)
from storage import receipt_claims as receipts
from storage.database import Connection
from storage.schema import invitations
from storage.values import packed
from tests.actions.buying import added, bought, claimed
from tests.actions.importing import looked, table
from tests.actions.people import Actor, Cast, payload_of
from tests.actions.who_may.world import AWAY, HOME, SELLERS, Values, World


async def customer(cast: Cast, world: World, name: str) -> None:
    """What a member has: purchases, a reward asked for and one that waits, a question of a till, a case."""
    me, boris = world.people[name], world.people["boris"]
    first = await bought(cast, me, 20_000_00, boris)
    await bought(cast, me, 2_000_00, boris)
    rated = await bought(cast, me, 3_000_00, boris)
    assert await rate(cast.shop, me.member_id, me.account_id, rated, 5)
    case = await _case(cast, me)
    reward = await _reward(cast, world)
    waits = await claimed(cast.shop, me, reward)
    asked = await ask_claim(cast.shop, me.member_id, reward)
    assert isinstance(asked, ClaimView), asked
    now = cast.clock.now()
    begun = await cast.shop.db.write(lambda tx: _receipt(tx, me.member_id, HOME, now))
    things = world.things
    things["bought", name] = {"purchase_id": first}
    things["entry", name] = {"seq": 1}
    things["rated", name] = {"purchase_id": rated}
    things["case", name] = {"case_id": case}
    things["asked claim", name] = {"claim_id": asked.claim.id}
    things["waiting claim", name] = {"claim_id": waits.claim.id}
    things["begun receipt", name] = {"claim_id": begun}
    things["card", name] = {"member_id": me.member_id}
    things["message", name] = await cast.shop.db.write(lambda tx: message(tx, me.member_id, now))
    preview = await cast.preview(boris, me, 450_00)
    who = (boris.member_id, boris.account_id)
    await take_points(cast.shop, *who, preview.draft_id, preview.revision)
    hold = [data["hold_id"] for kind, data in await cast.told(me) if kind == "spend_ask"][-1]
    things["question", name] = {"hold_id": hold}
    if name == "anna":  # at the till of another, where she is the customer: what a member could try to reach
        things["draft", name] = {"draft_id": preview.draft_id, "revision": preview.revision, "points": 10}
        things["draft", name] |= {"digits": "000000", "claim_id": waits.claim.id}
        things["purchase", name] = await _purchase(cast, first)


async def seller(cast: Cast, world: World, name: str) -> None:
    """What somebody at a till has: a purchase, a contested one, an open sale, a shift."""
    me = world.people[name]
    client = world.people[f"client of {name}"] = await cast.joined(f"client of {name}")
    purchase = await bought(cast, client, 10_000_00, me)
    await bought(cast, client, 2_000_00, me)
    case = await _case(cast, client)
    waits = await claimed(cast.shop, client, await _reward(cast, world))
    preview = await cast.preview(me, client, 450_00)
    code = await new_pay_code(cast.shop, client.member_id)
    assert isinstance(code, PayCode), code
    shift = await cast.stand.shop.db.read(lambda tx: _open_shift(tx, me.member_id))
    now = cast.clock.now()
    things = world.things
    things["purchase", name] = await _purchase(cast, purchase)
    things["sold case", name] = {"case_id": case}
    things["draft", name] = {
        "draft_id": preview.draft_id,
        "revision": preview.revision,
        "points": 10,
        "digits": code.digits,
        "claim_id": waits.claim.id,
    }
    things["shift", name] = {"shift_id": shift}
    things["request", name] = {"request_id": await cast.shop.db.write(lambda tx: _request(tx, client, now))}
    things["client", name] = {"member_id": client.member_id}
    await _watched(cast, world, name, preview.draft_id)


async def _watched(cast: Cast, world: World, name: str, draft_id: str) -> None:
    """A sale of his waits for a manager's word, and another one was found odd."""
    me, now = world.people[name], cast.clock.now()
    terms = {"amount_minor": 450_00, "spent_points": 0, "receipt": "", "rules": {}}

    def write(tx: Connection) -> None:
        store = staff.store_of(tx, me.member_id)
        asked = alerts.ask(tx, draft_id, 0, store, me.member_id, terms, now)
        hit = Hit(Rule.FREQUENT, store, me.member_id)
        world.things["approval", name] = {"approval_id": asked, "allow": True}
        world.things["alert", name] = {"alert_id": alerts.add(tx, hit, name, now)}

    await cast.shop.db.write(write)


async def gifts(cast: Cast, world: World) -> None:
    """Everybody has offered a gift and was offered one, in a ring; a stranger was offered one, too."""
    ring = ("anna", "vera", "lena", "mila", "olga", "dan", "anna")
    for giver, friend in [*pairwise(ring), ("gleb", "yan")]:
        me, other = world.people[giver], world.people[friend]
        if giver == "gleb":
            await bought(cast, me, 10_000_00)
        view = await offer_gift(cast.shop, me.member_id, me.account_id, 10)
        assert isinstance(view, GiftView), (giver, view)
        await cast.start(other.external_id, friend, payload_of(view.link))
        world.things["own gift", giver] = {"gift_id": view.id}
        world.things["gift", friend] = {"gift_id": view.id}


async def leader(cast: Cast, world: World, name: str) -> None:
    """What a manager or an owner has: a candidate, a grant he writes, one that waits for a second look."""
    me, now = world.people[name], cast.clock.now()
    external_id = str(next(cast.numbers))
    link = payload_of(await staff_link(cast.shop, me.member_id))
    await cast.start(external_id, f"candidate of {name}", link)
    invitation = (await cast.stand.rows(invitations))[-1].id
    gleb = world.people["gleb"].member_id

    def write(tx: Connection) -> tuple[int, int]:
        drafts = [grants.add(tx, gleb, me.member_id, 10, now) for _ in range(2)]
        for one in drafts:
            grant = grants.find(tx, one)
            assert grant is not None
            grants.tell_reason(tx, grant, "за отзыв", now)
        grants.change(tx, drafts[1], GrantState.DRAFT, state=GrantState.WAITING.value, asked_at=now)
        return drafts[0], drafts[1]

    draft, asked = await cast.shop.db.write(write)
    world.things["candidate", name] = {"invitation_id": invitation, "accept": True}
    world.things["grant", name] = {"grant_id": draft}
    world.things["asked grant", name] = {"grant_id": asked}


async def of_the_shop(cast: Cast, world: World) -> None:
    """What belongs to the shop as a whole, and receipts that wait for somebody to look at them."""
    now, who, things = cast.clock.now(), world.people, world.things
    twins = [await cast.joined("twin") for _ in range(4)]
    pairs = [(twins[0].member_id, twins[1].member_id), (twins[2].member_id, twins[3].member_id)]
    owner = cast.owner.member_id
    seen = await show_merge(cast.shop, owner, *pairs[0])
    assert isinstance(seen, MergeView), seen
    done = await merge_members(cast.shop, owner, *pairs[0], seen.seqs)
    assert isinstance(done, MergeView), done
    things["merge", "shop"] = {"merge_id": done.merge_id}
    seqs = await cast.shop.db.read(lambda tx: tuple(ledger.head(tx, one).seq for one in pairs[1]))
    things["twins", "shop"] = {"kept_id": pairs[1][0], "other_id": pairs[1][1], "seqs": seqs}
    await _debtor(cast, world)
    drawn = await looked(cast, table("79001234567;Инна;10"))
    things["import", "shop"] = {"import_id": drawn.import_id, "message_id": "7"}
    gleb = who["gleb"].member_id

    def write(tx: Connection) -> None:
        campaign = codes.add_campaign(tx, Campaign(0, "весна", Effect(percent_bp=1_000)), owner, now)
        codes.add_codes(tx, campaign, [fold_code("ВЕСНА")], now)
        offer = offers.Offer(0, gleb, "Скидка", Effect(percent_bp=500), None, None)
        things["campaign", "shop"] = {"campaign_id": campaign, "page": 0}
        things["offer", "shop"] = {"offer_id": offers.add(tx, offer, owner, now)}
        things["freeze", "shop"] = {"freeze_id": freezes.begin(tx, who["cold"].member_id, owner, "спор", now)}
        for name, store in (("other", HOME), ("foreign", AWAY)):
            buyer = who[f"client of {SELLERS[name]}"].member_id
            claim = _receipt(tx, buyer, store, now)
            receipts.send(tx, claim, now)
            things["receipt", name] = {"claim_id": claim, "revision": 0}
        people.ask(tx, cast.owner.account_id, "certificate", "100000", now)
        _connected(tx, world, owner, now)

    await cast.shop.db.write(write)
    issued = await issue_certificate(cast.shop, owner, cast.owner.account_id)
    assert isinstance(issued, CertificateView), issued
    things["certificate", "shop"] = {"certificate_id": issued.certificate.id}


def _connected(tx: Connection, world: World, owner: int, now: datetime) -> None:
    """A webhook with an event on its way, a till of a program, and a store nobody works in."""
    things = world.things
    webhook = webhooks.add(tx, "https://example.com/a", CHOICE, owner, now)
    kept = webhooks.webhook(tx, webhook)
    assert kept is not None
    webhooks.queue(tx, kept, "test-1", Event.TEST, {"test": True}, now)
    delivery = webhooks.log(tx, webhook, 1)[0].id
    till = tills.add(tx, HOME, "Касса", b"hash", "end", "sell", owner, now)
    things["webhook", "shop"] = {"webhook_id": webhook, "place": 0}
    things["delivery", "shop"] = {"delivery_id": delivery}
    things["audience", "shop"] = _audience(tx, owner, now)
    things["broadcast", "shop"] = {
        "campaign_id": _broadcast(tx, owner, CampaignState.DRAFT, now),
        "revision": 0,
        "code_campaign_id": things["campaign", "shop"]["campaign_id"],
    }
    things["sent broadcast", "shop"] = {"campaign_id": _broadcast(tx, owner, CampaignState.DONE, now)}
    things["automation", "shop"] = _automation(tx, owner, now)
    things["till", "shop"] = {"till_id": till}
    things["empty store", "shop"] = {"store_id": stores.add(tx, "Пустая", "Europe/Moscow")}


async def _debtor(cast: Cast, world: World) -> None:
    """Somebody whose purchase was undone when its points were gone."""
    poor = world.people["poor"] = await cast.joined("poor")
    purchase = await bought(cast, poor)
    await claimed(cast.shop, poor, await _reward(cast, world))
    world.things["other case", "shop"] = {"case_id": await _case(cast, poor)}
    await undo_sale(cast.shop, cast.lena.member_id, purchase)
    head = await cast.shop.db.read(lambda tx: ledger.head(tx, poor.member_id))
    assert head.debt
    world.things["debt", "shop"] = {"member_id": poor.member_id, "seq": head.seq}


async def _reward(cast: Cast, world: World) -> int:
    """The one reward of the shop, for 100 points."""
    kept = world.things.get(("reward", "shop"))
    if kept is None:
        kept = world.things["reward", "shop"] = {"reward_id": await added(cast, price=100)}
    return int(kept["reward_id"])


async def _case(cast: Cast, who: Actor) -> int:
    """He contests what his second operation moved."""
    view = await contest(cast.shop, who.member_id, who.account_id, 2)
    assert isinstance(view, ContestView), view
    return view.case_id


async def _purchase(cast: Cast, purchase_id: int) -> Values:
    """A purchase with a refund of it that only has to be confirmed, as the account was shown it."""
    owner = cast.owner
    view = await price_refund(cast.shop, owner.member_id, owner.account_id, purchase_id)
    assert isinstance(view, RefundView), view
    shown = await cast.shop.db.read(lambda tx: people.speaker_of(tx, owner.member_id))
    assert shown is not None
    return {"purchase_id": purchase_id, "code": view.code, "about": shown.about}


def _receipt(tx: Connection, member_id: int, store_id: int, now: datetime) -> int:
    """A receipt somebody has told everything of."""
    claim = receipts.begin(tx, member_id, store_id, now)
    receipts.tell_photo(tx, claim.id, "photo")
    receipts.tell_receipt(tx, claim.id, TypedReceipt(f"R{claim.id}", 450_00, now))
    return claim.id


def _open_shift(tx: Connection, member_id: int) -> int:
    shift = shifts.open_of(tx, member_id)
    assert shift is not None
    return shift.id


def _request(tx: Connection, client: Actor, now: datetime) -> int:
    """A question of a customer."""
    open_request(tx, RequestKind.QUESTION, client.member_id, "Где вы?", now)
    asked = requests.open_of(tx, RequestKind.QUESTION, client.member_id)
    assert asked is not None
    return asked.id


def _automation(tx: Connection, owner_id: int, now: datetime) -> Values:
    """An automation of the owner's own."""
    said = [Content(0, "", "Здравствуйте!")]
    campaign_id = add_draft(tx, Auto.CUSTOM, "Дегустация", owner_id, said, now)
    campaigns.change(tx, campaign_id, settings=packed({"schedule": "weekly"}))
    return {"campaign_id": campaign_id, "key": "weekday", "said": "3"}


def _broadcast(tx: Connection, owner_id: int, state: CampaignState, now: datetime) -> int:
    """A broadcast that says something."""
    plain = Broadcast(0, BROADCAST, "", state, 0, MessageClass.NEWS, author_id=owner_id)
    campaign_id = campaigns.add(tx, plain, now)
    campaigns.change(tx, campaign_id, previewed=0)
    campaigns.say(tx, campaign_id, Content(0, "", "Здравствуйте!", buttons=(Knob("reply", "Да", "Да"),)))
    return campaign_id


def message(tx: Connection, member_id: int, now: datetime) -> Values:
    """A message of a broadcast he got."""
    campaign_id = _broadcast(tx, member_id, CampaignState.DONE, now)
    recipients.add(tx, campaign_id, member_id, "", 0, now)
    got = recipients.after_member(tx, campaign_id, 0, 1)[0]
    recipients.end(tx, got, RecipientState.SENT, now, message_id="7")
    return {"recipient_id": got.id}


def _audience(tx: Connection, owner_id: int, now: datetime) -> Values:
    """A saved segment, and a broadcast that can get one."""
    plain = Broadcast(0, BROADCAST, "", CampaignState.DRAFT, 0, MessageClass.NEWS)
    return {
        "segment_id": saved_segments.add(tx, "Спящие", "last_purchase > 60d", owner_id, now),
        "campaign_id": campaigns.add(tx, plain, now),
    }
