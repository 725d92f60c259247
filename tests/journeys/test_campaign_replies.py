"""What customers do with a campaign's message: answer, want more, complain, unsubscribe; the shop hears."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from actions.campaign_replies import subscribe_again
from loyalty.campaigns import BROADCAST, Campaign, CampaignState, Content, Knob
from loyalty.messages import MessageClass
from storage import campaigns, recipients
from storage.database import Connection
from storage.schema import replies
from tests.cast import Actor, Stage, play
from tests.journeys.team import hired

ASKED = (
    Knob("reply", "Да", "Да"),
    Knob("reply", "Нет", "Нет"),
    Knob("interested", "Хочу узнать"),
    Knob("card", "Моя карта"),
)
A_DAY = 86_400
SCORES = [str(score) for score in range(11)]


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with play(tmp_path) as playing:
        await playing.owner.start()
        yield playing


async def joined(stage: Stage, name: str) -> Actor:
    """Somebody who has a card and wants news."""
    someone = await stage.joined(name)
    await subscribe_again(stage.app.shop, await member_of(stage, someone))
    return someone


async def member_of(stage: Stage, someone: Actor) -> int:
    return int(await stage.scalar("SELECT member_id FROM accounts WHERE external_id = ?", str(someone.id)))


async def written(stage: Stage, body: str, buttons: tuple[Knob, ...], *to: Actor) -> int:
    """A broadcast that goes to these people at once; its id."""
    shop = stage.app.shop
    now = shop.now()
    owned = [await member_of(stage, one) for one in to]

    def write(tx: Connection) -> int:
        news = MessageClass.NEWS
        campaign = Campaign(0, BROADCAST, "Дегустация", CampaignState.RUNNING, 1, news, started_at=now)
        campaign_id = campaigns.add(tx, campaign, now)
        campaigns.say(tx, campaign_id, Content(0, "", body, buttons=buttons))
        for member_id in owned:
            recipients.add(tx, campaign_id, member_id, "", 0, now)
        return campaign_id

    campaign_id = await shop.db.write(write)
    shop.wake()
    await sent(stage)
    return campaign_id


async def sent(stage: Stage) -> None:
    """Until nobody whose message is due waits any more."""
    waiting = "SELECT count(*) FROM recipients WHERE state = 'handed' OR (state = 'waiting' AND due_at <= ?)"
    async with asyncio.timeout(10):
        while await stage.scalar(waiting, int(stage.clock.now().timestamp() * 1_000_000)):
            stage.app.pump.wake()
            await asyncio.sleep(0.01)
    await stage.settle()


async def switched_on(stage: Stage, title: str) -> None:
    """An automation as it is offered, without a change."""
    await stage.owner.say("/campaigns")
    await stage.owner.press(title)
    await stage.owner.press("Включить")
    await stage.owner.press("Да, включить")


async def later(stage: Stage, **span: int) -> None:
    """So much later, and what is due by then has gone."""
    stage.clock.advance(timedelta(**span) // timedelta(seconds=1))
    await stage.app.runner.tick()
    await sent(stage)


async def counted(stage: Stage, campaign_id: int, what: str) -> int:
    found = await stage.app.shop.db.read(lambda tx: campaigns.counts(tx, campaign_id))
    return found.get((0, what), 0)


async def test_an_answer_is_kept_once_and_the_message_stays(stage: Stage) -> None:
    anna = await joined(stage, "Анна")
    campaign_id = await written(stage, "Открыть летом веранду?", ASKED, anna)
    assert anna.sees == "Открыть летом веранду?"
    bubble = anna.screen
    assert anna.buttons[:4] == ["Да", "Нет", "Хочу узнать", "Моя карта"]
    assert await anna.press("Нет") == "Спасибо! Записали: Нет"
    await anna.press_again(bubble, "Да")
    assert anna.sees == "Открыть летом веранду?"
    rows = await stage.app.shop.db.read(lambda tx: tx.execute(select(replies)).all())
    assert [(row.question, row.answer) for row in rows] == [(BROADCAST, "Нет")]
    assert await anna.press("Да") == "Вы уже ответили. Спасибо!"
    assert await counted(stage, campaign_id, "clicked:1") == 1
    assert await counted(stage, campaign_id, "clicked:0") == 0


async def test_interest_is_told_to_the_owner_who_answers_in_the_chat(stage: Stage) -> None:
    anna, owner = await joined(stage, "Анна"), stage.owner
    await written(stage, "Дегустация в субботу", ASKED, anna)
    assert await anna.press("Хочу узнать") == "Спасибо! Мы напишем вам сюда."
    await anna.press("Хочу узнать")
    await stage.settle()
    assert owner.sees == "Анна интересуется тем, о чём вы написали."
    assert owner.heard.count(owner.sees) == 1, "told once"
    await owner.press("Посмотреть")
    assert "Есть интерес" in owner.sees
    assert "Дегустация" in owner.sees
    await owner.press("Ответить")
    await owner.say("Ждём вас в 12:00 <b>")
    assert owner.sees == "Отправлено."
    await stage.settle()
    assert anna.sees == "Ответ магазина:\nЖдём вас в 12:00 <b>"
    stage.clock.advance(A_DAY)
    again = await written(stage, "Новый сорт", (), anna)
    assert await counted(stage, again, "sent") == 1, "who is interested gets news"
    await owner.press("Решено, закрыть")
    assert "Закрыто" in owner.sees


async def test_a_low_score_asks_why_and_a_complaint_holds_news_back_until_it_is_closed(stage: Stage) -> None:
    anna, owner = await joined(stage, "Анна"), stage.owner
    lena = await hired(stage, "Лена")
    await switched_on(stage, "Посоветуете нас?")
    for amount in ("450", "310", "520"):
        await lena.sell(anna, amount)
    await later(stage, hours=24, minutes=1)
    assert anna.sees.startswith("Анна, ")
    assert anna.buttons == [*SCORES, "Отписаться"]
    assert [len(row) for row in anna.screen.buttons] == [6, 5, 1]
    await anna.press("4")
    assert anna.sees.startswith("Нам жаль.")
    await stage.settle()
    assert owner.sees == "❗ Жалоба: Анна."
    await anna.photo()
    assert anna.sees == "Напишите, пожалуйста, словами."
    await anna.say("Остывший кофе " * 250)
    assert anna.sees.startswith("Спасибо, управляющий уже получил")
    await stage.settle()
    assert owner.sees == "Анна пишет ещё."
    stage.clock.advance(A_DAY)
    held = await written(stage, "Новый сорт", (), anna)
    assert anna.sees != "Новый сорт"
    assert await counted(stage, held, "skipped") == 1
    await owner.press("Посмотреть")
    assert "«4 / 10»" in owner.sees
    assert "Остывший кофе" in owner.sees
    await owner.press("Решено, закрыть")
    stage.clock.advance(A_DAY)
    await written(stage, "Новый сорт", (), anna)
    assert anna.sees == "Новый сорт"
    await owner.say("/feedback")
    assert "за 90 дней ответов 1, спросили 1." in owner.sees


async def test_a_high_score_asks_nothing_and_nobody_is_asked_before_he_knows_the_shop(stage: Stage) -> None:
    anna, boris = await joined(stage, "Анна"), await joined(stage, "Борис")
    lena = await hired(stage, "Лена")
    await switched_on(stage, "Посоветуете нас?")
    for buyer in (anna, boris, anna, boris, anna):
        await lena.sell(buyer, "450")
    await later(stage, hours=24, minutes=1)
    assert "Посоветуете" not in boris.sees
    assert SCORES[0] not in boris.buttons
    assert await anna.press("9") == "Спасибо! Записали: 9"
    assert anna.buttons == [*SCORES, "Отписаться"], "nothing more is asked"
    assert await stage.scalar("SELECT count(*) FROM cases") == 0
    await lena.sell(anna, "450")
    await later(stage, hours=24, minutes=1)
    asked = "SELECT count(*) FROM recipients WHERE state = 'sent'"
    assert await stage.scalar(asked) == 1, "once a quarter"


async def test_thanks_bring_stars_for_the_purchase_and_two_of_them_are_a_complaint(stage: Stage) -> None:
    anna, boris, owner = await joined(stage, "Анна"), await joined(stage, "Борис"), stage.owner
    lena = await hired(stage, "Лена")
    await switched_on(stage, "Спасибо и оценка")
    await lena.sell(anna, "450")
    await lena.sell(boris, "310")
    await later(stage, hours=3, minutes=1)
    assert await anna.press("⭐️⭐️⭐️⭐️⭐️") == "Спасибо! Записали: ⭐️⭐️⭐️⭐️⭐️"
    await boris.press("⭐️⭐️")
    assert boris.sees.startswith("Нам жаль.")
    await boris.press("Нечего добавить")
    assert boris.sees.startswith("Хорошо.")
    await stage.settle()
    assert owner.sees == "❗ Жалоба: Борис."
    await owner.say("/feedback")
    assert "Оценка после покупки: 3,50 из 5" in owner.sees
    assert "Обращения: 1" in owner.buttons


async def test_who_stays_away_is_asked_why_and_the_answers_are_counted_by_month(stage: Stage) -> None:
    anna, owner = await joined(stage, "Анна"), stage.owner
    lena = await hired(stage, "Лена")
    await switched_on(stage, "Почему не ходите?")
    await lena.sell(anna, "450")
    await lena.sell(anna, "310")
    await later(stage, days=120)
    assert anna.buttons[0] == "Дорого"
    await anna.press("Дорого")
    await owner.say("/feedback")
    assert re.search(r"Почему перестали приходить:\n[А-Я][а-я]+: Дорого 1$", owner.sees)


async def test_one_tap_unsubscribes_and_another_brings_news_back(stage: Stage) -> None:
    anna = await joined(stage, "Анна")
    campaign_id = await written(stage, "Новый сорт", (), anna)
    bubble = anna.screen
    label = anna.buttons[-1]
    await anna.press(label)
    assert anna.sees.startswith("Готово: новостей")
    assert await counted(stage, campaign_id, "unsubscribed") == 1
    unsubscribed = anna.screen
    await anna.press_again(bubble, label)
    assert anna.screen.id == unsubscribed.id, "told in a passing line"
    stage.clock.advance(A_DAY)
    again = await written(stage, "Ещё сорт", (), anna)
    assert await counted(stage, again, "sent") == 0
    await anna.press("Вернуть новости")
    assert anna.sees.startswith("Новости и предложения снова приходят")
    assert await counted(stage, campaign_id, "unsubscribed") == 1
    await anna.press("Что мне приходит")
    assert "не больше 4 за 30 дней" in anna.sees
    await anna.press("Не присылать")
    assert "Новости и предложения: не приходят." in anna.sees
    await anna.press("Темы")
    assert "✓ Друзья" in anna.buttons
    await anna.press("Новости и акции")
    assert "✓ Новости и акции" in anna.buttons


async def test_taps_on_somebody_elses_message_and_forged_ones_do_nothing(stage: Stage) -> None:
    anna, igor = await joined(stage, "Анна"), await joined(stage, "Игорь")
    await written(stage, "Почему?", ASKED, anna)
    recipient = await stage.scalar("SELECT id FROM recipients")
    for data in (
        f"camp.say:{recipient}:0",
        f"camp.want:{recipient}",
        "camp.say:x:y",
        "camp.say",
        "camp.want:9999",
    ):
        await igor.forge(data)
    assert await stage.scalar("SELECT count(*) FROM replies") == 0
    assert await stage.scalar("SELECT count(*) FROM cases") == 0
    await anna.forge(f"camp.say:{recipient}:2")
    for odd in ("99", "-1", "x", "", "0x1", "1" * 40):
        await anna.forge(f"camp.say:{recipient}:{odd}")
    await anna.forge(f"camp.say:{recipient}")
    assert await stage.scalar("SELECT count(*) FROM replies") == 0, "these buttons are no answers"


async def test_the_longest_words_there_are_reach_both_sides(stage: Stage) -> None:
    anna, owner = await joined(stage, "Анна"), stage.owner
    for longest in ("😡" * 2_048, "<b>" * 1_365):
        await anna.say("/write")
        await anna.say(longest)
        await stage.settle()
        await owner.press("Посмотреть")
        assert longest[:1_000] in owner.sees
        await owner.press("Ответить")
        await owner.say(longest)
        await stage.settle()
        assert anna.sees.startswith(f"Ответ магазина:\n{longest[:1_000]}")


async def test_two_bad_stars_with_words_are_a_complaint(stage: Stage) -> None:
    anna, owner = await joined(stage, "Анна"), stage.owner
    lena = await hired(stage, "Лена")
    await lena.sell(anna, "450")
    await stage.settle()
    purchase = await stage.scalar("SELECT max(id) FROM purchases")
    await anna.forge(f"review.stars:{purchase}:2")
    await stage.settle()
    assert owner.sees == "❗ Жалоба: Анна."
    await anna.say("Нахамили")
    await stage.settle()
    assert owner.sees == "Анна пишет ещё."
    await owner.press("Посмотреть")
    assert "«2 / 5»" in owner.sees
    assert "Нахамили" in owner.sees
    await anna.say("/write")
    await anna.say("И чай холодный")
    assert await stage.scalar("SELECT count(*) FROM cases") == 1, "more of the same"


async def test_whoever_wants_to_write_can(stage: Stage) -> None:
    anna, owner = await joined(stage, "Анна"), stage.owner
    await anna.say("/write")
    assert anna.sees.startswith("Что случилось")
    await anna.press("Не надо")
    assert anna.sees.startswith("Хорошо.")
    await anna.say("/write")
    await anna.say("Где вторая касса?")
    await stage.settle()
    assert owner.sees == "Вам пишет Анна."
    await anna.say("/write")
    await anna.say("И ещё холодно")
    await stage.settle()
    assert owner.sees == "Анна пишет ещё."
    await owner.press("Посмотреть")
    assert "Где вторая касса?" in owner.sees
    assert "И ещё холодно" in owner.sees
    for number in range(12):
        await anna.say("/write")
        await anna.say(f"Ещё {number}")
    assert owner.heard.count("Анна пишет ещё.") == 8, "ten a day are told; two were read or said otherwise"
    assert await stage.scalar("SELECT count(*) FROM cases") == 1
