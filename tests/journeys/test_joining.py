"""Joining, played through: from a stranger's /start to the card, with every wrong turn on the way."""

from pathlib import Path

from sandbox.faults import Fault
from tests.cast import MEMBER_KEYS, Actor, Stage, play


async def test_a_stranger_joins_with_everything(tmp_path: Path) -> None:
    async with play(tmp_path) as stage:
        anna = stage.person("Анна", last_name="Иванова", phone="+7 900 111-22-33")
        await anna.start()
        assert "Маяк" in anna.sees
        assert "5 %" in anna.sees
        assert anna.buttons == ["Согласен", "Прочитать согласие", "English"]
        await anna.press("Согласен")
        await anna.press("Да, присылайте")
        assert len(anna.heard) == 1, "taps change the message instead of sending new ones"
        await anna.press("Анна")
        assert anna.keys == ["Отправить мой номер", "Пропустить"]
        assert anna.heard[-2] == "Вас зовут Анна"
        await anna.key("Отправить мой номер")
        await anna.press("Май")
        assert "Май" in anna.sees
        await anna.press("15")
        assert anna.heard[-2] == "День рождения: 15 мая"
        assert anna.sees.startswith("Готово, Анна!")
        assert "15 мая" not in anna.sees, "it is said above already"
        assert anna.keys == MEMBER_KEYS
        assert anna.card_link.startswith("https://t.me/mayak_bot?start=c-")
        assert await stage.balance(anna) == 0


async def test_consents_are_kept_with_version_language_and_time(tmp_path: Path) -> None:
    async with play(tmp_path) as stage:
        anna = stage.person("Anna", language="en")
        await anna.start()
        await anna.press("I agree")
        await anna.press("Not now")
        log = "SELECT group_concat(kind || given || text_version || language || (at > 0)) FROM consents"
        assert await stage.scalar(log) == "personal12en1,advertising02en1"


async def test_the_consent_can_be_read_and_the_language_changed_first(tmp_path: Path) -> None:
    async with play(tmp_path) as stage:
        anna = stage.person("Анна")
        await anna.start()
        await anna.press("Прочитать согласие")
        assert anna.sees.startswith("Согласие на обработку персональных данных")
        await anna.press("‹ Назад")
        await anna.press("English")
        assert anna.sees.startswith("Hello!")
        assert anna.buttons == ["I agree", "Read the consent", "Русский"]
        await anna.press("I agree")
        assert "news" in anna.sees


async def test_everything_optional_is_skipped_and_the_name_is_typed(tmp_path: Path) -> None:
    async with play(tmp_path) as stage:
        anna = stage.person("🎈")
        await anna.start()
        await anna.press("Согласен")
        await anna.press("Не сейчас")
        await anna.say("  Анна \u202e Мария ")
        await anna.key("Пропустить")
        await anna.press("Пропустить")
        assert anna.heard[-2] == "День рождения: не указан"
        assert anna.sees.startswith("Готово, Анна!")
        assert await stage.scalar("SELECT count(*) FROM members WHERE phone IS NULL AND step = 'joined'") == 1


async def test_a_birthday_may_be_typed(tmp_path: Path) -> None:
    typed_and_kept = {
        "15.05": "15 мая",
        "15 мая": "15 мая",
        "15/05/1990": "15 мая 1990",
        "29 февраля": "29 февраля",
    }
    async with play(tmp_path) as stage:
        for typed, kept in typed_and_kept.items():
            anna = await at_the_birthday(stage)
            await anna.say(typed)
            assert f"День рождения: {kept}" in anna.sees.splitlines()


async def test_an_impossible_birthday_is_answered_kindly_and_asked_again(tmp_path: Path) -> None:
    async with play(tmp_path) as stage:
        anna = await at_the_birthday(stage)
        for typed in ("30 февраля", "31.04", "завтра", "15.05.2999", "1.1.1700", "0", "." * 4000):
            await anna.say(typed)
            assert "Когда у вас день рождения?" in anna.sees
            assert not anna.sees.startswith("Когда"), "first it is said what was wrong"
        await anna.press("Пропустить")
        assert anna.sees.startswith("Готово")


async def test_the_calendar_goes_back_and_the_profile_fills_it_in(tmp_path: Path) -> None:
    async with play(tmp_path) as stage:
        anna = await at_the_birthday(stage, birthdate=(29, 2))
        assert anna.buttons[0] == "29 февраля"
        await anna.press("Февраль")
        assert "29" in anna.buttons
        assert "30" not in anna.buttons
        await anna.press("‹ Назад")
        await anna.press("29 февраля")
        assert anna.heard[-2] == "День рождения: 29 февраля"


async def at_the_birthday(stage: Stage, **profile: object) -> Actor:
    anna = stage.person("Анна", **profile)
    await anna.start()
    await anna.press("Согласен")
    await anna.press("Не сейчас")
    await anna.press("Анна")
    await anna.key("Пропустить")
    return anna


# --- phones ---


