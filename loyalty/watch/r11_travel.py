"""R11: one card in two stores faster than anybody travels."""

from loyalty.watch.base import Hit, Rule, SaleFacts

# A store nobody has put on the map is taken to be so far away.
UNKNOWN_METRES = 500


def check(sale: SaleFacts, speed_kmh: int) -> Hit | None:
    """The way from the store of an earlier purchase would have taken a speed above this.

    The hit's metres are 0 when nobody knows them.
    """
    for one in sale.before:
        if one.store_id == sale.store_id:
            continue
        metres = UNKNOWN_METRES if one.metres is None else one.metres
        seconds = int((sale.at - one.at).total_seconds())
        if metres * 3600 > speed_kmh * 1000 * seconds:
            known = one.metres or 0
            return sale.hit(Rule.TRAVEL, minutes=seconds // 60, metres=known, store=one.store_id)
    return None
