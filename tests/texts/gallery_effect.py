"""What came of campaigns: every verdict, at its longest."""

from analytics.effect import Arm, EffectView, Verdict, best_variant, effect_of
from loyalty.automations import Auto
from loyalty.campaigns import RecipientList
from texts import effect, effect_table
from texts.screen import Screen
from texts.words import Words

WHY = (
    "no consent",
    "muted",
    "complaint",
    "too late",
    "not a member",
    "not wanted any more",
    "nothing to say",
)


def arm(people: int, buyers: int) -> Arm:
    """People who paid 450 each, those who bought."""
    return Arm(people, buyers, buyers, buyers * 450_00, buyers * 450_00.0**2)


def view(treated: Arm, control: Arm, control_bp: int = 0, **more: object) -> EffectView:
    """A report of these two arms."""
    arms = {0: treated}
    whole: dict[str, object] = {
        "campaign_id": 999_999,
        "title": "Ж" * 60,
        "automation": "",
        "days": 30,
        "is_early": False,
        "treated": treated,
        "control": control,
        "effect": effect_of(treated, control, control_bp),
        "arms": arms,
        "best": None,
        "ends": {"sent": 999_999, "failed": 9, "failed:unreachable: blocked": 7, "failed:Bad <Request>": 2},
        "did": {"clicked:0": 999_999, "unsubscribed": 9_999, "blocked": 9_999},
        "attributed_people": 999_999,
        "attributed_orders": 999_999,
        "attributed_minor": 99_999_999_99,
        "attributed_first_minor": 88_888_888_88,
        "points": 999_999,
        "points_cost_minor": 99_999_999_99,
        "clicks_known": False,
    }
    return EffectView(**{**whole, **more})  # type: ignore[arg-type]  # each by its name


def views() -> list[EffectView]:
    """One of each verdict, and the odd ones."""
    skipped = {"skipped": 700, **{f"skipped:{why}": 100 for why in WHY}}
    halves = {0: arm(450_000, 56_000), 1: arm(450_000, 70_000)}
    return [
        view(arm(900_000, 126_000), arm(100_000, 10_000), arms=halves, best=best_variant(halves)),
        view(arm(9_000, 1_200), arm(1_000, 100), arms={0: arm(9_000, 1_200), 1: arm(9, 1)}, ends=skipped),
        view(arm(9_000, 700), arm(1_000, 110), ends={"waiting": 999, "handed": 9, "unknown": 99}),
        view(arm(900, 120), arm(100, 11), is_early=True),
        view(arm(900, 99), arm(100, 11), is_early=True, automation=Auto.COMEBACK.value, title=""),
        view(arm(900, 0), arm(100, 0), title=""),
        view(arm(29, 1), arm(3, 0)),
        view(arm(900, 99), Arm(0), clicks_known=True, did={}, points=0),
        view(arm(900, 90), arm(300, 30), 1_000),
    ]


def screens(words: Words) -> list[Screen]:
    all_of_them = views()
    assert {one.effect.verdict for one in all_of_them} == set(Verdict)
    whole = RecipientList("Ж" * 60, 30, 999_999, 100_000)
    return [
        *(effect.effect(words, one) for one in all_of_them),
        effect.how(words, 999_999),
        effect.not_made(words),
        Screen(effect.making(words)),
        Screen(effect.counting(words)),
        effect_table.recipients_file(words, whole, b""),
        effect_table.recipients_file(words, RecipientList("", 30, 1, 1), b""),
        effect.drawn_up(words, 99_500, 100_000),
    ]
