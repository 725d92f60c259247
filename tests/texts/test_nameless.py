"""Whoever was enrolled at the till has no name until he joins: no screen of the staff has a hole there."""

from dataclasses import replace

from loyalty.shifts import SaleLine, TodayView, Totals
from loyalty.views import RefundList
from tests.texts.gallery_refund import AT, LINE
from texts import refund, shifts
from texts.words import words_for

WORDS = words_for("en", "Europe/Moscow", "RUB")


def test_todays_sales_call_somebody_without_a_name_a_new_customer() -> None:
    line = SaleLine(1, AT, "", 39_000, 39_000, 19, 0, undone=False, undoable=True)
    screen = shifts.today(WORDS, TodayView(Totals(sales=1), (line,), leads=False))
    assert "New customer, ₽390: +19" in screen.text


def test_a_refund_calls_somebody_without_a_name_a_new_customer() -> None:
    screen = refund.purchases(WORDS, RefundList((replace(LINE, first_name=""),)))
    assert "<b>New customer</b>" in screen.text
    assert screen.buttons[0][0].text == "1. New customer"
