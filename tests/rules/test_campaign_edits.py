"""A draft of a campaign: what buttons and typed answers make of it."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from loyalty.automations import Auto
from loyalty.campaign_edits import (
    ASKED,
    GUESS,
    MOST_KNOBS,
    Draft,
    Question,
    Sent,
    answered,
    auto_title,
    check_draft,
    copied,
    has_place,
    is_open,
    packed_question,
    read_question,
    turned,
    with_code,
)
from loyalty.campaigns import BROADCAST, Campaign, CampaignState, Content, Gift, Knob
from loyalty.messages import MessageClass
from loyalty.programme import Programme
from loyalty.refusals import Refusal, Refused
from loyalty.templates import FIGURES_ROOM

ZONE = ZoneInfo("Europe/Moscow")
NOW = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
RULES = Programme(1, "Маяк", "RUB", "Europe/Moscow", 500, 100)
EMPTY = Draft(Campaign(7, BROADCAST, "", CampaignState.DRAFT, 3, MessageClass.NEWS))
WRITTEN = replace(EMPTY, contents=(Content(0, "", "Привет, {имя|друг}!"),))
MOVED = Refused(Refusal.CAMPAIGN_MOVED)


def asked(what: str, variant: int = 0, language: str = "") -> Question:
    return Question(7, 3, what, variant, language)


def said(draft: Draft, what: str, text: str, variant: int = 0, language: str = "") -> Draft | Refused:
    sent = Sent(html=text, text=text, usual="Открыть")
    return answered(draft, asked(what, variant, language), sent, RULES, NOW)


def good(outcome: Draft | Refused) -> Draft:
    assert isinstance(outcome, Draft), outcome
    return outcome


def tapped(draft: Draft, *buttons: str) -> Draft | Refused:
    return turned(draft, buttons, NOW, ZONE)


def test_the_first_words_become_the_title_until_one_is_typed() -> None:
    draft = good(said(EMPTY, "body", "Привет, {имя|друг}!\nЗавтра скидки на все пирожные и торты"))
    assert draft.campaign.title == "Привет, друг! Завтра скидки на…"
    draft = good(said(draft, "body", "Коротко"))
    assert draft.campaign.title == "Коротко"
    draft = good(said(good(said(draft, "title", " Моё  имя ")), "body", "Другое"))
    assert draft.campaign.title == "Моё имя"
    assert auto_title("x" * 50) == "x" * 32 + "…"
    assert said(draft, "title", "x" * 61) == Refused(Refusal.LABEL_UNCLEAR, {"longest": 60})


def test_an_automation_keeps_its_name_whatever_it_says() -> None:
    draft = replace(WRITTEN, campaign=replace(WRITTEN.campaign, kind=Auto.WELCOME, title=""))
    assert good(said(draft, "body", "Другое")).campaign.title == ""


def test_a_photo_brings_its_words_or_leaves_those_there_are() -> None:
    draft = good(answered(WRITTEN, asked("media"), Sent(media="photo", file_id="f"), RULES, NOW))
    assert draft.contents == (Content(0, "", "Привет, {имя|друг}!", "photo", "f"),)
    draft = good(answered(draft, asked("body"), Sent("Ура", "Ура", "video", "v"), RULES, NOW))
    assert draft.contents == (Content(0, "", "Ура", "video", "v"),)
    assert good(tapped(draft, "media", "0", "-")).contents == (Content(0, "", "Ура"),)
    assert said(WRITTEN, "media", "нет") == Refused(Refusal.MEDIA_NONE)
    assert said(draft, "body", "x" * 1025) == Refused(Refusal.MESSAGE_TOO_LONG, {"limit": 1024, "over": 1})


def test_what_brings_the_programmes_figures_along_leaves_room_for_them() -> None:
    draft = replace(WRITTEN, campaign=replace(WRITTEN.campaign, kind=Auto.BURNING))
    room = 4096 - FIGURES_ROOM
    assert good(said(draft, "body", "x" * room)).contents[0].body == "x" * room
    too_long = Refused(Refusal.MESSAGE_TOO_LONG, {"limit": room, "over": 1})
    assert said(draft, "body", "x" * (room + 1)) == too_long


@pytest.mark.parametrize("odd", ["album", "kind"])
def test_what_is_of_no_use_is_refused(odd: str) -> None:
    sent = Sent(odd="album" if odd == "album" else "kind")
    assert answered(WRITTEN, asked("body"), sent, RULES, NOW) == Refused(Refusal.MEDIA_ODD, {"what": odd})
    photo = Sent(media="photo", file_id="f")
    assert answered(WRITTEN, asked("title"), photo, RULES, NOW) == Refused(
        Refusal.MEDIA_ODD, {"what": "text"}
    )


def test_buttons_come_and_go_up_to_six() -> None:
    draft = WRITTEN
    for number in range(MOST_KNOBS):
        draft = good(said(draft, "link", f"№{number} cafe.ru"))
    assert said(draft, "card", "Карта") == Refused(Refusal.LIST_FULL, {"most": MOST_KNOBS})
    draft = good(tapped(draft, "knob", "0", "-", "2"))
    assert [knob.text for knob in draft.contents[0].buttons] == ["№0", "№1", "№3", "№4", "№5"]
    assert said(WRITTEN, "link", "нет") == Refused(Refusal.ADDRESS_UNCLEAR)


@pytest.mark.parametrize("text", ["{код}", "Взять код\n{code}", ""])
def test_a_button_copies_the_code_of_the_gift_when_there_is_one(text: str) -> None:
    assert said(WRITTEN, "copy", text) == Refused(Refusal.NO_GIFT_CODE)
    draft = good(said(with_code(WRITTEN, 5, "скидка 10 %"), "copy", text))
    [knob] = draft.contents[0].buttons
    assert (knob.kind, knob.value) == ("copy", "")
    assert knob.text in ("Взять код", "Открыть")


def test_what_is_typed_settles_gift_time_control_and_guess() -> None:
    draft = good(said(WRITTEN, "points", "50 на 14 дней"))
    assert draft.campaign.gift == Gift("points", points=50, lifetime_days=14)
    assert good(tapped(draft, "gift", "-")).campaign.gift == Gift()
    assert good(said(draft, "offer", "20%")).campaign.gift.kind == "offer"
    assert with_code(draft, 5, "скидка").campaign.gift == Gift("code", code_campaign_id=5, title="скидка")
    assert good(said(draft, "at", "18:00")).campaign.send_at == datetime(2026, 5, 1, 15, tzinfo=UTC)
    assert good(said(draft, "control", "15")).campaign.control_bp == 1_500
    guessed = good(said(draft, "guess", "3"))
    assert guessed.campaign.settings == {GUESS: 300}
    assert good(tapped(guessed, "guess", "-")).campaign.settings == {}
    for what in ("points", "offer", "at", "control", "guess"):
        assert isinstance(said(draft, what, "?"), Refused)


def test_buttons_settle_time_control_and_fee() -> None:
    assert good(tapped(WRITTEN, "control", "2000")).campaign.control_bp == 2_000
    assert good(tapped(WRITTEN, "paid", "1")).campaign.paid
    today = good(tapped(WRITTEN, "when", "today"))
    assert today.campaign.send_at == datetime(2026, 5, 1, 15, tzinfo=UTC)
    tomorrow = good(tapped(WRITTEN, "when", "tomorrow"))
    assert tomorrow.campaign.send_at == datetime(2026, 5, 2, 9, tzinfo=UTC)
    own = good(tapped(tomorrow, "when", "own"))
    assert own.campaign.by_own_clock
    assert not good(tapped(own, "when", "own")).campaign.by_own_clock
    assert not good(tapped(WRITTEN, "when", "own")).campaign.by_own_clock
    now = good(tapped(own, "when", "now")).campaign
    assert (now.send_at, now.by_own_clock) == (None, False)
    evening = datetime(2026, 5, 1, 15, 0, tzinfo=UTC)
    assert turned(WRITTEN, ("when", "today"), evening, ZONE) == MOVED


def test_variants_are_copies_that_can_go_again() -> None:
    draft = good(tapped(good(said(WRITTEN, "body", "English", language="en")), "variant", "add"))
    assert [(one.variant, one.language) for one in draft.contents] == [(0, ""), (0, "en"), (1, ""), (1, "en")]
    draft = good(said(draft, "body", "Второй", variant=1))
    draft = good(tapped(draft, "variant", "0"))
    assert [(one.variant, one.language, one.body) for one in draft.contents] == [
        (0, "", "Второй"),
        (0, "en", "English"),
    ]
    draft = good(tapped(draft, "language", "0", "en"))
    assert draft.variants == 1
    assert len(draft.contents) == 1
    for _ in range(3):
        draft = good(tapped(draft, "variant", "add"))
    assert tapped(draft, "variant", "add") == MOVED


@pytest.mark.parametrize(
    "buttons",
    [
        *((), ("x",), ("control", "1"), ("when", "x"), ("paid", "2"), ("gift", "x"), ("media", "9", "-")),
        *(("knob", "0", "-"), ("knob", "0", "-", "9"), ("knob", "x"), ("variant", "0"), ("variant", "x")),
        *(("language", "0", "-"), ("language", "0", "en"), ("language",), ("control", "500", "1")),
    ],
)
def test_what_no_button_says_changes_nothing(buttons: tuple[str, ...]) -> None:
    assert turned(WRITTEN, buttons, NOW, ZONE) == MOVED


def test_another_language_begins_as_a_copy_with_its_buttons() -> None:
    draft = good(said(good(said(EMPTY, "body", "Привет")), "link", "Меню cafe.ru"))
    draft = good(said(draft, "body", "Hello", language="en"))
    assert draft.content(0, "en") == Content(
        0, "en", "Hello", buttons=(Knob("link", "Меню", "https://cafe.ru"),)
    )
    assert draft.campaign.title == "Привет"


def test_a_draft_is_checked_as_a_whole() -> None:
    assert check_draft(EMPTY) == Refused(Refusal.MESSAGE_EMPTY)
    assert check_draft(WRITTEN) is None
    broken = replace(WRITTEN, contents=(*WRITTEN.contents, Content(1, "", "{нет такого}")))
    refused = check_draft(broken)
    assert isinstance(refused, Refused)
    assert refused.detail["variant"] == 1


def test_a_copy_is_a_new_draft() -> None:
    done = replace(WRITTEN.campaign, state=CampaignState.DONE, total=9, send_at=NOW, previewed=3, reason="x")
    new = copied(replace(WRITTEN, campaign=done)).campaign
    assert (new.state, new.total, new.send_at, new.previewed, new.reason) == (
        CampaignState.DRAFT,
        0,
        None,
        -1,
        "",
    )
    assert new.message_class is MessageClass.NEWS


@pytest.mark.parametrize("what", ASKED)
def test_a_question_is_read_as_it_was_kept(what: str) -> None:
    question = Question(7, 3, what, 2, "en", "album7")
    assert read_question(packed_question(question)) == question


@pytest.mark.parametrize(
    "about",
    [
        "",
        "7",
        "7:3:nonsense:0:",
        "x:3:body:0:",
        "7:-1:body:0:",
        "7:3:body::",
        "7:\N{SUPERSCRIPT THREE}:body:0:",
    ],
)
def test_what_is_no_question_is_none(about: str) -> None:
    assert read_question(about) is None


def test_a_broadcast_is_open_as_a_draft_an_automation_always() -> None:
    assert is_open(EMPTY.campaign)
    assert not is_open(replace(EMPTY.campaign, state=CampaignState.RUNNING))
    assert is_open(replace(EMPTY.campaign, kind="birthday", state=CampaignState.RUNNING))
    assert has_place(EMPTY, 0, "ru")
    assert not has_place(EMPTY, 1, "")
    assert not has_place(EMPTY, 0, "de")
