"""Keys of tills, and what each choice of an owner opens."""

import pytest

from loyalty.tills import KEY_LENGTH, PRESETS, Preset, Scope, is_key, preset_of, scopes_of, scopes_text


def test_only_the_full_key_of_a_till_is_one() -> None:
    assert is_key("kp_" + "a" * KEY_LENGTH)
    for text in ("", "kp_", "kp_" + "a" * 21, "kp_" + "a" * 23, "xx_" + "a" * 22, "kp_" + "ж" * 22):
        assert not is_key(text)


@pytest.mark.parametrize("preset", list(Preset))
def test_scopes_are_read_back_as_they_were_kept(preset: Preset) -> None:
    scopes = PRESETS[preset]
    assert scopes_of(scopes_text(scopes)) == scopes
    assert preset_of(scopes) is preset


def test_a_scope_of_another_version_opens_nothing() -> None:
    assert scopes_of("earn fly") == {Scope.EARN}
    assert preset_of(frozenset({Scope.EARN})) is None


def test_who_may_only_earn_can_take_nothing() -> None:
    assert PRESETS[Preset.EARN].isdisjoint({Scope.SPEND, Scope.REFUND, Scope.HISTORY, Scope.PROMO})
    assert PRESETS[Preset.EARN] < PRESETS[Preset.SPEND] < PRESETS[Preset.ALL]
