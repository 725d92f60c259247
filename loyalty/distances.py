"""How far two places are from each other. Degrees and metres are no money: here fractions are right."""

from math import asin, cos, radians, sin, sqrt

from loyalty.stores import E6, Place

EARTH_RADIUS_METRES = 6_371_000


def distance_metres(one: Place, other: Place) -> int:
    """The way between two points as the crow flies (haversine on a ball, off by 0.5 % at most)."""
    first, second = radians(one.latitude_e6 / E6), radians(other.latitude_e6 / E6)
    north, east = second - first, radians((other.longitude_e6 - one.longitude_e6) / E6)
    half = sin(north / 2) ** 2 + cos(first) * cos(second) * sin(east / 2) ** 2
    return round(2 * EARTH_RADIUS_METRES * asin(min(1.0, sqrt(half))))
