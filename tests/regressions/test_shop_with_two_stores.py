"""What broke once a shop opened its second store, and once a person had two accounts."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.cast import Stage, play
from tests.journeys.team import hired


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with play(tmp_path) as stage:
        await stage.owner.start()
        yield stage


async def test_the_first_store_has_a_name_when_a_customer_chooses_where_he_bought(stage: Stage) -> None:
    await stage.owner.say("/stores")
    await stage.owner.press("Добавить магазин")
    await stage.owner.say("Ленина 5")
    anna = await stage.joined("Анна")
    stage.clock.advance(7 * 86_400)
    await anna.say("/receipt")
    assert anna.buttons == ["Маяк", "Ленина 5", "Отмена"]
    await anna.press("Маяк")
    await anna.photo()
    await anna.say("№1234 450 вчера")
    assert anna.sees.splitlines()[0].endswith(", Маяк")
    await anna.press("Отправить")
    assert any("№ 1234" in text and ", Маяк" in text for text in stage.owner.heard)


async def test_who_blocked_the_bot_with_one_of_two_accounts_is_still_asked_for_his_points(
    stage: Stage,
) -> None:
    anna, twin = await stage.joined("Анна"), await stage.joined("Анюта")
    lena = await hired(stage, "Лена")
    await lena.sell(anna, "1000")
    await stage.owner.say("/member Анюта")
    await stage.owner.press("Объединить карты")
    await stage.owner.say("Анна")
    await stage.owner.press("Объединить")
    await anna.block()
    await lena.scan(twin)
    await lena.say("450")
    await lena.press(next(label for label in lena.buttons if label.startswith("Списать")))
    assert "Жду согласия покупателя" in lena.sees
    assert twin.sees.startswith("Списать ")


async def test_a_store_that_is_not_on_the_map_is_at_no_made_up_distance(stage: Stage) -> None:
    anna, lena = await stage.joined("Анна"), await hired(stage, "Лена")
    await stage.owner.say("/stores")
    await stage.owner.press("Добавить магазин")
    await stage.owner.say("Ленина 5")
    await stage.owner.say("/staff")
    for label in ("Изменить сотрудника", "Лена", "Магазины", "Ленина 5", "Готово"):
        await stage.owner.press(label)
    stage.clock.advance(7 * 86_400)
    await lena.sell(anna, "450")
    await lena.say("/shift")
    await lena.press("Перейти: Ленина 5")
    await lena.sell(anna, "450")
    assert "в другом магазине: «Маяк».\n" in stage.owner.sees


async def test_a_search_for_a_refund_is_closed_and_the_next_card_number_is_a_sale(stage: Stage) -> None:
    anna, lena = await stage.joined("Анна"), await hired(stage, "Лена")
    await lena.key("Возврат")
    await lena.press("Закрыть")
    await lena.scan_card(anna)
    assert "Сумма чека?" in lena.sees
