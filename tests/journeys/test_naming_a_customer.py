"""Every way to name a customer at the till, through the real bot: link, photo, file, number, phone, code."""

import io
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest
from PIL import Image

from actions.verify import verify_ledger
from bench.photos import Kind, photo
from loyalty.programme import Category, StampCard
from sandbox.faults import Fault
from tests.actions.buying import ruled
from tests.cast import Actor, Stage, play
from tests.journeys.team import hired, invitation
from texts.card_drawing import code_mask

PHONE = "+79001112233"
NO_CODE = "На снимке не видно кода. Снимите ближе и без бликов или введите номер под кодом."
ASKED = "Анна · Базовый · 0 баллов\nСумма чека?"


@dataclass
class Till:
    stage: Stage
    lena: Actor
    anna: Actor

    async def number(self) -> str:
        return str(await self.stage.scalar("SELECT number FROM members WHERE name = 'Анна'"))

    async def way(self) -> str:
        return str(await self.stage.scalar("SELECT way FROM sale_drafts ORDER BY at DESC LIMIT 1"))

    async def card_photo(self) -> bytes:
        """The counter with Anna's phone on it, as another phone sees it."""
        await self.anna.say("/card")
        shown = self.stage.telegram.file_bytes(self.anna.screen.photo)
        card = Image.open(io.BytesIO(shown)).convert("RGB")
        return photo(card, Kind.ROTATION, random.Random(1))


@pytest.fixture
async def till(tmp_path: Path) -> AsyncIterator[Till]:
    async with play(tmp_path) as stage:
        await stage.owner.start()
        lena = await hired(stage, "Лена")
        anna = await stage.joined("Анна")
        yield Till(stage, lena, anna)
        assert (await verify_ledger(stage.app.shop)).faults == ()


async def test_a_scanned_link(till: Till) -> None:
    await till.lena.scan(till.anna)
    assert (till.lena.sees, await till.way()) == (ASKED, "link")


async def test_a_pasted_link(till: Till) -> None:
    await till.lena.say(till.anna.card_link)
    assert (till.lena.sees, await till.way()) == (ASKED, "link")


async def test_a_typed_number(till: Till) -> None:
    await till.lena.say(await till.number())
    assert (till.lena.sees, await till.way()) == (ASKED, "typed")


async def test_a_photo_of_the_card_and_three_actions_to_the_points(till: Till) -> None:
    await till.lena.photo(await till.card_photo())
    assert (till.lena.sees, await till.way()) == (ASKED, "photo")
    await till.lena.say("450")
    await till.lena.press("Начислить +22")
    assert await till.stage.balance(till.anna) == 22


async def test_a_picture_sent_as_a_file(till: Till) -> None:
    content = await till.card_photo()
    till.stage.telegram.send_document(till.lena.person, content, "card.jpg", "image/jpeg")
    await till.stage.settle()
    assert (till.lena.sees, await till.way()) == (ASKED, "photo")


async def test_the_next_customers_photo_while_an_amount_is_asked(till: Till) -> None:
    content = await till.card_photo()
    vera = await till.stage.joined("Вера")
    await till.lena.scan(vera)
    await till.lena.photo(content)
    assert till.lena.sees == ASKED
    await till.lena.photo()
    assert till.lena.sees == "Жду сумму чека. Напишите её цифрами, например 450."
    await till.lena.say("450")
    assert till.lena.sees.startswith("Анна, 450 ₽")


async def test_photos_without_a_code_with_two_and_of_something_else(till: Till) -> None:
    await till.lena.photo()
    assert till.lena.sees == NO_CODE
    await till.anna.say("/card")
    card = Image.open(io.BytesIO(till.stage.telegram.file_bytes(till.anna.screen.photo))).convert("RGB")
    counter = Image.new("RGB", (card.width * 2, card.height), "grey")
    counter.paste(card, (0, 0))
    counter.paste(card, (card.width, 0))
    await till.lena.photo(_jpeg(counter))
    assert till.lena.sees == ASKED, "twice the same card is one customer"
    vera = await till.stage.joined("Вера")
    await vera.say("/card")
    counter.paste(Image.open(io.BytesIO(till.stage.telegram.file_bytes(vera.screen.photo))), (card.width, 0))
    await till.lena.photo(_jpeg(counter))
    assert till.lena.sees == "На снимке несколько кодов. Снимите только карту покупателя."


async def test_a_foreign_code(till: Till) -> None:
    code = code_mask("https://example.com/menu", 400)
    menu = Image.new("L", (500, 500), 255)
    menu.paste(0, (50, 50), code)
    await till.lena.photo(_jpeg(menu))
    assert till.lena.sees == "Это не наша карта. Попросите покупателя открыть карту в чате: /card"


@pytest.mark.parametrize("kind", ["5xx", "drop"])
async def test_a_picture_that_is_lost_on_the_way(till: Till, kind: Literal["5xx", "drop"]) -> None:
    content = await till.card_photo()
    till.stage.telegram.faults.waiting = [Fault(method="getFile", kind=kind, before=True)]
    await till.lena.photo(content)
    assert till.lena.sees == "Снимок не дошёл. Отправьте ещё раз или введите номер карты."
    await till.lena.photo(content)
    assert till.lena.sees == ASKED


async def test_a_customers_photo_is_not_read(till: Till) -> None:
    content = await till.card_photo()
    await till.anna.photo(content)
    assert "Сумма чека?" not in till.anna.sees
    assert await till.stage.scalar("SELECT count(*) FROM sale_drafts") == 0


