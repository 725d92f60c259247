"""One door for everything that names a customer at the till, whatever read it: chat, photo, page, program."""

from actions.open_sale import open_named
from actions.shop import Shop
from loyalty.identifying import By, read_customer
from loyalty.refusals import Refused
from loyalty.sale import Way
from loyalty.views import SaleView


async def identify(shop: Shop, cashier_id: int, account_id: int, text: str, way: Way) -> SaleView | Refused:
    """Open a sale for whoever this text names: a card's link, a pay code's link, a card number, a phone.

    way: the door it came through; a pay code and a phone are kept as such, except from programs.
    Refuses CARD_MISTYPED, NOT_A_CARD, and as open_named does; whose phone is unknown
    can be enrolled.
    """
    named = read_customer(text, shop.settings.bot_username)
    if isinstance(named, Refused):
        return named
    if way is not Way.API:
        way = Way.CODE if named.pay_digits else Way.PHONE if named.by is By.PHONE else way
    return await open_named(shop, cashier_id, account_id, named, way)
