"""What customers say: their answers under messages, the requests, the figures."""

from datetime import UTC, date, datetime

from loyalty.feedback import (
    LONGEST_WORDS,
    FeedbackView,
    Reasons,
    RequestKind,
    RequestLine,
    RequestList,
    RequestView,
    Score,
)
from loyalty.messages import Preferences, Topic
from texts import campaign, campaign_replies, message_settings, requests
from texts.notices import render
from texts.screen import Screen
from texts.words import Words

AT = datetime(2026, 5, 3, 11, 5, tzinfo=UTC)
LONG = "W" * 64
MUTED = Preferences(frozenset(Topic), 18, 12, "Europe/Kaliningrad")
ANSWERS = {"Ж" * 20: 999_999, "Далеко <b>": 12}
MONTHS = tuple(Reasons(date(2026, month, 1), ANSWERS) for month in (9, 8, 7))
SCALE = [{"kind": "reply", "text": str(mark), "value": str(mark)} for mark in range(11)]
ASKED = {"recipient": 9, "body": "?", "values": {}, "media": "", "file_id": "", "marketing": True}


def screens(words: Words) -> list[Screen]:
    return [*of_customers(words), *of_leaders(words)]


def of_customers(words: Words) -> list[Screen]:
    return [
        campaign.campaign_screen(words, {**ASKED, "buttons": SCALE}),
        Screen(campaign_replies.answer_kept(words, LONG)),
        Screen(campaign_replies.answered_before(words)),
        Screen(campaign_replies.interest_kept(words)),
        Screen(campaign_replies.unsubscribed_before(words)),
        campaign_replies.what_is_wrong(words),
        campaign_replies.ask_complaint(words),
        campaign_replies.complaint_kept(words),
        campaign_replies.nothing_more(words),
        campaign_replies.words_please(words),
        campaign_replies.unsubscribed(words),
        campaign_replies.subscribed(words),
        message_settings.what_comes(words, Preferences(), "Asia/Yekaterinburg", news=True),
        message_settings.what_comes(words, Preferences(), "Europe/Moscow", news=False),
        message_settings.what_comes(words, MUTED, "Europe/Moscow", news=True),
        render(words, "answered", {"remark": 1, "text": "𝐀" * (LONGEST_WORDS // 2)}),
    ]


def of_leaders(words: Words) -> list[Screen]:
    lines = tuple(RequestLine(999_999, kind, name, AT) for kind in RequestKind for name in (LONG, ""))
    views = [
        RequestView(999_999, kind, is_open, LONG, "482100457713", AT, said)
        for kind in RequestKind
        for is_open in (True, False)
        for said in (
            ("2 / 5", *("Ж" * 600,) * 7),
            (*(str(n) for n in range(30)), "𝐀" * (LONGEST_WORDS // 2)),
        )
    ]
    full = FeedbackView(Score(999_999, -100, 19), 999_999, 90, 455, 999_999, 30, MONTHS, 999_999)
    few = FeedbackView(Score(29), 60, 90, None, 0, 30, (), 0)
    none = FeedbackView(Score(0), 0, 90, None, 0, 30, (), 0)
    told = [
        {"request": 9, "what": kind.value, "person": 7, "name": name, "more": more}
        for kind in RequestKind
        for name in (LONG, "")
        for more in (True, False)
    ]
    return [
        *(requests.feedback(words, view) for view in (full, few, none)),
        requests.request_list(words, RequestList(lines, 1, 3)),
        requests.request_list(words, RequestList((), 0, 1)),
        *(requests.request(words, view) for view in views),
        requests.ask_answer(words, views[0]),
        *(requests.answer_sent(words, view) for view in views),
        *(render(words, "request", data) for data in told),
    ]