async def test_a_pay_codes_photo(till: Till) -> None:
    await till.lena.sell(till.anna, "10000")
    await till.anna.key("Оплатить баллами")
    picture = till.stage.telegram.file_bytes(till.anna.screen.photo)
    await till.lena.photo(picture)
    assert till.lena.sees.startswith("Анна · Базовый · 500 баллов")
    assert await till.way() == "code"
    await till.lena.say("450")
    assert "Код оплаты верный ✓" in till.lena.sees


async def test_rule_27_a_known_phone_earns_and_spends_only_with_the_customers_tap(till: Till) -> None:
    vera = till.stage.person("Вера", phone=PHONE)
    await vera.start()
    await vera.press("Согласен")
    await vera.press("Не сейчас")
    await vera.press("Вера")
    await vera.contact()
    await vera.press("Пропустить")
    await till.lena.sell(vera, "10000")
    await till.lena.say("8 900 111-22-33")
    assert till.lena.sees.startswith("Вера · Базовый · 500 баллов")
    assert await till.way() == "phone"
    await till.lena.say("450")
    await till.lena.press(next(label for label in till.lena.buttons if label.startswith("Списать")))
    assert "Жду согласия покупателя на 135 баллов" in till.lena.sees
    assert await till.stage.balance(vera) == 500


async def test_an_unknown_phone_is_enrolled_with_consent_and_joins_later(till: Till) -> None:
    lena = till.lena
    await lena.say(PHONE)
    assert lena.sees == (
        "Карты с телефоном на 2233 пока нет. Записать покупателя? "
        "Баллы начислятся сразу и подождут, пока он откроет бота с этим телефоном."
    )
    await lena.press("Записать покупателя")
    assert "«Маяк: можно сохранить ваш телефон и покупки" in lena.sees
    await lena.tap_twice("Да, согласен")
    assert lena.sees == (
        "Новый покупатель · Базовый · 0 баллов\nСумма чека?\n"
        "Ещё не вступил: баллы подождут, пока он откроет бота с этим телефоном."
    )
    await lena.say("450")
    await lena.press("Начислить +22")
    assert lena.sees.startswith("✅ Новый покупатель: +22 балла, теперь 22.")
    assert await till.stage.scalar("SELECT count(*) FROM members WHERE source = 'till'") == 1
    vera = till.stage.person("Вера", phone=PHONE)
    await vera.start()
    await vera.press("Согласен")
    await vera.press("Не сейчас")
    await vera.press("Вера")
    await vera.contact()
    await vera.press("Пропустить")
    assert await till.stage.balance(vera) == 22
    assert any("Вас ждали 22 балла" in text for text in vera.heard)


async def test_a_customer_who_says_no_is_not_kept(till: Till) -> None:
    await till.lena.say(PHONE)
    await till.lena.press("Записать покупателя")
    await till.lena.press("Нет")
    assert till.lena.sees == "Никого не записали, телефон не сохранён."
    assert await till.stage.scalar("SELECT count(*) FROM conversations WHERE question = 'enrol'") == 0


async def test_an_old_enrolment_button_does_nothing(till: Till) -> None:
    await till.lena.say(PHONE)
    offer = till.lena.screen
    await till.lena.scan(till.anna)
    await till.lena.press_again(offer, "Записать покупателя")
    assert till.lena.sees == ASKED
    await till.lena.say("450")
    assert till.lena.sees.startswith("Анна, 450 ₽")


@pytest.mark.parametrize("nonsense", ["enrol.yes", "enrol.ask:1", "sale.goods", "sale.goods:x:y:z"])
async def test_forged_buttons_do_nothing(till: Till, nonsense: str) -> None:
    await till.lena.scan(till.anna)
    await till.lena.forge(nonsense)
    await till.anna.forge(nonsense)
    assert await till.stage.scalar("SELECT count(*) FROM members WHERE source = 'till'") == 0
    await till.lena.say("450")
    assert till.lena.sees.startswith("Анна, 450 ₽")


async def test_a_cashier_who_reads_english(till: Till) -> None:
    content = await till.card_photo()
    kate = till.stage.person("Kate", language="en")
    link = await invitation(till.stage)
    await kate.open(link)
    await till.stage.owner.press("Принять")
    await kate.photo(content)
    assert kate.sees == "Анна · Basic · 0 points\nThe receipt's amount?"
    await kate.say("1234 5678 9012")
    assert kate.sees == "No card has this number. Please check the digits and type it again."
    await kate.press("Close")
    await kate.photo()
    assert kate.sees.startswith("There is no code in the picture.")
    await kate.say(PHONE)
    await kate.press("Enrol this customer")
    await kate.press("Yes, agreed")
    assert kate.sees.startswith("New customer · Basic · 0 points\nThe receipt's amount?\nNot joined yet")


def _jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG")
    return out.getvalue()


async def test_a_category_button_and_a_hint(till: Till) -> None:
    wine = Category("wine", "Вино", rate_bp=1000)
    stamp = StampCard("wine", "Вино", 5, "Бокал", minimum_minor=500_00)
    await ruled(till.stage.app.shop, categories=(wine,), stamps=(stamp,))
    await till.lena.scan(till.anna)
    await till.lena.say("450")
    assert till.lena.sees.endswith("💡 50 ₽ до штампа «Вино»")
    await till.lena.press("Вино")
    assert "+45 баллов" in till.lena.sees
    assert "✓ Вино" in till.lena.buttons
    await till.lena.press("Начислить +45")
    assert await till.stage.balance(till.anna) == 45
