"""What a person sets for himself and what his messenger tells about him."""

from actions.brake import blocked_by
from actions.join import ADVERTISING, Consent
from actions.shop import Shop
from storage import people
from storage.database import Connection


async def change_advertising(shop: Shop, member_id: int, consent: Consent) -> None:
    """A later yes or no to advertising, one more line of the consent log; the same once more writes none."""
    now = shop.now()

    def write(tx: Connection) -> None:
        if people.consent(tx, member_id, ADVERTISING) != consent.given:
            people.add_consent(
                tx, member_id, ADVERTISING, consent.given, consent.text_version, consent.language, now
            )

    await shop.db.write(write)


async def mark_reachable(shop: Shop, account_id: int, *, reachable: bool) -> None:
    """The person blocked the bot, or came back. Many who block it after a campaign's message stop that."""
    now = shop.now()

    def write(tx: Connection) -> None:
        people.change_account(tx, account_id, reachable=reachable)
        if not reachable and (member_id := people.member_of_account(tx, account_id)) is not None:
            blocked_by(tx, member_id, now)

    await shop.db.write(write)
    shop.wake()


async def stop_asking(shop: Shop, account_id: int) -> None:
    """Whatever was asked is not asked any more."""
    await shop.db.write(lambda tx: people.stop_asking(tx, account_id))
