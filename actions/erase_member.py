"""A member has himself erased: who he is goes at once, the books stay anonymous, the balance is forfeited."""

from dataclasses import replace
from datetime import UTC, datetime

from actions.claims import give_back
from actions.gift_points import withdraw_gifts
from actions.operation import Operation, record
from actions.points import purse
from actions.shop import Shop
from actions.was_here import account_index
from loyalty.cards import TOKEN_ALPHABET, TOKEN_LENGTH
from loyalty.joining import Step
from loyalty.privacy import Farewell, decide_erasure, erasing
from loyalty.redeeming import HoldState
from loyalty.refusals import Refused
from loyalty.rewards import ClaimState
from loyalty.wallet import wallet
from storage import certificates, erasure, erasures, holds, ledger, notices, people, privacy, rewards, staff
from storage import shop as rows
from storage.database import Connection
from storage.erasures import ACCOUNT, PHONE, Trace


async def ask_erasure(shop: Shop, member_id: int) -> Farewell | Refused:
    """What erasing costs this member at this moment. Refuses NOT_JOINED, WORKS_HERE."""
    now = shop.now()
    return await shop.db.read(lambda tx: _farewell(tx, member_id, now))


async def erase_member(shop: Shop, member_id: int, seq: int) -> Farewell | Refused | None:
    """Erase him, if nothing moved since he was shown what it costs; None when it is done.

    Moved meanwhile: the new costs, and nothing is done. Refuses NOT_JOINED (also: erased before), WORKS_HERE.
    """
    now, token = shop.now(), shop.new_code(TOKEN_ALPHABET, TOKEN_LENGTH)

    def write(tx: Connection) -> Farewell | Refused | None:
        seen = _farewell(tx, member_id, now)
        if isinstance(seen, Refused) or seen.seq != seq:
            return seen
        erase(tx, shop, member_id, token, now)
        return None

    outcome = await shop.db.write(write)
    shop.wake()
    if outcome is None:
        shop.db.empty_log()
    return outcome


def erase(tx: Connection, shop: Shop, member_id: int, token: str, now: datetime) -> None:
    """Erase a member whoever he is, with the cards that went into his; the traces get this token."""
    everybody = [member_id, *erasure.merged_into(tx, member_id)]
    _keep_traces(tx, shop, everybody, token, now)
    _end_role(tx, member_id, now)
    _end_sales(tx, member_id, now)
    withdraw_gifts(tx, member_id, now)
    for claim in rewards.waiting_claims(tx, member_id):
        operation = Operation(f"claim-erased:{claim.id}", {"claim": claim.id}, None, now)
        give_back(tx, operation, claim, ClaimState.RETURNED, "claim_returned")
    rewards.drop_questions(tx, member_id)
    _forfeit(tx, member_id, now)
    _withdraw_consents(tx, member_id, now)
    for one in everybody:
        erasure.forget(tx, one, now)


def _farewell(tx: Connection, member_id: int, now: datetime) -> Farewell | Refused:
    works_here = staff.facts(tx, member_id) is not None
    refused = decide_erasure(Step(people.member(tx, member_id).step), works_here=works_here)
    return refused or costs(tx, member_id, now)


def costs(tx: Connection, member_id: int, now: datetime) -> Farewell:
    """What a member owns that erasing takes from him, or that he can take along."""
    owned = purse(tx, member_id, rows.programme(tx), now)
    # Whole: a debt is forgiven, so it takes nothing off what is forfeited.
    whole = wallet(owned.lots, replace(owned.holder, debt=0), now)
    return Farewell(
        seq=owned.head.seq,
        wallet=whole,
        debt=owned.head.debt,
        claims=tuple((one.title, one.points) for one in rewards.waiting_claims(tx, member_id)),
        certificates=tuple((one.code, one.balance_minor) for one in certificates.of_holder(tx, member_id)),
    )


def _keep_traces(tx: Connection, shop: Shop, everybody: list[int], token: str, now: datetime) -> None:
    day = now.astimezone(UTC).date()
    places = [place for one in everybody for place in erasure.accounts_of(tx, one)]
    phones = {index for one in everybody for index in erasure.phones_of(tx, one)}
    values = [(ACCOUNT, account_index(shop, *place)) for place in places]
    values += [(PHONE, index) for index in phones]
    erasures.add(tx, [Trace(token, field, index, day) for field, index in values])


def _end_role(tx: Connection, member_id: int, now: datetime) -> None:
    """Only after a restore: the copy may be older than the end of his role."""
    if staff.facts(tx, member_id) is not None:
        staff.dismiss(tx, member_id, member_id, now)
    for _, external_id in erasure.accounts_of(tx, member_id):
        staff.withdraw_invitations(tx, member_id, external_id)


def _end_sales(tx: Connection, member_id: int, now: datetime) -> None:
    """A till that serves him now sees the sale end."""
    hold = holds.open_sale_hold(tx, member_id)
    if hold is not None:
        holds.end(tx, hold, HoldState.VOID, now)
    for draft in erasure.end_drafts(tx, member_id):
        cashier = people.speaker_of(tx, draft.cashier_id)
        if cashier is not None:
            people.stop_asking_about(tx, cashier.account_id, draft.id)
        if draft.message_id:
            notices.queue(tx, draft.cashier_id, "edit.sale_ended", {"message_id": draft.message_id}, now)


def _forfeit(tx: Connection, member_id: int, now: datetime) -> None:
    head, lots = ledger.head(tx, member_id), ledger.open_lots(tx, member_id)
    operation = Operation(f"erased:{member_id}", {"member": member_id}, None, now)
    operation_id = record(tx, operation, {"points": head.points})
    if postings := erasing(lots, head.debt):
        ledger.post(tx, operation_id, member_id, postings, None, now)


def _withdraw_consents(tx: Connection, member_id: int, now: datetime) -> None:
    for one in privacy.consents_now(tx, member_id):
        if one.given:
            people.add_consent(
                tx, member_id, one.kind, given=False, text_version=one.text_version, language="", at=now
            )
