"""How people come to work in the shop and how they leave it."""

from dataclasses import replace

from actions.answer_candidate import Answered, answer_candidate
from actions.arrive import Greeting
from actions.dismiss_staff import dismiss_staff
from actions.invite_staff import owner_link, pick_staff, staff_link
from actions.list_staff import list_staff
from actions.open_sale import open_sale
from actions.open_shop import open_shop
from actions.shop import Shop
from loyalty.refusals import Refusal, Refused
from loyalty.staff import Role
from storage.schema import invitations
from tests.actions.people import Actor, Cast, payload_of


def reason(outcome: object) -> Refusal:
    assert isinstance(outcome, Refused), outcome
    return outcome.reason


async def role(cast: Cast, actor: Actor) -> str:
    lines = await list_staff(cast.shop, cast.owner.member_id)
    assert not isinstance(lines, Refused)
    return next((line.role.value for line in lines.lines if line.member_id == actor.member_id), "")


async def newest_invitation(cast: Cast) -> int:
    return int((await cast.stand.rows(invitations))[-1].id)


async def test_a_shop_has_one_first_owner(cast: Cast, shop: Shop) -> None:
    assert await owner_link(shop) is None
    assert await role(cast, cast.owner) == Role.OWNER


async def test_a_link_makes_a_candidate_whom_the_owner_sees_and_accepts(cast: Cast, shop: Shop) -> None:
    link = payload_of(await staff_link(shop, cast.owner.member_id))
    dima = await cast.joined("Дима")
    for _ in range(2):
        assert (await cast.start(dima.external_id, "Дима", link)).outcome is Greeting.CANDIDATE
    invitation = await newest_invitation(cast)
    asked = {"invitation": invitation, "person": dima.member_id, "photo_id": "photo"}
    asked |= {"role": "cashier", "stores": ""}
    told = await cast.told(cast.owner)
    assert told.count(("candidate", asked)) == 1, "opening the link twice asks once"
    assert await role(cast, dima) == ""
    for _ in range(2):
        answered = await answer_candidate(shop, cast.owner.member_id, invitation, accept=True)
        assert answered == Answered("Дима", accepted=True)
    assert await role(cast, dima) == Role.CASHIER
    assert await cast.told(dima) == [("hired", {"role": "cashier", "has_card": True, "stores": ""})]


async def test_a_declined_candidate_stays_declined(cast: Cast, shop: Shop) -> None:
    link = payload_of(await staff_link(shop, cast.owner.member_id))
    dima = await cast.stranger("Дима")
    await cast.start(dima.external_id, "Дима", link)
    invitation = await newest_invitation(cast)
    for accept in (False, True):
        answered = await answer_candidate(shop, cast.owner.member_id, invitation, accept=accept)
        assert answered == Answered("Дима", accepted=False)
    assert reason((await cast.start(dima.external_id, "Дима", link)).outcome) is Refusal.LINK_DEAD
    assert await role(cast, dima) == ""


async def test_a_link_is_for_one_person_and_one_day(cast: Cast, shop: Shop) -> None:
    link = payload_of(await staff_link(shop, cast.owner.member_id))
    first, second = await cast.stranger("Первый"), await cast.stranger("Второй")
    await cast.start(first.external_id, "Первый", link)
    assert reason((await cast.start(second.external_id, "Второй", link)).outcome) is Refusal.LINK_DEAD
    fresh = payload_of(await staff_link(shop, cast.owner.member_id))
    cast.clock.advance(24 * 3600)
    assert reason((await cast.start(second.external_id, "Второй", fresh)).outcome) is Refusal.LINK_DEAD


async def test_only_the_owner_invites_answers_lists_and_dismisses(cast: Cast, shop: Shop) -> None:
    anna = await cast.joined("Анна")
    for actor in (cast.lena, anna):
        me = actor.member_id
        closed = Refusal.NOT_ALLOWED if actor is cast.lena else Refusal.NOT_STAFF
        assert reason(await staff_link(shop, me)) is closed
        assert reason(await pick_staff(shop, me, anna.external_id)) is closed
        assert reason(await list_staff(shop, me)) is closed
        assert reason(await dismiss_staff(shop, me, cast.boris.member_id)) is Refusal.NOT_OWNER
        assert reason(await answer_candidate(shop, me, 1, accept=True)) is closed


async def test_an_invitation_nobody_opened_cannot_be_answered(cast: Cast, shop: Shop) -> None:
    await staff_link(shop, cast.owner.member_id)
    for invitation in (await newest_invitation(cast), 999):
        answered = await answer_candidate(shop, cast.owner.member_id, invitation, accept=True)
        assert reason(answered) is Refusal.LINK_DEAD


