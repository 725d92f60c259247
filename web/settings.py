"""What the HTTP doors need to know of the process they stand in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WebSettings:
    """public_url: where people and tills reach the doors, "" when nowhere; without a slash at its end.

    init_data_key: checks who opened a page inside the messenger; made of the bot's token.
    till_a_second, till_at_once: how many requests of one till are answered, for long and for a moment.
    metrics_key: the bearer key of /metrics, "" for none: then it answers on this machine only.
    """

    public_url: str = ""
    init_data_key: bytes = b""
    metrics_key: str = ""
    till_a_second: float = 10.0
    till_at_once: int = 20
