"""How each action is called: what a parameter of this name is, and what has to stand before the call."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from importlib import import_module
from typing import Any

from actions.join import ADVERTISING, Consent
from actions.watch_settings import LARGEST
from loyalty.audience_views import AudienceDraft
from loyalty.birthdays import Birthday
from loyalty.campaign_edits import Question, Sent, packed_question
from loyalty.campaigns import Content
from loyalty.identifying import By, Named
from loyalty.importing import ImportState, Mode
from loyalty.presets import Preset
from loyalty.programme import HourRule
from loyalty.receipt_claims import Why
from loyalty.receipts import Line
from loyalty.rewards import RewardDraft, RewardField
from loyalty.sale import Way
from loyalty.sketch import Gives, Sketch, packed_sketch
from loyalty.staff import Role
from loyalty.stores import Place
from loyalty.tills import Preset as TillPreset
from loyalty.watch.base import Mode as WatchMode
from loyalty.watch.base import Rule
from loyalty.watch.views import AlertState
from storage import drafts, imports, people, saved_segments
from storage import receipt_claims as receipts
from storage import shop as rows
from storage.database import Connection
from storage.values import packed
from tests.actions.importing import table
from tests.actions.who_may.world import AWAY, PEOPLE, Values, World
from texts.automation_defaults import defaults
from texts.words import words_for

# The first parameter of these names is who acts.
WHO = ("member_id", "cashier_id", "actor_id", "owner_id", "inviter_id")

Prepare = Callable[[Connection, World, str, Values], None]

# Where one name means one thing whatever the action.
USUAL: Values = {
    "accept": True,
    "yes": True,
    "blocked": True,
    "active": False,
    "donation": True,
    "wanted": False,
    "personal": False,
    "page": 0,
    "newest": None,
    "after": None,
    "count": 1,
    "mode": Mode.ADD,
    "message_id": "7",
    "lines": [Line(450_00)],
    "reason": "за отзыв",
    "photo_id": "photo",
    "stars": 5,
    "points": 10,
    "consent": Consent(ADVERTISING, given=True, text_version="1", language="ru"),
    "birthday": Birthday(1, 2, 1990),
    "phone": "+79261234567",
    "seq": 0,
    "why": Why.NOT_OURS,
    "role": Role.CASHIER,
    "key": "plain",
    "days": 30,
    "way": Way.TYPED,
    "category": "",
    "rule": Rule.FREQUENT,
    "needed": True,
    "language": "ru",
    "picks": (),
    "preset": TillPreset.ALL,
    "place": Place(55_750_000, 37_610_000),
}

# What this action is told.
WORDS: Mapping[str, Values] = {
    "arrive.arrive": {"language_code": "ru", "display_name": "Имя", "payload": ""},
    "ask_about_sale.ask_about_sale": {"question": "code"},
    "campaign_replies.reply": {"number": 0},
    "campaign_replies.unsubscribe": {"recipient_id": 1},
    "change_staff.change_role": {"role": Role.MANAGER},
    "change_staff.change_stores": {"store_ids": (AWAY,)},
    "claim_receipt.choose_store": {"store_id": AWAY},
    "claim_receipt.type_receipt": {"text": "№77 450 сегодня"},
    "complain.answer_request": {"text": "Разберёмся"},
    "complain.complain": {"about": "", "text": "Где вы?"},
    "contest.comment_case": {"text": "это не я"},
    "decide_receipt.correct_sum": {"text": "460"},
    "draft_programme.type_setting": {"path": "visit_points", "text": "10"},
    "draft_programme.choose_setting": {"path": "visit_points", "said": "5"},
    "draft_programme.turn_weekday": {"path": "hours.h1.weekdays", "day": 1},
    "draft_programme.add_item": {"name": "tiers", "title": "Золото"},
    "draft_programme.remove_item": {"name": "hours", "key": "h1"},
    "draft_programme.take_preset": {"kind": Preset.VISIT, "stamp": ("", "")},
    "draft_programme.save_draft": {"version": 1, "revision": 1},
    "edit_campaign.turn_campaign": {"said": ("control", "500")},
    "edit_campaign.choose_code": {"title_of": lambda *_: "Скидка"},
    "edit_campaign.answer_campaign": {"sent": Sent("Завтра", "Завтра"), "title_of": lambda *_: "Скидка"},
    "hold_broadcast.correct": {"content": Content(0, "", "Завтра")},
    "correct_broadcast.correct_text": {"sent": Sent("Завтра", "Завтра")},
    "edit_codes.tap_sketch": {"field": "gives", "said": "money"},
    "edit_codes.answer_sketch": {"text": "ОСЕНЬ"},
    "edit_codes.make_sketched": {"title_of": lambda *_: "Скидка"},
    "edit_rewards.ask_reward": {"field": RewardField.PRICE},
    "edit_rewards.answer_reward": {"text": "50"},
    "edit_segment.add_condition": {"said": ("purchases", ">=", "", "3")},
    "edit_segment.change_part": {"revision": 1, "what": "turn", "place": 0},
    "edit_segment.choose_audience": {"revision": 1},
    "edit_segment.take_ready": {"key": "once"},
    "edit_segment.type_expression": {"text": "покупок = 1"},
    "price_bands.set_bands": {"text": "320 560"},
    "segments.ask": {"about": "type"},
    "segments.rename_segment": {"text": "Ушедшие"},
    "segments.save_over": {"revision": 1},
    "segments.save_segment": {"text": "Ушедшие"},
    "segments.used_words": {"what": "city"},
    "edit_stores.ask_about_store": {"what": "name"},
    "edit_stores.set_hours": {"text": "9-21"},
    "edit_stores.set_zone": {"zone": "Asia/Omsk"},
    "enter_code.enter_code": {"text": "ВЕСНА"},
    "find_member.find_member": {"text": "gleb"},
    "freeze_member.freeze_member": {"typed": "жалоба"},
    "grant_points_draft.tell_reason": {"typed": "за помощь"},
    "grant_points_draft.write_grant": {"typed": "10"},
    "import_members.look_at_import": {"name": "база.csv", "content": table("79007654321;Яна;5")},
    "invite_staff.pick_staff": {"external_id": "7777"},
    "join.choose_language": {"language": "en"},
    "join.tell_name": {"name": "Имя"},
    "page_session.open_page": {"opening": b"opening"},
    "preferences.change_quiet_hours": {"from_hour": 20, "until_hour": 10},
    "preferences.change_topic": {"topic": "dates"},
    "preferences.change_zone": {"zone": "Asia/Omsk"},
    "review.comment": {"text": "вкусно"},
    "review.no_comment": {"purchase_id": 1},
    "list_automations.list_automations": {"defaults": defaults(words_for("ru", "Europe/Moscow", "RUB"))},
    "set_automation.ask_value": {"key": "hour"},
    "set_automation.answer_value": {"key": "hour", "text": "12"},
    "set_automation.add_automation": {"title": "Праздник"},
    "set_programme.ask_change": {"about": "brand"},
    "set_programme.leave_change": {"about": "brand"},
    "set_programme.set_programme": {"rate_bp": 700},
    "tag_member.add_tag": {"text": "свадьба"},
    "tell_city.tell_city": {"text": "Казань"},
    "set_tier.set_tier_until": {"typed": "31.12.2026"},
    "use_code.use_code": {"text": "ВЕСНА"},
    "review_alerts.old_alerts": {"page": 0},
    "review_alerts.review_alert": {"state": AlertState.REVIEWED},
    "tills.add_till": {"name": "Касса"},
    "enrol_customer.enrol_customer": {"text_version": "1", "language": "ru"},
    "watch_settings.set_mode": {"mode": WatchMode.OFF},
    "watch_settings.ask_limit": {"about": LARGEST},
    "webhooks.add_webhook": {"text": "https://example.com/hook"},
}


# What is told of the thing itself.
ABOUT_IT: Mapping[str, Callable[[Values], Values]] = {
    "edit_campaign.ask_campaign": lambda values: {"question": Question(values["campaign_id"], 0, "body")},
}


def _told(action: str, world: World, role: str, values: Values) -> Values:
    """The arguments that are this action's own, and those made of the world."""
    name = PEOPLE[role]
    client = world.people["client of kira"]
    made: Values = {"me": world.speakers[name]}
    match action:
        case "open_sale.open_sale":
            made |= {"card_token": client.card_token}
        case "open_sale.open_named":
            made |= {"named": Named(By.CARD, client.card_token)}
        case "identify.identify" | "edit_codes.choose_customer":
            made |= {"text": client.number}
        case "edit_stores.tell_about_store":
            made |= {"about": f"name:{values['store_id']}", "text": "Новая"}
        case "watch_settings.answer_limit":
            made |= {"about": f"{values['store_id']} {LARGEST}", "text": "5000"}
        case "watch_settings.add_family":
            made |= {"number": world.people["gleb"].number}
        case "erase_member.erase_member":
            made |= {"seq": world.seqs[name]}
        case "arrive.arrive" | "page_session.open_page":
            made |= {"external_id": world.people[name].external_id}
        case "invite_staff.staff_link" | "invite_staff.ask_to_pick" | "invite_staff.pick_staff":
            made |= {"store_ids": (values["store_id"],)}
    about_it = ABOUT_IT.get(action)
    return {**made, **values, **WORDS.get(action, {}), **(about_it(values) if about_it else {})}


