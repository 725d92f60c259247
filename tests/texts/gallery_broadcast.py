"""Every screen of a broadcast, from its first word to its end, with long names and large figures."""

from dataclasses import asdict, replace
from datetime import UTC, datetime

from loyalty.benefits import Effect
from loyalty.broadcast_forecast import Forecast, Response
from loyalty.broadcasts import Progress, Stop
from loyalty.campaign_edits import ASKED, Draft, Question
from loyalty.campaign_views import Audience, BroadcastLine, BroadcastList, CampaignDesk, Check
from loyalty.campaigns import BROADCAST, Campaign, CampaignState, Content, Gift, Knob
from loyalty.codes import Campaign as CodeCampaign
from loyalty.messages import MessageClass
from loyalty.programme import Programme
from texts import broadcast, broadcast_check, broadcast_content, broadcast_progress, campaign
from texts.screen import Screen
from texts.words import Words

AT = datetime(2026, 12, 28, 11, 5, tzinfo=UTC)
PROGRAMME = Programme(1, "Кофе & Чай", "RUB", "Europe/Moscow", 500, 100)
KNOBS = (
    Knob("link", "Меню <b>" + "Щ" * 22, "https://cafe.example/" + "x" * 80),
    Knob("copy", "Взять код"),
    Knob("card", "Карта"),
    Knob("interested", "Забронировать"),
    Knob("reply", "Да"),
)
TEXT = "{имя}, <b>приходите</b> &amp; " + "Щ" * 900 + "\n\n{любимое}"
ONE = Campaign(999_999, BROADCAST, "", CampaignState.DRAFT, 99, MessageClass.NEWS, at=AT)
EMPTY = CampaignDesk(Draft(ONE), PROGRAMME, AT)
SHORT = CampaignDesk(Draft(ONE, (Content(0, "", "Привет"),)), PROGRAMME, AT)
LONG = CampaignDesk(
    Draft(
        replace(
            ONE,
            title="Щ<b>" * 15,
            gift=Gift("points", points=99_999, lifetime_days=365),
            control_bp=1_250,
            send_at=datetime(2027, 1, 2, 9, 0, tzinfo=UTC),
            by_own_clock=True,
            paid=True,
            previewed=99,
            segment='last_purchase > 60d and category = "Вино & сыр"',
        ),
        tuple(
            Content(variant, language, TEXT, "photo", "f", KNOBS)
            for variant in range(4)
            for language in ("", "en", "ru")
        ),
    ),
    PROGRAMME,
    AT,
    moved=True,
)
GIFTS = (
    Gift("offer", lifetime_days=1, effect=Effect(percent_bp=2_000)),
    Gift("code", code_campaign_id=1, title="скидка 10 %"),
)
CODES = [
    (CodeCampaign(1, "W" * 30, Effect(gift="круассан")), 3),
    (CodeCampaign(2, "", Effect(off_minor=500)), 0),
]
REACH = Audience(1_000_000, 900_000, 100_000, 5, 6, 7)
CHECKS = (
    Check(LONG, REACH, 700_000, 25_926, Forecast(Response(450, 5), 31_500, 99_999_999_00, 9_999_00)),
    Check(SHORT, Audience(1, 1), 1, 1, Forecast(Response(300), 0, 0, 0)),
    Check(SHORT, Audience(3, 0), 0, 0, None),
)
COUNTS = {
    **dict.fromkeys(("sent", "failed", "unknown", "skipped", "control", "blocked", "unsubscribed"), 1234),
    "clicked:0": 30,
    "clicked:1": 5,
    "corrected": 3,
    "withdrawn": 2,
}
VIEW = Progress(999_999, 7, "Щ<b>" * 15, CampaignState.RUNNING, 1_000_000, COUNTS, 400_000, 26.7, 15_000.0)


def screens(words: Words) -> list[Screen]:
    return [*_drafts(words), *_contents(words), *_sending(words), *_under_way(words)]


