"""The demo shop's two stores, and who works there beside the owner: a manager and two cashiers."""

from dataclasses import dataclass

from actions.arrive import arrive
from actions.edit_stores import ADDRESS, HOURS, NAME, NEW, our_stores, place_store, tell_about_store
from actions.invite_staff import pick_staff
from actions.recognise import Speaker
from actions.shifts import close_shift, open_shift, show_shift, work_in
from actions.shop import Shop
from loyalty.staff import Role
from loyalty.stores import Place
from sandbox.demo_till import speaker_of, went
from sandbox.state import Person
from sandbox.telegram import Telegram


@dataclass(frozen=True, slots=True)
class Premises:
    """A store as customers find it."""

    name: str
    address: str
    hours: str
    place: Place


# The page's cashier sells here at any hour of the day, so that nobody who tries the sandbox at night is odd.
STATION = Premises("У вокзала", "Привокзальная площадь, 3", "24/7", Place(55_776_500, 37_655_300))
PARK = Premises("В парке", "Парковая аллея, 7", "daily 9-21", Place(55_729_800, 37_601_000))


@dataclass(frozen=True, slots=True)
class Team:
    """Who works in the demo shop. park_id: the store of the second till."""

    station_till: Person
    park_till: Person
    park_id: int


async def open_stores(shop: Shop, owner: Speaker) -> tuple[int, int]:
    """The station's and the park's store, with all that customers are told of them; their ids."""
    who = (shop, owner.member_id, owner.account_id)
    station_id = went(await our_stores(shop, owner.member_id))[0].store.id
    park_id = went(await tell_about_store(*who, f"{NEW}:0", PARK.name)).store.id
    for store_id, premises in ((station_id, STATION), (park_id, PARK)):
        told = ((NAME, premises.name), (ADDRESS, premises.address), (HOURS, premises.hours))
        for what, text in told[store_id == park_id :]:
            went(await tell_about_store(*who, f"{what}:{store_id}", text))
        went(await place_store(*who, store_id, premises.place))
    return station_id, park_id


async def hire_team(shop: Shop, telegram: Telegram, owner: Speaker, cashier: Person) -> Team:
    """Everybody gets a role and comes: the page's cashier, a second one for the park, a manager for both."""
    both = station_id, park_id = await open_stores(shop, owner)
    second = telegram.add_person("Дарья", "Нежина", note="касса в парке / the park's till")
    manager = telegram.add_person("Марина", "Котова", note="управляющая / manager")
    for person, role, stores in (
        (cashier, Role.CASHIER, (station_id,)),
        (second, Role.CASHIER, both),
        (manager, Role.MANAGER, both),
    ):
        went(await pick_staff(shop, owner.member_id, str(person.id), role, stores))
        await arrive(shop, str(person.id), person.language, f"{person.first_name} {person.last_name}", "")
        telegram.start(person)
    went(await work_in(shop, (await speaker_of(shop, second)).member_id, park_id))
    return Team(cashier, second, park_id)


async def begin_day(shop: Shop, till: Person) -> None:
    """Open a shift where he works."""
    went(await open_shift(shop, (await speaker_of(shop, till)).member_id))


async def end_day(shop: Shop, till: Person) -> None:
    """Close the shift his sales have opened."""
    member_id = (await speaker_of(shop, till)).member_id
    went(await close_shift(shop, member_id, went(await show_shift(shop, member_id)).shift_id))
