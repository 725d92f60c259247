"""What waits in the demo shop: an alert of last evening, a receipt sent in, a customer enrolled by phone."""

import io

from PIL import Image, ImageDraw

from actions.claim_receipt import begin_receipt, choose_store, send_photo, send_receipt, type_receipt
from actions.confirm_sale import confirm_sale
from actions.enrol_customer import enrol_customer
from actions.price_sale import price_sale
from actions.recognise import Speaker
from actions.review_alerts import next_alert, review_alert
from actions.shop import Shop
from loyalty.receipts import Line
from loyalty.watch.views import AlertState, AlertView
from sandbox.demo_regulars import Visit
from sandbox.demo_team import PARK
from sandbox.demo_till import CONSENT_TEXT, speaker_of, went
from sandbox.state import Person
from sandbox.telegram import Telegram
from texts.lettering import font

# The evening before today, with the store long closed.
LATE = Visit(119, 128_000, minute=760, in_park=True)
FORGOTTEN = "№318 640 вчера"
ENROLLED_BOUGHT_MINOR = 39_000
PAPER = (420, 560)


async def look_into_alerts(shop: Shop, owner: Speaker) -> None:
    """The owner has looked at everything so far: false alarms."""
    while isinstance(view := went(await next_alert(shop, owner.member_id)), AlertView):
        went(await review_alert(shop, owner.member_id, view.alert_id, AlertState.FALSE_ALARM))


async def send_in_receipt(shop: Shop, telegram: Telegram, customer: Person, store_id: int) -> None:
    """A customer forgot the card yesterday and sends a picture of the receipt."""
    speaker = await speaker_of(shop, customer)
    who = (shop, speaker.member_id, speaker.account_id)
    claim = went(await begin_receipt(*who)).claim
    went(await choose_store(*who, store_id))
    went(await send_photo(*who, telegram.store_photo(receipt_picture()).file_id))
    went(await type_receipt(shop, speaker.member_id, FORGOTTEN))
    went(await send_receipt(*who, claim.id))


async def enrol_by_phone(shop: Shop, till: Person, phone: str) -> None:
    """The cashier enrols a customer without Telegram at hand and adds points that wait."""
    cashier = await speaker_of(shop, till)
    who = (shop, cashier.member_id, cashier.account_id)
    opened = went(await enrol_customer(*who, phone, CONSENT_TEXT, till.language))
    lines = [Line(ENROLLED_BOUGHT_MINOR)]
    priced = went(await price_sale(shop, cashier.member_id, opened.draft_id, lines))
    went(await confirm_sale(*who, priced.draft_id, priced.revision))


def receipt_picture() -> bytes:
    """A photo of a paper receipt."""
    paper = Image.new("RGB", PAPER, "#fbfaf5")
    draw = ImageDraw.Draw(paper)
    rows = (
        (40, "Кофейня «Зерно»", ""),
        (85, f"{PARK.name}, {PARK.address}", ""),
        (165, "Чек №318", ""),
        (240, "Капучино, 2", "480"),
        (285, "Круассан", "160"),
        (375, "Итого", "640 ₽"),
        (480, "Спасибо, что зашли!", ""),
    )
    for top, left, right in rows:
        face = font("SemiBold" if right.endswith("₽") else "Regular", 22)
        draw.text((36, top), left, "#222222", face)
        draw.text((PAPER[0] - 36, top), right, "#222222", face, anchor="ra")
    draw.line((36, 350, PAPER[0] - 36, 350), "#999999")
    content = io.BytesIO()
    paper.rotate(2, fillcolor="#8d7b68").save(content, "JPEG", quality=85)
    return content.getvalue()
