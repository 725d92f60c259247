"""A friend brings a friend, in Russian: the poster, the greeting, the reward, the stars after a purchase."""

from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from actions.friends import reward_friends
from loyalty.programme import Bonuses, Referral
from sandbox.camera import read_code
from storage import shop as shop_rows
from storage.database import Connection
from tests.cast import Actor, Stage, play
from tests.journeys.team import hired

BOTH = Referral(inviter_points=150, friend_points=100, minimum_minor=300_00)


async def rules(stage: Stage, **changes: Any) -> None:
    """A new version of the rules."""

    def write(tx: Connection) -> None:
        shop_rows.add_programme(tx, replace(shop_rows.programme(tx), **changes), None, stage.clock.now())

    await stage.app.shop.db.write(write)


def poster_link(stage: Stage, actor: Actor) -> str:
    """What the code on the newest picture says."""
    file_id = stage.telegram.newest_photo(actor.person)
    assert file_id
    return read_code(stage.telegram.file_bytes(file_id))


async def finish_joining(actor: Actor) -> None:
    """Everything after the greeting, the short way."""
    await actor.press("Согласен")
    await actor.press("Не сейчас")
    await actor.press(actor.person.first_name)
    await actor.key("Пропустить")
    await actor.press("Пропустить")


async def test_a_friend_comes_by_the_poster_and_both_are_rewarded(tmp_path: Path) -> None:
    async with play(tmp_path) as stage:
        await stage.owner.start()
        cashier = await hired(stage, "Лена")
        await rules(stage, referral=BOTH)
        anna = await stage.joined("Анна")
        card = anna.card_link
        await anna.key("Пригласить друга")
        assert anna.sees.startswith("Приведите друга")
        assert "После первой покупки друга от 300 ₽ ему придёт 100 баллов, а вам 150 баллов." in anna.sees
        assert anna.buttons == ["Отправить другу", "Скопировать ссылку"]
        link = poster_link(stage, anna)
        assert link != card
        assert link in anna.sees
        shared = parse_qs(urlsplit(anna.screen.buttons[0][0]["url"]).query)
        assert shared["url"] == [link]
        assert "придёт ещё 100 баллов" in shared["text"][0].replace("\N{NO-BREAK SPACE}", " ")
        assert anna.screen.buttons[1][0]["copy_text"] == {"text": link}

        boris = stage.person("Борис")
        await boris.open(link)
        assert boris.sees.startswith("Анна приглашает вас")
        assert "Вам в подарок 100 баллов после первой покупки от 300 ₽." in boris.sees
        await finish_joining(boris)
        boris_card = boris.card_link
        await anna.say("/invite")
        assert "Борис: есть карта" in anna.sees

        await cashier.open(boris_card)
        await cashier.say("450")
        await cashier.press(cashier.buttons[0])
        await reward_friends(stage.app.shop)
        await stage.settle()
        assert "+150 баллов ⭐ Спасибо за друга: Борис теперь с нами." in anna.sees
        assert "Потратить их можно будет после первой покупки." in anna.sees
        assert anna.buttons == ["Это не я"]
        assert "+100 баллов ⭐ За первую покупку по приглашению (Анна)." in boris.sees
        await anna.say("/invite")
        assert "Борис: есть карта → есть покупка → +150" in anna.sees


async def test_own_links_and_old_friends_hear_a_kind_word(tmp_path: Path) -> None:
    async with play(tmp_path) as stage:
        await stage.owner.start()
        anna, boris = await stage.joined("Анна"), await stage.joined("Борис")
        await anna.say("/invite")
        assert "Баллов за это сейчас нет, но за каждого друга спасибо." in anna.sees
        link = poster_link(stage, anna)
        await anna.open(link)
        assert anna.sees.startswith("Это ваше собственное приглашение.")
        await boris.open(link)
        assert boris.sees.startswith("Вы уже с нами")
        stranger = stage.person("Вера")
        await stranger.start("i-nobody")
        assert stranger.sees.startswith("Здравствуйте!")
        await stranger.say("/invite")
        assert "Согласны?" in stranger.sees


async def test_the_owner_sees_what_friends_brought(tmp_path: Path) -> None:
    async with play(tmp_path) as stage:
        await stage.owner.start()
        await rules(stage, referral=BOTH)
        anna = await stage.joined("Анна")
        await anna.say("/invite")
        link = poster_link(stage, anna)
        for number in range(6):
            guest = stage.person(f"Гость{number}")
            await guest.open(link)
            await finish_joining(guest)
        assert stage.owner.sees == "Стоит проверить друзей, которых зовёт Анна: 6 друзей за сутки."
        await stage.owner.press("Показать")
        assert "В этом месяце пришло 6 друзей" in stage.owner.sees
        assert "Анна, 6 друзей за сутки" in stage.owner.sees
        await anna.forge("friends")
        assert "Стоит проверить" not in anna.sees
        await stage.owner.say("/admin")
        assert "Друзья" in stage.owner.buttons


async def test_stars_and_a_word_after_a_purchase(tmp_path: Path) -> None:
    async with play(tmp_path) as stage:
        await stage.owner.start()
        cashier = await hired(stage, "Лена")
        await rules(stage, bonuses=Bonuses(welcome_points=50, review_points=5))
        anna = await stage.joined("Анна")
        assert any("+50 баллов ⭐ Добро пожаловать!" in text for text in anna.heard)
        card = anna.card_link
        await cashier.open(card)
        await cashier.say("450")
        await cashier.press(cashier.buttons[0])
        purchase_id = await stage.scalar("SELECT id FROM purchases")
        await anna.forge(f"review:{purchase_id}")
        assert anna.sees == "Как вам у нас? 1 — плохо, 5 — отлично."
        await anna.press("5")
        assert any(text.startswith("5 из 5 ⭐ Спасибо!") for text in anna.heard)
        assert "+5 баллов ⭐ Спасибо за оценку." in anna.sees
        await anna.photo()
        assert anna.sees.startswith("Напишите, пожалуйста, словами")
        await anna.say("Вкусный кофе 🎉")
        assert anna.sees == "Спасибо, мы это прочитаем."
        assert await stage.scalar("SELECT text FROM remarks") == "Вкусный кофе 🎉"
        for data in ("review:999", "review.stars:1:9", "review.stars", "review", "review.done:x"):
            await anna.forge(data)
        assert await stage.scalar("SELECT count(*) FROM reviews") == 1