# --- what stands before the call ---


def _asked(question: str, about: str) -> Prepare:
    """The account was asked this last."""

    def prepare(tx: Connection, world: World, role: str, _: Values) -> None:
        people.ask(tx, world.people[PEOPLE[role]].account_id, question, about, world.moment)

    return prepare


def _import_is(state: ImportState, mode: str = "add") -> Prepare:
    def prepare(tx: Connection, _: World, __: str, values: Values) -> None:
        imports.change(tx, values["import_id"], ImportState.DRAFT, state=state.value, mode=mode)

    return prepare


def _has_draft(tx: Connection, world: World, role: str, _: Values) -> None:
    """He has written rules: another rate for an hour of Mondays."""
    present = rows.programme(tx)
    rules = replace(present, hours=(HourRule("h1", (0,), 600, 660, 1_000),))
    draft = drafts.Draft(rules, present.version, 1)
    drafts.keep(tx, world.people[PEOPLE[role]].member_id, draft, world.moment)


def _sent(tx: Connection, world: World, role: str, values: Values) -> None:
    """His own receipt is with the shop, as if he had sent it before he came to work here."""
    own = world.things.get(("begun receipt", PEOPLE[role]))
    if own is not None and own["claim_id"] == values["claim_id"]:
        receipts.send(tx, values["claim_id"], world.moment)


