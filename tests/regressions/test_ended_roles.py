"""A role that was taken does not come back by an old link or by an invitation that was never used."""

from pathlib import Path

from tests.cast import Stage, play
from tests.journeys.team import invitation


async def test_a_used_link_greets_nobody_who_was_dismissed(tmp_path: Path) -> None:
    async with play(tmp_path) as stage:
        await stage.owner.start()
        link = await invitation(stage)
        dima = stage.person("Дима")
        await dima.open(link)
        await stage.owner.press("Принять")
        await _dismiss(stage, "Дима")
        await dima.open(link)
        assert not any("Теперь вы кассир" in text for text in dima.heard[-1:])
        assert "Новая продажа" not in dima.keys


async def test_an_unused_invitation_ends_with_the_role(tmp_path: Path) -> None:
    async with play(tmp_path) as stage:
        await stage.owner.start()
        dima, anna = stage.person("Дима"), await stage.joined("Анна")
        for _ in range(2):
            await stage.owner.say("/staff")
            await stage.owner.press("Выбрать из контактов")
            await stage.owner.press("Кассира")
            await stage.owner.key("Выбрать кассира", dima)
        await dima.start()
        assert "Новая продажа" in dima.keys
        await _dismiss(stage, "Дима")
        await dima.start()
        await dima.scan(anna)
        assert not any("Сумма чека?" in text for text in dima.heard)
        assert "Новая продажа" not in dima.keys


async def test_an_owner_from_the_settings_is_greeted_in_his_own_language(tmp_path: Path) -> None:
    async with play(tmp_path, owner="Olga", language="en") as stage:
        await stage.owner.start()
        assert "Program" in " ".join(stage.owner.keys)


async def _dismiss(stage: Stage, name: str) -> None:
    await stage.owner.say("/staff")
    await stage.owner.press("Изменить сотрудника")
    await stage.owner.press(name)
    await stage.owner.press("Убрать из команды")
    await stage.owner.press("Да, убрать")