async def test_only_the_own_contact_counts(tmp_path: Path) -> None:
    async with play(tmp_path) as stage:
        boris = stage.person("Борис")
        anna = stage.person("Анна", phone="79001112233")
        await anna.start()
        await anna.press("Согласен")
        await anna.press("Не сейчас")
        await anna.press("Анна")
        await anna.contact(of=boris, phone="+79005556677")
        assert anna.sees.startswith("Это чужой номер.")
        own = {"contact": {"phone_number": "79001112233", "first_name": "Анна", "user_id": anna.id}}
        origin = {"type": "user", "date": 1, "sender_user": boris.person.as_user()}
        stage.telegram._send(anna.person, {**own, "forward_origin": origin})
        await stage.settle()
        assert anna.sees.startswith("Это чужой номер."), "also his own card passed on by somebody"
        await anna.say("+79001112233")
        assert anna.sees.startswith("Нажмите, пожалуйста, кнопку")
        await anna.contact(phone="12")
        assert anna.sees.startswith("Не могу прочитать этот номер")
        await anna.key("Отправить мой номер")
        assert "день рождения" in anna.sees
        assert await stage.scalar("SELECT count(*) FROM members WHERE phone_index IS NOT NULL") == 1


async def test_a_phone_of_another_card_is_refused(tmp_path: Path) -> None:
    async with play(tmp_path) as stage:
        for name in ("Анна", "Борис"):
            person = stage.person(name, phone="+79001112233")
            await person.start()
            await person.press("Согласен")
            await person.press("Не сейчас")
            await person.press(name)
            await person.key("Отправить мой номер")
        assert person.sees.startswith("Этот номер уже записан за другой картой.")
        await person.key("Пропустить")
        assert "день рождения" in person.sees


# --- wrong turns ---


async def test_at_every_step_anything_else_repeats_the_question(tmp_path: Path) -> None:
    steps = (
        ("Согласны?", "Согласен"),
        ("новости", "Не сейчас"),
        ("обращаться", "Анна"),
        ("телефон", "Пропустить"),
        ("день рождения", "Пропустить"),
    )
    async with play(tmp_path) as stage:
        anna = stage.person("Анна")
        await anna.start()
        for question, answer in steps:
            for wrong in ("/card", "/balance", "/history", "/settings", "/help", "/nonsense", "/start c-!!"):
                await anna.say(wrong)
                assert question in anna.sees, wrong
            await anna.photo()
            assert question in anna.sees
            assert not anna.sees.startswith(question)
            if question != "обращаться":
                await anna.say("абв" * 1300)
                assert question in anna.sees
            await (anna.key if question == "телефон" else anna.press)(answer)
        assert anna.sees.startswith("Готово, Анна!")


async def test_buttons_of_earlier_steps_show_the_present_one(tmp_path: Path) -> None:
    async with play(tmp_path) as stage:
        anna = stage.person("Анна")
        await anna.start()
        first = anna.screen
        await anna.tap_twice("Согласен")
        second = anna.screen
        await anna.tap_twice("Да, присылайте")
        for bubble, label in ((first, "Согласен"), (second, "Не сейчас"), (first, "Прочитать согласие")):
            await anna.press_again(bubble, label)
            assert "обращаться" in anna.sees
        assert (
            await stage.scalar("SELECT group_concat(kind || given) FROM consents") == "personal1,advertising1"
        )


async def test_forged_buttons_do_nothing_bad(tmp_path: Path) -> None:
    days = ("join.day:2:30", "join.day:15", "join.day::", "join.day:1:1:9999", "join.day:1:1:1:1")
    others = (
        "join.month:13",
        "join.month",
        "join.month:-1",
        "join.what",
        "join.news:1",
        "language:xx",
        "language",
    )
    strange = ("history:1", "sale.ok:AbC:1", "card.get", "settings.news:1", ":::", "й" * 32)
    async with play(tmp_path) as stage:
        anna = await at_the_birthday(stage)
        for data in (*days, *others, *strange):
            await anna.forge(data)
        await anna.say("15 мая")
        assert anna.sees.startswith("Готово, Анна!")
        assert await stage.scalar("SELECT count(*) FROM inbox WHERE state <> 'done'") == 0


async def test_a_restart_goes_on_where_the_person_was(tmp_path: Path) -> None:
    async with play(tmp_path) as stage:
        anna = stage.person("Анна")
        await anna.start()
        await anna.press("Согласен")
        await stage.restart()
        await anna.press("Не сейчас")
        await stage.restart()
        await anna.start()
        await anna.press("Анна")
        await stage.restart()
        await anna.key("Пропустить")
        await stage.restart()
        await anna.say("15 мая")
        assert anna.sees.startswith("Готово, Анна!")


async def test_an_answer_whose_reply_got_lost_is_not_scolded(tmp_path: Path) -> None:
    async with play(tmp_path) as stage:
        anna = await at_the_birthday(stage)
        stage.telegram.faults.waiting.append(Fault(method="sendPhoto", kind="5xx", before=True))
        await anna.say("15 мая")
        assert anna.sees == "Здравствуйте, Анна! Карта готова: покажите её на кассе."
        boris = await at_the_birthday(stage)
        stage.telegram.faults.waiting.append(Fault(method="sendPhoto", kind="5xx", before=True))
        await boris.press("Пропустить")
        assert boris.sees.startswith("Здравствуйте, Анна! Карта готова")
        vera = stage.person("Вера")
        await vera.start()
        await vera.press("Согласен")
        await vera.press("Не сейчас")
        stage.telegram.faults.waiting.append(Fault(method="sendMessage", kind="drop", before=True))
        await vera.say("Вера")
        assert vera.sees.startswith("Поделитесь номером телефона?")