def _drafts(words: Words) -> list[Screen]:
    lines = [BroadcastLine(replace(LONG.campaign, state=state, total=1_000), 450) for state in CampaignState]
    return [
        broadcast.broadcasts(words, BroadcastList((), more=False), 0),
        broadcast.broadcasts(words, BroadcastList(lines, more=True), 7, broadcast.deleted(words)),
        *(broadcast.draft_screen(words, desk) for desk in (EMPTY, SHORT, LONG)),
        *(broadcast.when(words, desk) for desk in (SHORT, LONG)),
        *(broadcast.arms(words, desk) for desk in (SHORT, LONG)),
        broadcast.when(words, replace(LONG, now=datetime(2027, 1, 2, 18, 0, tzinfo=UTC))),
        broadcast.more(words, LONG),
        *(broadcast.paid(words, desk) for desk in (SHORT, LONG)),
        broadcast.ask_delete(words, LONG),
        broadcast.automation_saved(words, LONG),
        broadcast.not_taken(words, LONG),
    ]


def _contents(words: Words) -> list[Screen]:
    given = [replace(LONG, draft=replace(LONG.draft, campaign=replace(ONE, gift=gift))) for gift in GIFTS]
    return [
        *(
            broadcast_content.message(words, desk, 0, language)
            for desk in (EMPTY, SHORT)
            for language in ("", "en")
        ),
        broadcast_content.message(words, LONG, 3, "en"),
        *(broadcast_content.knobs(words, desk, 0, "") for desk in (SHORT, LONG)),
        *(broadcast_content.gift(words, desk) for desk in (SHORT, LONG, *given)),
        *(broadcast.draft_screen(words, desk) for desk in given),
        broadcast_content.codes(words, LONG, (), 0, more=False),
        broadcast_content.codes(words, LONG, CODES, 1, more=True),
        *(broadcast_content.question(words, LONG, Question(7, 1, what, 3, "en")) for what in ASKED),
        broadcast_content.question(words, EMPTY, Question(7, 1, "fix")),
        *(broadcast_content.question(words, desk, Question(7, 1, "copy")) for desk in given),
    ]


def _sending(words: Words) -> list[Screen]:
    values = {
        "name": "Щ<b>" * 20,
        "balance": 0,
        "burning": 99_999,
        "burning_on": "2026-12-31",
        "gift": 50,
        "code": "ABC-DEF-GHJ",
    }
    data = {
        "recipient": 999_999,
        "body": "{имя}, {баланс}, {сгорает} {сгорит}: {подарок}, {код}",
        "values": values,
        "media": "",
        "file_id": "",
        "buttons": [asdict(knob) for knob in KNOBS[1:]],
        "marketing": True,
    }
    return [
        broadcast_check.counting(words),
        broadcast_check.not_shown(words, LONG),
        broadcast_check.seen(words, LONG),
        broadcast_check.first_look(words, SHORT),
        *(broadcast_check.check(words, one) for one in CHECKS),
        *(broadcast_check.ask_send(words, one) for one in CHECKS[:2]),
        campaign.campaign_screen(words, data),
        campaign.campaign_screen(words, {**data, "media": "photo", "file_id": "f", "recipient": 0}),
        campaign.campaign_screen(words, {**data, "media": "video", "file_id": "f", "values": {}}),
    ]


def _under_way(words: Words) -> list[Screen]:
    views = [
        *(replace(VIEW, state=state) for state in CampaignState),
        *(replace(VIEW, state=CampaignState.PAUSED, reason=why.value) for why in Stop),
        replace(VIEW, next_at=AT, amending="correct"),
        replace(VIEW, left=0, amending="withdraw"),
        Progress(1, 1, "", CampaignState.QUEUING, 0, {}, 0, 27.0, 0.0),
    ]
    told = {"campaign": 999_999, "title": "Щ<b>" * 15}
    return [
        *(broadcast_progress.progress(words, view) for view in views),
        *(broadcast_progress.progress(words, view, live=False) for view in views),
        broadcast_progress.ask_cancel(words, VIEW),
        broadcast_progress.ask_withdraw(words, VIEW),
        broadcast_progress.choose_text(words, LONG),
        broadcast_progress.ask_text(words, LONG, TEXT),
        *(broadcast_progress.paused(words, {**told, "why": why.value}) for why in Stop),
    ]