async def test_a_person_chosen_in_the_contacts_begins_with_his_own_start(cast: Cast, shop: Shop) -> None:
    dima = await cast.joined("Дима")
    assert await pick_staff(shop, cast.owner.member_id, dima.external_id) is True
    assert [kind for kind, _ in await cast.told(dima)] == ["picked"]
    assert await role(cast, dima) == ""
    assert (await cast.start(dima.external_id, "Дима")).outcome is Greeting.HIRED
    assert await role(cast, dima) == Role.CASHIER
    assert (await cast.start(dima.external_id, "Дима")).outcome is Greeting.PLAIN


async def test_a_chosen_stranger_cannot_be_told_and_still_begins(cast: Cast, shop: Shop) -> None:
    assert await pick_staff(shop, cast.owner.member_id, "777") is False
    assert (await cast.start("777", "Егор")).outcome is Greeting.HIRED


async def test_a_choice_ends_after_a_day(cast: Cast, shop: Shop) -> None:
    dima = await cast.joined("Дима")
    await pick_staff(shop, cast.owner.member_id, dima.external_id)
    cast.clock.advance(24 * 3600)
    assert (await cast.start(dima.external_id, "Дима")).outcome is Greeting.PLAIN
    assert await role(cast, dima) == ""


async def test_staff_are_not_invited_again(cast: Cast, shop: Shop) -> None:
    picked = await pick_staff(shop, cast.owner.member_id, cast.lena.external_id)
    assert reason(picked) is Refusal.ALREADY_STAFF
    link = payload_of(await staff_link(shop, cast.owner.member_id))
    opened = (await cast.start(cast.lena.external_id, "Лена", link)).outcome
    assert reason(opened) is Refusal.ALREADY_STAFF


async def test_the_list_shows_everybody_and_whom_the_owner_may_remove(cast: Cast, shop: Shop) -> None:
    lines = await list_staff(shop, cast.owner.member_id)
    assert not isinstance(lines, Refused)
    assert [(line.name, line.role, line.removable) for line in lines.lines] == [
        ("Ольга", Role.OWNER, False),
        ("Лена", Role.CASHIER, True),
        ("Борис", Role.CASHIER, True),
    ]


async def test_a_dismissed_cashier_cannot_sell_from_that_moment(cast: Cast, shop: Shop) -> None:
    anna = await cast.joined("Анна")
    lena = cast.lena
    assert await dismiss_staff(shop, cast.owner.member_id, lena.member_id) == "Лена"
    assert (await cast.told(lena))[-1] == ("dismissed", {"has_card": False})
    opened = await open_sale(shop, lena.member_id, lena.account_id, number=anna.number)
    assert reason(opened) is Refusal.NOT_STAFF
    again = await dismiss_staff(shop, cast.owner.member_id, lena.member_id)
    assert reason(again) is Refusal.NOT_STAFF


async def test_the_owner_cannot_remove_himself(cast: Cast, shop: Shop) -> None:
    own = await dismiss_staff(shop, cast.owner.member_id, cast.owner.member_id)
    assert reason(own) is Refusal.CANNOT_REMOVE_SELF


async def test_a_dismissed_cashier_can_be_invited_again(cast: Cast, shop: Shop) -> None:
    await dismiss_staff(shop, cast.owner.member_id, cast.lena.member_id)
    assert await pick_staff(shop, cast.owner.member_id, cast.lena.external_id) is True
    await cast.start(cast.lena.external_id, "Лена")
    assert await role(cast, cast.lena) == Role.CASHIER


async def test_what_a_dismissed_owner_offered_ends_with_his_role(cast: Cast, shop: Shop) -> None:
    other = await cast.joined("Нина")
    listed = replace(shop, settings=replace(shop.settings, owner_ids=(other.external_id,)))
    await open_shop(listed, "Kopilka")
    link = payload_of(await staff_link(shop, cast.owner.member_id))
    opened = payload_of(await staff_link(shop, cast.owner.member_id))
    candidate = await cast.stranger("Дима")
    await cast.start(candidate.external_id, "Дима", opened)
    invitation = await newest_invitation(cast)
    assert await pick_staff(shop, cast.owner.member_id, "777") is False
    assert await dismiss_staff(shop, other.member_id, cast.owner.member_id) == "Ольга"
    assert (await cast.start("777", "Егор")).outcome is Greeting.PLAIN
    assert reason((await cast.start("778", "Иван", link)).outcome) is Refusal.LINK_DEAD
    answered = await answer_candidate(shop, other.member_id, invitation, accept=True)
    assert answered == Answered("Дима", accepted=False)
