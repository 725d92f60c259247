"""What people do with their phones reaches the bot as Telegram would send it."""

import pytest
from aiogram import Bot
from aiogram.types import KeyboardButton, KeyboardButtonRequestUsers, Message, ReplyKeyboardMarkup

from sandbox.hands import NotPossibleError
from sandbox.state import Person
from sandbox.telegram import Telegram


async def last_message(bot: Bot) -> Message:
    message = (await bot.get_updates())[-1].message
    assert message is not None
    return message


@pytest.mark.parametrize(
    ("link", "text"),
    [
        ("https://t.me/kopilka_sandbox_bot?start=c-AbC_1", "/start c-AbC_1"),
        ("t.me/Kopilka_Sandbox_Bot", "/start"),
        ("http://telegram.me/kopilka_sandbox_bot/?start=", "/start"),
        ("https://t.me/kopilka_sandbox_bot?start=" + "x" * 65, "/start"),
        ("https://t.me/kopilka_sandbox_bot?start=а+б", "/start"),
    ],
)
async def test_a_link_to_the_bot_is_a_start_command(
    bot: Bot, telegram: Telegram, link: str, text: str
) -> None:
    person = telegram.add_person("Пётр")
    telegram.open_link(person, link)
    message = await last_message(bot)
    assert message.text == text
    assert [(one.type, one.offset, one.length) for one in message.entities or []] == [("bot_command", 0, 6)]


@pytest.mark.parametrize(
    "link", ["https://t.me/other_bot?start=x", "https://example.com", "", "http://[", "привет"]
)
def test_any_other_link_opens_nothing(telegram: Telegram, anna: Person, link: str) -> None:
    with pytest.raises(NotPossibleError):
        telegram.open_link(anna, link)


async def test_a_foreign_contact_carries_the_other_persons_id(
    bot: Bot, telegram: Telegram, anna: Person
) -> None:
    other = telegram.add_person("Пётр", phone="+79991112233")
    telegram.send_contact(anna, other.phone, other.id)
    contact = (await last_message(bot)).contact
    assert contact is not None
    assert (contact.user_id, contact.phone_number) == (other.id, "+79991112233")
    telegram.send_contact(anna, "+100", 0)
    contact = (await last_message(bot)).contact
    assert contact is not None
    assert contact.user_id is None


async def test_people_chosen_from_the_list_are_shared_with_the_names_asked_for(
    bot: Bot, telegram: Telegram, anna: Person
) -> None:
    other = telegram.add_person("Пётр", "Кассиров", username="petr")
    request = KeyboardButtonRequestUsers(request_id=7, request_name=True, max_quantity=1)
    markup = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Выбрать", request_users=request)]])
    await bot.send_message(anna.id, "кто?", reply_markup=markup)
    telegram.press_key(anna, "Выбрать", [other.id])
    shared = (await last_message(bot)).users_shared
    assert shared is not None
    assert shared.request_id == 7
    assert [(user.user_id, user.first_name, user.username) for user in shared.users] == [
        (other.id, "Пётр", None)
    ]
    for chosen in ([], [other.id, anna.id], [1]):
        with pytest.raises(NotPossibleError):
            telegram.press_key(anna, "Выбрать", chosen)


def test_what_is_not_on_the_screen_cannot_be_pressed(telegram: Telegram, anna: Person) -> None:
    with pytest.raises(NotPossibleError):
        telegram.press_key(anna, "Карта")
    with pytest.raises(NotPossibleError):
        telegram.press(anna, telegram.chat(anna)[0].id, 0, 0)
    with pytest.raises(NotPossibleError):
        telegram.press_data(anna, "x", 1)
    with pytest.raises(LookupError):
        telegram.tap(anna, "Да")
    for text in ("", " ", "x" * 4097, "\ud83d"):
        with pytest.raises(NotPossibleError):
            telegram.say(anna, text)
    telegram.block(anna)
    telegram.block(anna)
    with pytest.raises(NotPossibleError):
        telegram.say(anna, "привет")


async def test_a_forged_tap_carries_any_data(bot: Bot, telegram: Telegram, anna: Person) -> None:
    sent = await bot.send_message(anna.id, "x")
    telegram.press_data(anna, "sale.ok:1:2", sent.message_id)
    query = (await bot.get_updates())[-1].callback_query
    assert query is not None
    assert query.data == "sale.ok:1:2"
    assert isinstance(query.message, Message)


async def test_a_profile_shows_what_the_person_lets_the_bot_see(
    bot: Bot, telegram: Telegram, anna: Person
) -> None:
    private = telegram.add_person("Пётр", photo=True)
    telegram.start(private)
    birthdate = (await bot.get_chat(anna.id)).birthdate
    assert birthdate is not None
    assert (birthdate.day, birthdate.month, birthdate.year) == (15, 5, None)
    assert (await bot.get_chat(private.id)).birthdate is None
    assert (await bot.get_user_profile_photos(anna.id)).total_count == 0
    photos = await bot.get_user_profile_photos(private.id)
    file = await bot.download(photos.photos[0][0])
    assert file is not None
    assert file.read()[:2] == b"\xff\xd8"


async def test_waiting_ends_with_the_change_or_in_time(telegram: Telegram, anna: Person) -> None:
    with pytest.raises(TimeoutError):
        await telegram.wait_for(lambda: telegram.screen(anna), 0.05)
    assert await telegram.wait_for(lambda: telegram.chat(anna), 0.05)
