"""The card, the balance, the history and the settings, and who sees what behind a card's link."""

from pathlib import Path

from loyalty.cards import check_card_number
from tests.cast import play


async def test_the_card_is_drawn_once_and_then_sent_by_its_id(tmp_path: Path) -> None:
    async with play(tmp_path) as stage:
        anna = await stage.joined("Анна")
        first, link, files = anna.screen, anna.card_link, len(stage.telegram.state.files)
        await anna.say("/card")
        assert anna.screen.id != first.id
        assert anna.screen.photo == first.photo
        await stage.owner.start()
        await stage.owner.sell(anna, "450")
        await anna.key("Моя карта")
        assert anna.screen.photo == first.photo, "the balance is not on the picture"
        assert anna.card_link == link
        assert len(stage.telegram.state.files) == files
        number, balance, rate = anna.sees.splitlines()
        assert check_card_number(number)
        assert (balance, rate) == ("22 балла (22 ₽)", "С каждой покупки возвращается 5 %.")


async def test_the_balance_is_a_sentence(tmp_path: Path) -> None:
    async with play(tmp_path) as stage:
        anna = await stage.joined("Анна")
        await anna.say("/balance")
        assert anna.sees.startswith("Баллов пока нет.")
        await stage.owner.start()
        await stage.owner.sell(anna, "20000")
        await anna.key("Баланс")
        assert anna.sees == "На вашей карте 1 000 баллов (1 000 ₽)."


# --- who opens a card's link ---


async def test_a_stranger_is_invited_by_the_holder(tmp_path: Path) -> None:
    async with play(tmp_path) as stage:
        anna = await stage.joined("Анна")
        boris = stage.person("Борис")
        await boris.scan(anna)
        assert boris.sees.startswith("Анна приглашает вас: Маяк. С каждой")
        assert boris.buttons[0] == "Согласен"


async def test_the_holder_sees_his_card_and_another_member_his_own(tmp_path: Path) -> None:
    async with play(tmp_path) as stage:
        anna, boris = await stage.joined("Анна"), await stage.joined("Борис")
        cards = {person.id: person.screen.photo for person in (anna, boris)}
        await anna.scan(anna)
        assert anna.screen.photo == cards[anna.id]
        await boris.open(anna.card_link)
        assert boris.sees.startswith("Это чужая карта.")
        assert boris.screen.photo == cards[boris.id]


async def test_staff_get_a_sale_and_nobody_else_does(tmp_path: Path) -> None:
    async with play(tmp_path) as stage:
        anna = await stage.joined("Анна")
        await stage.owner.start()
        await stage.owner.scan(anna)
        assert "Анна" in stage.owner.sees
        assert await stage.scalar("SELECT count(*) FROM sale_drafts") == 1
        boris = await stage.joined("Борис")
        await boris.scan(anna)
        assert await stage.scalar("SELECT count(*) FROM sale_drafts") == 1


async def test_dead_links_are_answered_and_the_person_goes_on(tmp_path: Path) -> None:
    async with play(tmp_path) as stage:
        anna, boris = await stage.joined("Анна"), stage.person("Борис")
        for payload, said in (
            ("c-nobody", "Такой карты не нашлось."),
            ("t-dead", "Эта ссылка больше не работает."),
        ):
            await anna.start(payload)
            assert anna.sees.startswith(said)
            assert "Здравствуйте, Анна!" in anna.sees
            await boris.start(payload)
            assert boris.sees.startswith(said)
            assert boris.buttons[0] == "Согласен"
            await stage.owner.start(payload)
            assert stage.owner.sees.startswith(said)


# --- settings, help, and what nobody understands ---


