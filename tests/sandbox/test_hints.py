"""The line that says what to try next: it follows the story and never goes back."""

from aiogram import Bot
from aiogram.types import BufferedInputFile, InlineKeyboardButton, InlineKeyboardMarkup

from sandbox.demo import NEWCOMER_NOTE, Cast, hire_cast
from sandbox.hints import next_hint
from sandbox.pages import launch_url
from sandbox.state import Person
from sandbox.telegram import Telegram
from tests.sandbox.test_files import picture


async def shows(bot: Bot, person: Person, text: str, *, data: str = "", url: str = "") -> int:
    """The bot's message with one button, on this person's screen."""
    button = InlineKeyboardButton(text="…", callback_data=data or None, url=url or None)
    markup = InlineKeyboardMarkup(inline_keyboard=[[button]])
    message = await bot.send_message(person.id, text, reply_markup=markup if data or url else None)
    return message.message_id


def started(telegram: Telegram) -> Cast:
    cast = hire_cast(telegram)
    for person in (cast.customer, cast.cashier, cast.owner):
        telegram.start(person)
    return cast


async def test_the_first_sale_is_told_step_by_step(telegram: Telegram, bot: Bot) -> None:
    cast = started(telegram)
    assert next_hint(telegram, cast) == "join"
    telegram.say(cast.customer, "/card")
    assert next_hint(telegram, cast) == "card"
    await bot.send_photo(cast.customer.id, BufferedInputFile(picture(), "card.jpg"))
    assert next_hint(telegram, cast) == "scan"
    telegram.start(cast.cashier, "c-0123456789abcdefABCDEF")
    assert next_hint(telegram, cast) == "amount"
    await shows(bot, cast.cashier, "450", data="sale.ok:d:1")
    assert next_hint(telegram, cast) == "confirm"
    await shows(bot, cast.cashier, "✅ +22", data="sale.undo:1")
    assert next_hint(telegram, cast) == "pay"


async def test_after_it_come_paying_rewards_friends_and_the_programme(telegram: Telegram, bot: Bot) -> None:
    cast = started(telegram)
    await bot.send_photo(cast.customer.id, BufferedInputFile(picture(), "card.jpg"))
    await shows(bot, cast.cashier, "✅ +22", data="sale.undo:1")
    question = await shows(bot, cast.customer, "−45?", data="spend.yes:1")
    assert next_hint(telegram, cast) == "agree"
    await bot.edit_message_text("−45", chat_id=cast.customer.id, message_id=question)
    assert next_hint(telegram, cast) == "pay"
    await shows(bot, cast.cashier, "✅ −45, +5", data="sale.undo:2")
    assert next_hint(telegram, cast) == "rewards"
    await shows(bot, cast.customer, "…", data="claim.ask:1")
    assert next_hint(telegram, cast) == "invite"
    await shows(bot, cast.customer, "…", url="https://t.me/share/url?url=x")
    assert next_hint(telegram, cast) == "program"
    await shows(bot, cast.owner, "5%", data="program.ask:rate_bp")
    assert next_hint(telegram, cast) == "rate"
    await shows(bot, cast.owner, "5% → 7%", data="program.save:1:1")
    assert next_hint(telegram, cast) == "alerts"


async def test_then_come_alerts_the_scanner_and_who_was_enrolled_by_phone(
    telegram: Telegram, bot: Bot
) -> None:
    cast = started(telegram)
    newcomer = telegram.add_person("Павел", note=NEWCOMER_NOTE)
    await bot.send_photo(cast.customer.id, BufferedInputFile(picture(), "card.jpg"))
    launch_url(telegram, cast.cashier, "http://127.0.0.1/scan", {})
    telegram.start(newcomer)
    assert next_hint(telegram, cast) == "scan", "an early step does not skip what comes before"
    telegram.say(cast.owner, "/alerts")
    assert next_hint(telegram, cast) == "done"


async def test_each_of_the_last_steps_waits_for_the_one_before(telegram: Telegram, bot: Bot) -> None:
    cast = started(telegram)
    newcomer = telegram.add_person("Павел", note=NEWCOMER_NOTE)
    await bot.send_photo(cast.customer.id, BufferedInputFile(picture(), "card.jpg"))
    telegram.say(cast.owner, "/receipts")
    assert next_hint(telegram, cast) == "scanner"
    launch_url(telegram, cast.cashier, "http://127.0.0.1/scan", {})
    assert next_hint(telegram, cast) == "enrolled"
    telegram.start(newcomer)
    assert next_hint(telegram, cast) == "done"


async def test_whoever_goes_ahead_is_not_sent_back(telegram: Telegram, bot: Bot) -> None:
    cast = started(telegram)
    await bot.send_photo(cast.customer.id, BufferedInputFile(picture(), "card.jpg"))
    await shows(bot, cast.cashier, "✅ +22", data="sale.undo:1")
    await shows(bot, cast.customer, "…", url="https://t.me/share/url?url=x")
    assert next_hint(telegram, cast) == "program"
