"""The history: a page at a time, each line opened, the calculation behind it."""

from pathlib import Path

from tests.cast import Actor, Stage, plain, play


async def test_every_change_is_told_and_pages_turn_in_place(tmp_path: Path) -> None:
    async with play(tmp_path) as stage:
        anna = await stage.joined("Анна")
        await anna.say("/history")
        assert anna.sees.startswith("Здесь пока пусто.")
        await stage.owner.start()
        for amount in ("10", "100", "200 №7", "300", "400", "500", "600", "700,50"):
            await stage.owner.sell(anna, amount)
        await anna.key("История")
        bubble = anna.screen
        newest = plain(bubble.text).splitlines()
        assert newest[0].startswith("1. +35 баллов · ")
        assert newest[1] == "Покупка: 700,50 ₽"
        assert newest[-1] == "Страница 1 из 2"
        assert anna.buttons == ["1", "2", "3", "4", "5", "6", "Раньше ›", "Забыли карту?"]
        await anna.press("Раньше ›")
        assert anna.screen.id == bubble.id
        first, _, _, silent, why, *_ = anna.sees.splitlines()
        assert first.startswith("1. +5 баллов")
        assert silent.startswith("2. 0 баллов")
        assert why == "Покупка: 10 ₽"
        assert anna.buttons == ["1", "2", "‹ Новее", "Забыли карту?"]
        for page in ("99", "-1", "x", "9" * 40):
            await anna.forge(f"history:{page}")
        await anna.forge("history:0")
        assert anna.sees.endswith("Страница 1 из 2")
        assert await stage.scalar("SELECT count(*) FROM inbox WHERE state <> 'done'") == 0


async def test_a_line_opens_and_explains_itself(tmp_path: Path) -> None:
    async with play(tmp_path) as stage:
        anna = await one_purchase(stage)
        bubble = anna.screen
        await anna.press("1")
        assert anna.screen.id == bubble.id
        assert anna.sees.splitlines()[1] == "Покупка: 459,90 ₽, чек № 7"
        assert anna.buttons == ["Как посчитали", "Это не я", "‹ К истории"]
        await anna.press("Как посчитали")
        assert anna.sees.splitlines()[3:] == [
            "Чек: 459,90 ₽",
            "Баллы считаются от 459,90 ₽",
            "5 % от 459,90 ₽: как обычно",
            "Это 22 балла, с округлением вниз.",
            "Итого: 22 балла",
            "",
            "По правилам № 1.",
        ]
        await anna.press("‹ Назад")
        await anna.press("‹ К истории")
        assert anna.sees == plain(bubble.text)


async def test_a_line_is_its_owners_alone(tmp_path: Path) -> None:
    async with play(tmp_path) as stage:
        await one_purchase(stage)
        boris = await stage.joined("Борис")
        await boris.say("/history")
        for data in ("line:1:1:0", "line:0:1:0", "counted:1:1:0", "line", "line:x:-1:", "counted:0:0:0"):
            await boris.forge(data)
            assert boris.sees.startswith("Эта кнопка устарела"), data
            await boris.say("/history")


async def one_purchase(stage: Stage) -> Actor:
    """Anna with her history of one line in front of her."""
    anna = await stage.joined("Анна")
    await stage.owner.start()
    await stage.owner.sell(anna, "459,90 №7")
    await anna.key("История")
    return anna


async def test_what_an_owner_decided_on_a_complaint_reads_as_his_decision(tmp_path: Path) -> None:
    async with play(tmp_path) as stage:
        anna = await one_purchase(stage)
        await anna.press("1")
        await anna.press("Это не я")
        await anna.press("Да, разберитесь")
        await stage.owner.press("Посмотреть")
        await stage.owner.press("Принять и отменить")
        await stage.owner.press("Да, отменить")
        await anna.say("/history")
        figures, why = anna.sees.splitlines()[:2]
        assert figures.startswith("1. −22 балла · ")
        assert why == "Решение по обращению: баллы сняты, покупка на 459,90 ₽, чек № 7"
        await anna.press("1")
        assert "Это не я" not in anna.buttons
