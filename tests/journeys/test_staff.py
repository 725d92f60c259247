"""The team as owner, cashiers and would-be cashiers live it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.cast import Stage, play
from tests.journeys.team import hired, invitation


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with play(tmp_path) as stage:
        await stage.owner.start()
        yield stage


async def test_a_link_a_candidate_with_a_photo_and_the_owners_word(stage: Stage) -> None:
    dima = stage.person("Дима", photo=True)
    link = await invitation(stage)
    assert stage.owner.screen.buttons[0][0]["copy_text"] == {"text": link}
    await dima.open(link)
    assert stage.owner.sees == "По вашей ссылке пришёл человек: Дима. Сделать кассиром?"
    assert stage.owner.screen.photo == dima.person.photo_id
    assert stage.owner.buttons == ["Принять", "Отклонить"]
    await stage.owner.tap_twice("Принять")
    assert stage.owner.sees == "Дима теперь в команде и может сканировать карты."
    assert stage.owner.screen.photo == dima.person.photo_id, "the photo stays above the answer"
    assert dima.sees.startswith("Теперь вы кассир.")
    assert "Новая продажа" in dima.keys


async def test_a_declined_candidate_cannot_sell(stage: Stage) -> None:
    dima, anna = stage.person("Дима"), await stage.joined("Анна")
    link = await invitation(stage)
    await dima.open(link)
    await stage.owner.press("Отклонить")
    assert stage.owner.sees == "Отклонено: Дима. Эта ссылка больше не работает."
    await dima.scan(anna)
    assert "Сумма чека?" not in dima.sees
    other = stage.person("Егор")
    await other.open(link)
    assert "больше не работает" in other.sees


async def test_a_contact_is_chosen_told_and_begins_with_one_tap(stage: Stage) -> None:
    dima = await stage.joined("Дима")
    await stage.owner.say("/staff")
    await stage.owner.press("Выбрать из контактов")
    await stage.owner.press("Кассира")
    await stage.owner.key("Выбрать кассира", dima)
    assert stage.owner.sees.startswith("Дима: приглашение отправлено.")
    assert "Программа" in stage.owner.keys, "the owner's own keys are back"
    assert dima.sees == "Вас приглашают работать на кассе этого магазина."
    await dima.tap_twice("Начать работу")
    assert dima.sees.startswith("Теперь вы кассир.")
    anna = await stage.joined("Анна")
    await dima.scan(anna)
    assert "Сумма чека?" in dima.sees


async def test_a_chosen_stranger_begins_by_opening_the_bot(stage: Stage) -> None:
    egor = stage.person("Егор")
    await stage.owner.say("/staff")
    await stage.owner.press("Выбрать из контактов")
    await stage.owner.press("Кассира")
    await stage.owner.key("Выбрать кассира", egor)
    assert "https://t.me/mayak_bot" in stage.owner.sees
    await egor.start()
    assert egor.sees.startswith("Теперь вы кассир.")


async def test_somebody_chosen_after_another_question_is_not_invited_as_whatever(stage: Stage) -> None:
    """A manager was meant; after another question nobody knows that, so the role is asked for again."""
    anna, dima = await stage.joined("Анна"), await stage.joined("Дима")
    await stage.owner.say("/staff")
    await stage.owner.press("Выбрать из контактов")
    await stage.owner.press("Управляющего")
    await stage.owner.scan(anna)
    await stage.owner.key("Выбрать управляющего", dima)
    assert stage.owner.sees == "Никого не пригласили: выберите ещё раз роль, потом человека: /staff"
    assert "Программа" in stage.owner.keys, "the owner's own keys are back"
    assert await stage.scalar("SELECT count(*) FROM invitations WHERE state = 'confirmed'") == 0
    assert not any("приглашают" in text for text in dima.heard)


async def test_choosing_nobody_or_oneself_brings_the_keys_back(stage: Stage) -> None:
    for choose in ("Не выбирать", "Выбрать кассира"):
        await stage.owner.say("/staff")
        await stage.owner.press("Выбрать из контактов")
        await stage.owner.press("Кассира")
        await stage.owner.key(choose, stage.owner)
        assert "Программа" in stage.owner.keys


async def test_an_invitation_to_begin_that_is_over_begins_nothing(stage: Stage) -> None:
    dima = await stage.joined("Дима")
    await stage.owner.say("/staff")
    await stage.owner.press("Выбрать из контактов")
    await stage.owner.press("Кассира")
    await stage.owner.key("Выбрать кассира", dima)
    stage.clock.advance(24 * 3600)
    await dima.press("Начать работу")
    assert "больше не работает" in dima.sees


async def test_the_list_the_removal_and_what_the_former_cashier_reads(stage: Stage) -> None:
    lena = await hired(stage, "Лена")
    await stage.owner.say("Сотрудники")
    assert stage.owner.sees == "Ваша команда\nОльга: владелец\nЛена: кассир"
    await stage.owner.press("Изменить сотрудника")
    assert stage.owner.buttons == ["Лена", "‹ Назад"]
    await stage.owner.press("Лена")
    assert stage.owner.buttons[0] == "Сделать управляющим"
    await stage.owner.press("Убрать из команды")
    assert stage.owner.sees == "Убрать из команды: Лена? Доступ к кассе закроется сразу."
    await stage.owner.tap_twice("Да, убрать")
    assert "Лена" not in stage.owner.sees
    assert "Изменить сотрудника" not in stage.owner.buttons
    assert lena.sees.startswith("Доступ к кассе закрыт")
    assert "Новая продажа" not in lena.keys


async def test_the_doors_of_the_owner_are_closed_to_others(stage: Stage) -> None:
    lena, anna = await hired(stage, "Лена"), await stage.joined("Анна")
    for person in (lena, anna):
        for command in ("/admin", "/program", "/staff", "/verify"):
            await person.say(command)
            assert "/help" in person.sees
        for data in ("staff.out:1", "staff.yes:1", "staff.link", "program.rate:9900", "verify"):
            await person.forge(data)
    await stage.owner.say("/staff")
    assert stage.owner.sees == "Ваша команда\nОльга: владелец\nЛена: кассир"


async def test_the_owners_forged_buttons_do_nothing(stage: Stage) -> None:
    lena = await hired(stage, "Лена")
    for data in ("staff.out", "staff.out:x", "staff.ask:999", "staff.yes:999", "staff.no", "program.ask:x"):
        await stage.owner.say("/staff")
        await stage.owner.forge(data)
    await stage.owner.say("/staff")
    assert stage.owner.sees == "Ваша команда\nОльга: владелец\nЛена: кассир"
    assert "Новая продажа" in lena.keys