async def test_the_settings_change_language_and_news(tmp_path: Path) -> None:
    async with play(tmp_path) as stage:
        anna = await stage.joined("Анна")
        await anna.key("Настройки")
        assert "Новости и предложения: нет" in anna.sees
        await anna.press("Присылать новости")
        assert "Новости и предложения: да" in anna.sees
        await anna.press("Не присылать")
        given = "SELECT group_concat(given, '') FROM consents WHERE kind = 'advertising'"
        assert await stage.scalar(given) == "010"
        await anna.press("English")
        assert anna.sees == "We speak English now."
        assert anna.keys == [
            *("My card", "Pay with points", "Balance", "History"),
            *("Rewards", "Invite a friend", "Settings", "Help"),
        ]
        assert anna.heard[-2].startswith("Settings")
        await anna.say("Баланс")
        assert anna.sees.startswith("No points yet."), "a key in the other language is still a key"


async def test_whatever_is_not_understood_leads_to_the_keys(tmp_path: Path) -> None:
    async with play(tmp_path) as stage:
        anna = await stage.joined("Анна")
        for wrong in ("привет", "/nonsense", "450", "<b>", "я" * 4096):
            await anna.say(wrong)
            assert anna.sees.startswith("Этого я пока не понимаю.")
        await anna.photo()
        assert anna.sees.startswith("Этого я пока не понимаю.")
        await anna.contact()
        assert anna.sees.startswith("Этого я пока не понимаю.")
        await anna.say("/help")
        assert "/card: Моя карта" in anna.sees
        assert "/sale" not in anna.sees


async def test_an_old_button_says_so_and_its_message_stays(tmp_path: Path) -> None:
    async with play(tmp_path) as stage:
        anna = await stage.joined("Анна")
        await anna.say("/settings")
        before = anna.sees
        await anna.forge("join.agree")
        await anna.forge("what.ever:1")
        assert anna.sees == before
        query_id = stage.telegram.press_data(anna.person, "what.ever", anna.screen.id)
        await stage.settle()
        answer = stage.telegram.callback_answer(query_id)
        assert answer is not None
        assert answer["text"].startswith("Эта кнопка устарела.")


async def test_rule_75_whoever_blocks_the_bot_is_not_written_to_until_he_is_back(tmp_path: Path) -> None:
    async with play(tmp_path) as stage:
        anna = await stage.joined("Анна")
        await anna.block()
        reachable = "SELECT reachable FROM accounts WHERE external_id = ?"
        assert await stage.scalar(reachable, str(anna.id)) == 0
        await anna.unblock()
        assert await stage.scalar(reachable, str(anna.id)) == 1


# --- staff are customers too ---


async def test_a_colleague_gets_a_card_of_his_own_and_goes_back_to_work(tmp_path: Path) -> None:
    async with play(tmp_path) as stage:
        olga = stage.owner
        await olga.start()
        assert "Завести свою карту" in olga.keys
        assert "Новая продажа" in olga.keys
        await olga.key("Завести свою карту")
        await olga.press("Завести карту")
        await olga.press("Согласен")
        await olga.press("К работе")
        assert "Новая продажа" in olga.keys
        await olga.say("/card")
        await olga.press("Завести карту")
        await olga.press("Не сейчас")
        await olga.press("Ольга")
        await olga.key("Пропустить")
        await olga.press("Пропустить")
        assert olga.sees.startswith("Готово, Ольга!")
        assert "К работе" in olga.keys
        await olga.key("Баланс")
        await olga.key("К работе")
        assert olga.keys == [
            *("Новая продажа", "Возврат", "Смена", "Сегодня"),
            *("Программа", "Сотрудники", "Моя карта", "Помощь"),
        ]
        await olga.key("Моя карта")
        assert olga.screen.photo


async def test_a_scan_interrupts_the_joining_of_a_colleague(tmp_path: Path) -> None:
    async with play(tmp_path) as stage:
        anna, olga = await stage.joined("Анна"), stage.owner
        await olga.start()
        await olga.key("Завести свою карту")
        await olga.press("Завести карту")
        await olga.sell(anna, "450")
        assert await stage.balance(anna) == 22
        await olga.say("/card")
        await olga.press("Завести карту")
        await olga.press("Согласен")
        await olga.press("Не сейчас")
        await anna.say("/card")
        await olga.say(anna.sees.splitlines()[0])
        assert "Сумма чека?" in olga.sees, "a card number is not a name"
