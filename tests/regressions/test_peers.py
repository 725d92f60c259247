"""What other loyalty bots do wrong, played on ours: each story broke at least one of them."""

import asyncio
from pathlib import Path

from loyalty.cards import parse_start
from tests.cast import MEMBER_KEYS, play


async def test_a_start_with_any_payload_by_a_stranger_is_answered(tmp_path: Path) -> None:
    """avaprodetailing: AttributeError and silence."""
    payloads = (
        "rubbish",
        "c-",
        "c-rubbish",
        "t-rubbish",
        "o-rubbish",
        "s-poster",
        "i-friend",
        "☃",
        "x" * 4000,
        "a b c",
    )
    async with play(tmp_path) as stage:
        for payload in payloads:
            stranger = stage.person("Анна")
            await stranger.start(payload)
            assert stranger.buttons[0] == "Согласен", payload


async def test_a_stranger_is_answered_whatever_comes_first(tmp_path: Path) -> None:
    async with play(tmp_path) as stage:
        anna, boris, vera = (stage.person(name) for name in ("Анна", "Борис", "Вера"))
        await anna.say("/card")
        await boris.photo()
        await vera.contact()
        for stranger in (anna, boris, vera):
            assert stranger.buttons[0] == "Согласен"


async def test_start_or_the_contact_again_never_touches_the_balance(tmp_path: Path) -> None:
    """lemon: INSERT OR REPLACE resets 100 to 0."""
    async with play(tmp_path) as stage:
        anna = stage.person("Анна")
        await anna.start()
        await anna.press("Согласен")
        await anna.press("Не сейчас")
        await anna.press("Анна")
        await anna.contact()
        await anna.press("Пропустить")
        await stage.owner.start()
        await stage.owner.sell(anna, "2000")
        number = await stage.scalar("SELECT number FROM members WHERE step = 'joined'")
        for _ in range(2):
            await anna.contact()
            await anna.start()
            await anna.start("s-poster")
        assert await stage.balance(anna) == 100
        assert "100 баллов" in anna.sees
        assert await stage.scalar("SELECT number FROM members WHERE step = 'joined'") == number
        assert await stage.scalar("SELECT count(*) FROM accounts WHERE external_id = ?", str(anna.id)) == 1


async def test_two_starts_at_once_make_one_member(tmp_path: Path) -> None:
    async with play(tmp_path) as stage:
        anna = stage.person("Анна")
        stage.telegram.start(anna.person)
        stage.telegram.start(anna.person)
        await stage.settle()
        assert await stage.scalar("SELECT count(*) FROM accounts WHERE external_id = ?", str(anna.id)) == 1


async def test_a_double_tap_on_confirm_adds_the_points_once(tmp_path: Path) -> None:
    """avaprodetailing: two accruals each time."""
    async with play(tmp_path) as stage:
        anna, olga = await stage.joined("Анна"), stage.owner
        await olga.start()
        await olga.scan(anna)
        await olga.say("450")
        preview = olga.screen
        await olga.tap_twice(olga.buttons[0])
        label = preview.buttons[0][0]["text"]
        await olga.press_again(preview, label)
        assert await stage.balance(anna) == 22


async def test_an_old_button_never_books_again(tmp_path: Path) -> None:
    """rock-coffee: points and client stand in the button, so it works for ever."""
    async with play(tmp_path) as stage:
        anna, olga = await stage.joined("Анна"), stage.owner
        await olga.start()
        await olga.scan(anna)
        await olga.say("450")
        preview = olga.screen
        data = preview.buttons[0][0]["callback_data"]
        assert str(anna.id) not in data
        assert "450" not in data
        assert "22" not in data.split(":")[-1]
        await olga.press(olga.buttons[0])
        stage.clock.advance(30 * 24 * 3600)
        await olga.press_again(preview, preview.buttons[0][0]["text"])
        await anna.forge(data)
        assert await stage.balance(anna) == 22


async def test_the_card_says_nothing_about_its_holder(tmp_path: Path) -> None:
    """avaprodetailing: the secret of a card is the Telegram id."""
    async with play(tmp_path) as stage:
        anna, boris = await stage.joined("Анна"), await stage.joined("Борис")
        tokens = []
        for person in (anna, boris):
            payload = parse_start(person.card_link.partition("start=")[2])
            assert payload is not None
            assert str(person.id) not in person.card_link
            assert len(payload.value) >= 22
            tokens.append(payload.value)
        assert tokens[0] != tokens[1]


async def test_a_username_gives_nobody_anything(tmp_path: Path) -> None:
    """lemon: whoever takes the administrator's @name is one."""
    async with play(tmp_path) as stage:
        await stage.owner.start()
        thief = stage.person("Ольга", username="olga_owner")
        await thief.join()
        for door in ("/sale", "/program", "/staff", "/verify", "/admin"):
            await thief.say(door)
            assert thief.keys == MEMBER_KEYS
            assert "понимаю" in thief.sees


async def test_what_was_written_while_the_bot_was_away_is_answered(tmp_path: Path) -> None:
    """avaprodetailing, nerve: pending updates are dropped at each start."""
    async with play(tmp_path) as stage:
        anna = await stage.joined("Анна")
        await stage.app.stop()
        stage.telegram.say(anna.person, "/balance")
        stage.telegram.start(stage.person("Борис").person)
        await stage.raise_curtain()
        await stage.settle()
        assert anna.sees.startswith("Баллов пока нет.")
        assert await stage.scalar("SELECT count(*) FROM accounts") == 3


async def test_a_question_asked_before_a_restart_is_still_open(tmp_path: Path) -> None:
    """avaprodetailing: the open sale lives in memory and is lost."""
    async with play(tmp_path) as stage:
        anna, olga = await stage.joined("Анна"), stage.owner
        await olga.start()
        await olga.scan(anna)
        await stage.restart()
        await olga.say("450")
        await stage.restart()
        await olga.press(olga.buttons[0])
        assert await stage.balance(anna) == 22


async def test_one_who_blocked_the_bot_holds_up_nobody(tmp_path: Path) -> None:
    """avaprodetailing: the first 403 ends it for everybody after."""
    async with play(tmp_path) as stage:
        anna, boris, olga = await stage.joined("Анна"), await stage.joined("Борис"), stage.owner
        await olga.start()
        links = anna.card_link, boris.card_link
        await anna.block()
        for link in links:
            await olga.open(link)
            await olga.say("450")
            await olga.press(olga.buttons[0])
        assert boris.sees.startswith("+22 балла")
        assert [await stage.balance(person) for person in (anna, boris)] == [22, 22]


async def test_many_join_side_by_side(tmp_path: Path) -> None:
    async with play(tmp_path) as stage:
        crowd = [stage.person(f"Гость{number}") for number in range(6)]
        async with asyncio.TaskGroup() as group:
            for guest in crowd:
                group.create_task(guest.join())
        assert all(guest.sees.startswith("Готово") for guest in crowd)
        assert await stage.scalar("SELECT count(DISTINCT card_token) FROM members WHERE step = 'joined'") == 6


async def test_a_tap_after_the_database_was_lost_begins_anew(tmp_path: Path) -> None:
    async with play(tmp_path) as stage:
        anna = stage.person("Анна")
        await anna.start()
        await anna.press("Согласен")
        old = anna.screen
        await stage.app.stop()
        for path in tmp_path.glob("kopilka.db*"):
            path.unlink()
        await stage.raise_curtain()
        await anna.press_again(old, "Не сейчас")
        assert anna.screen.id == old.id
        assert anna.buttons[0] == "Согласен"