def _no_claim(tx: Connection, world: World, role: str, _: Values) -> None:
    own = receipts.open_of(tx, world.people[PEOPLE[role]].member_id)
    if own is not None:
        receipts.withdraw(tx, own, world.moment)


def _asked_price(tx: Connection, world: World, role: str, values: Values) -> None:
    """He was asked for the price of a reward."""
    about = packed(asdict(RewardDraft(RewardField.PRICE, world.things["reward", "shop"]["reward_id"])))
    _asked("reward", about)(tx, world, role, values)


def _chooses(tx: Connection, world: World, role: str, _: Values) -> None:
    """He is putting an audience together, which began with the saved one, for the broadcast."""
    made = world.things["audience", "shop"]
    draft = AudienceDraft("purchases = 1", 1, made["segment_id"], made["campaign_id"])
    saved_segments.keep_draft(tx, world.people[PEOPLE[role]].member_id, draft, world.moment)


def _asked_words(what: str) -> Prepare:
    """He was asked for words of the broadcast."""

    def prepare(tx: Connection, world: World, role: str, values: Values) -> None:
        about = packed_question(Question(values["campaign_id"], 0, what))
        _asked("campaign", about)(tx, world, role, values)

    return prepare


READY = Sketch(gives=Gives.PERCENT, value=1_000, shared=True, word="ОСЕНЬ", until="-")
OPEN = Sketch(gives=Gives.PERCENT, value=1_000, shared=True)
OFFERED = Sketch(personal=True)

BEFORE: Mapping[str, Prepare] = {
    "edit_campaign.answer_campaign": _asked_words("body"),
    "correct_broadcast.correct_text": _asked_words("fix"),
    "edit_codes.tap_sketch": _asked("codes", packed_sketch(Sketch())),
    "edit_codes.answer_sketch": _asked("codes", packed_sketch(OPEN)),
    "edit_codes.choose_customer": _asked("codes", packed_sketch(OFFERED)),
    "edit_codes.make_sketched": _asked("codes", packed_sketch(READY)),
    "edit_rewards.answer_reward": _asked_price,
    "sell_certificate.issue_certificate": _asked("certificate", "100000"),
    "import_members.stop_import": _import_is(ImportState.RUNNING),
    "import_members.resume_import": _import_is(ImportState.STOPPED),
    "undo_import.undo_import": _import_is(ImportState.DONE),
    "draft_programme.remove_item": _has_draft,
    "draft_programme.turn_weekday": _has_draft,
    "draft_programme.save_draft": _has_draft,
    **{f"decide_receipt.{name}_receipt": _sent for name in ("show", "approve", "decline")},
    "decide_receipt.ask_sum": _sent,
    "decide_receipt.correct_sum": _sent,
    "claim_receipt.begin_receipt": _no_claim,
    **{f"edit_segment.{name}": _chooses for name in ("change_part", "choose_audience")},
    "segments.save_over": _chooses,
}


def arguments(action: str, world: World, role: str, values: Values) -> dict[str, Any]:
    """Every argument of the action but the shop. ValueError for a parameter nobody has a value for."""
    parameters = list(inspect.signature(called(action)).parameters.values())[1:]
    me, told = world.people[PEOPLE[role]], _told(action, world, role, values)
    found: dict[str, Any] = {}
    if parameters and parameters[0].name in WHO:
        found[parameters.pop(0).name] = me.member_id
    for one in parameters:
        if one.name == "account_id":
            found[one.name] = me.account_id
        elif one.name in told:
            found[one.name] = told[one.name]
        elif one.default is one.empty:
            if one.name not in USUAL:
                raise ValueError(f"{action}: nobody has a value for {one.name}")
            found[one.name] = USUAL[one.name]
    return found


def called(action: str) -> Callable[..., Any]:
    """The action of this name."""
    module, _, name = action.partition(".")
    return getattr(import_module(f"actions.{module}"), name)  # type: ignore[no-any-return]  # an action
