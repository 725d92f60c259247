"""The settings of messages: topics, quiet hours and the city, with the buttons as they are pressed."""

from pathlib import Path

from tests.cast import play

TOPICS = ["✓ Сроки баллов", "✓ День рождения", "✓ Друзья", "✓ Уровень", "✓ Оценки и вопросы"]


async def test_topics_hours_and_the_city_are_set_with_buttons(tmp_path: Path) -> None:
    async with play(tmp_path) as stage:
        anna = await stage.joined("Анна")
        await anna.key("Настройки")
        await anna.press("Сообщения")
        rest = ["Новости и акции", "Тихие часы", "Часовой пояс", "Что мне приходит", "‹ К настройкам"]
        assert anna.buttons == [*TOPICS, *rest]
        assert "С 21:00 до 9:00 новости и предложения не приходят. Часовой пояс: Москва." in anna.sees
        await anna.press("✓ Сроки баллов")
        assert anna.buttons[:2] == ["Сроки баллов", "✓ День рождения"]
        await anna.press("✓ Уровень")
        await anna.press("Сроки баллов")
        assert anna.buttons[:4] == [*TOPICS[:3], "Уровень"]
        await anna.press("Тихие часы")
        await anna.press("20:00–10:00")
        assert "С 20:00 до 10:00" in anna.sees
        await anna.press("Часовой пояс")
        await anna.press("Владивосток")
        assert "Часовой пояс: Владивосток." in anna.sees
        await anna.press("Часовой пояс")
        await anna.press("Как в магазине")
        assert "Часовой пояс: Москва." in anna.sees
        assert anna.buttons[3] == "Уровень", "nothing else was touched"
        await anna.press("‹ К настройкам")
        assert anna.sees.startswith("Настройки")


async def test_forged_buttons_change_nothing(tmp_path: Path) -> None:
    async with play(tmp_path) as stage:
        anna = await stage.joined("Анна")
        await anna.say("/settings")
        await anna.press("Сообщения")
        before = (anna.sees, anna.buttons)
        forged = ("messages.topic", "messages.topic:receipts:0", "messages.hours:23:7", "messages.hours:x")
        for data in (*forged, "messages.zone:Europe/Atlantis", "messages.zone:../../etc/passwd"):
            await anna.forge(data)
            assert (anna.sees, anna.buttons) == before
