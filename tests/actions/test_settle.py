"""What a person sets for himself."""

from actions.join import ADVERTISING, Consent
from actions.profile import show_settings
from actions.settle import change_advertising
from actions.shop import Shop
from storage.schema import consents
from tests.actions.people import Cast


async def test_a_word_on_advertising_given_twice_is_written_once(cast: Cast, shop: Shop) -> None:
    anna = (await cast.joined("Анна")).member_id
    before = len(await cast.stand.rows(consents))
    for given in (False, False, True):
        await change_advertising(shop, anna, Consent(ADVERTISING, given, "1", "ru"))
        assert (await show_settings(shop, anna)).advertising is given
    assert len(await cast.stand.rows(consents)) == before + 2
