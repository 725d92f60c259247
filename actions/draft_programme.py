"""An owner's draft of the rules: changed setting by setting, then saved as a version or thrown away."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from actions.rights import may
from actions.set_programme import put_in_force
from actions.shop import Shop
from loyalty.checking import check_programme
from loyalty.presets import Preset, preset
from loyalty.programme import Programme
from loyalty.refusals import Refusal, Refused
from loyalty.rights import Right
from loyalty.settings import LISTS, Kind, Value, changed, item, setting, value_at
from loyalty.settings_diff import differences, merged
from loyalty.settings_lists import added, removed
from loyalty.settings_typed import read_token, read_typed
from loyalty.settings_views import Desk, Moved, Saved
from storage import drafts, people, stores
from storage import shop as rows
from storage.database import Connection

Rewritten = tuple[Programme, str]
"""The new draft, and the key of what was added to it ("" for a plain change)."""


async def desk(shop: Shop, actor_id: int) -> Desk | Refused:
    """What lies before this owner. Refuses NOT_OWNER."""
    return await shop.db.read(lambda tx: may(tx, actor_id, Right.RUN) or _desk(tx, actor_id))


async def type_setting(shop: Shop, actor_id: int, account_id: int, path: str, text: str) -> Desk | Refused:
    """Put what was typed into the draft; a slip leaves the question open. Refuses as read_typed() does."""

    def rewrite(rules: Programme, today: date) -> Rewritten | Refused:
        one = setting(rules, path)
        value = Refused(Refusal.SETTING_GONE) if one is None else read_typed(one, text, today)
        return value if isinstance(value, Refused) else (changed(rules, path, value), "")

    return await _rewritten(shop, actor_id, account_id, path, rewrite)


async def choose_setting(shop: Shop, actor_id: int, account_id: int, path: str, said: str) -> Desk | Refused:
    """Put what a button said into the draft. Refuses as read_token() does."""

    def rewrite(rules: Programme, _: date) -> Rewritten | Refused:
        one = setting(rules, path)
        value = Refused(Refusal.SETTING_GONE) if one is None else read_token(one, said, rules)
        return value if isinstance(value, Refused) else (changed(rules, path, value), "")

    return await _rewritten(shop, actor_id, account_id, path, rewrite)


async def turn_weekday(shop: Shop, actor_id: int, path: str, day: int) -> Desk | Refused:
    """Put a weekday (0 Monday) into the hours, or take it out. Refuses SETTING_GONE."""

    def rewrite(rules: Programme, _: date) -> Rewritten | Refused:
        one = setting(rules, path)
        if one is None or one.kind is not Kind.WEEKDAYS or day not in range(7):
            return Refused(Refusal.SETTING_GONE)
        days: Value = value_at(rules, path)
        turned = {day}.symmetric_difference(days if isinstance(days, tuple) else ())
        return changed(rules, path, tuple(sorted(turned))), ""

    return await _rewritten(shop, actor_id, 0, path, rewrite)


async def add_item(
    shop: Shop, actor_id: int, account_id: int, name: str, title: str
) -> tuple[Desk, str] | Refused:
    """One more item in a list of the draft, and its key.

    Refuses LABEL_UNCLEAR, LIST_FULL, SETTING_GONE, STORE_GONE for a store that is closed or never was.
    """
    now = shop.now()

    def write(tx: Connection) -> tuple[Desk, str] | Refused:
        if name == "stores" and title not in {str(one.id) for one in stores.living(tx)}:
            return may(tx, actor_id, Right.RUN) or Refused(Refusal.STORE_GONE)
        taken = drafts.keys_ever(tx)

        def rewrite(rules: Programme, today: date) -> Rewritten | Refused:
            label = _label(rules, name, title, today)
            return label if isinstance(label, Refused) else added(rules, name, label, taken, today)

        return _rewrite(tx, actor_id, account_id, f"add.{name}", rewrite, now)

    return await shop.db.write(write)


async def remove_item(shop: Shop, actor_id: int, name: str, key: str) -> Desk | Refused:
    """Take an item out of a list of the draft. Refuses SETTING_GONE."""

    def rewrite(rules: Programme, _: date) -> Rewritten | Refused:
        if item(rules, name, key) is None:
            return Refused(Refusal.SETTING_GONE)
        return removed(rules, name, key), ""

    return await _rewritten(shop, actor_id, 0, "", rewrite)


async def take_preset(shop: Shop, actor_id: int, kind: Preset, stamp: tuple[str, str]) -> Desk | Refused:
    """A whole programme of this kind as the draft. stamp: name and gift of a card, in the owner's words."""
    now = shop.now()

    def write(tx: Connection) -> Desk | Refused:
        taken = drafts.keys_ever(tx)

        def rewrite(rules: Programme, _: date) -> Rewritten | Refused:
            number = next(number for number in range(1, len(taken) + 2) if f"s{number}" not in taken)
            return preset(kind, rules, (f"s{number}", *stamp)), ""

        done = _rewrite(tx, actor_id, 0, "", rewrite, now)
        return done if isinstance(done, Refused) else done[0]

    return await shop.db.write(write)


async def discard_draft(shop: Shop, actor_id: int) -> Desk | Refused:
    """Throw the draft away. Refuses NOT_OWNER."""
    now = shop.now()

    def write(tx: Connection) -> Desk | Refused:
        if refused := may(tx, actor_id, Right.RUN):
            return refused
        if (written := drafts.draft(tx, actor_id)) is not None:
            _keep(tx, actor_id, rows.programme(tx), written.revision, now)
        return _desk(tx, actor_id)

    return await shop.db.write(write)


async def save_draft(shop: Shop, actor_id: int, version: int, revision: int) -> Saved | Moved | Refused:
    """The draft becomes the next version, in force from the next operation on.

    version, revision: of the rules in force and of the draft, as the owner saw them. Moved when the draft is
    another one or none, or when the rules in force changed meanwhile: his changes are laid over them then.
    Refuses NOT_OWNER and what put_in_force() refuses.
    """
    now = shop.now()
    return await shop.db.write(lambda tx: _save(tx, actor_id, (version, revision), now))


def _save(tx: Connection, actor_id: int, shown: tuple[int, int], now: datetime) -> Saved | Moved | Refused:
    if refused := may(tx, actor_id, Right.RUN):
        return refused
    written, present = drafts.draft(tx, actor_id), rows.programme(tx)
    if written is None and present.version == shown[0] + 1:
        # The second tap on the same button: it is done, and said again.
        before = rows.programme_version(tx, shown[0]) or present
        return Saved(_desk(tx, actor_id), before, differences(before, present))
    if written is None:
        return Moved(Refused(Refusal.DRAFT_MOVED), _desk(tx, actor_id))
    if written.base_version != present.version:
        _keep(tx, actor_id, _on(tx, written, present), written.revision, now)
        return Moved(Refused(Refusal.PROGRAMME_MOVED), _desk(tx, actor_id))
    if (written.base_version, written.revision) != shown:
        return Moved(Refused(Refusal.DRAFT_MOVED), _desk(tx, actor_id))
    saved = put_in_force(tx, written.rules, actor_id, now)
    if isinstance(saved, Refused):
        return saved
    drafts.drop(tx, actor_id)
    return Saved(_desk(tx, actor_id), present, differences(present, saved))


async def _rewritten(
    shop: Shop,
    actor_id: int,
    account_id: int,
    about: str,
    rewrite: Callable[[Programme, date], Rewritten | Refused],
) -> Desk | Refused:
    now = shop.now()
    done = await shop.db.write(lambda tx: _rewrite(tx, actor_id, account_id, about, rewrite, now))
    return done if isinstance(done, Refused) else done[0]


def _rewrite(
    tx: Connection,
    actor_id: int,
    account_id: int,
    about: str,
    rewrite: Callable[[Programme, date], Rewritten | Refused],
    now: datetime,
) -> tuple[Desk, str] | Refused:
    """Change the draft, which begins with the rules in force, and close the question it answers."""
    if refused := may(tx, actor_id, Right.RUN):
        return refused
    written, present = drafts.draft(tx, actor_id), rows.programme(tx)
    rules = present if written is None else _on(tx, written, present)
    new = rewrite(rules, now.astimezone(ZoneInfo(present.time_zone)).date())
    if isinstance(new, Refused):
        return new
    if new[0].currency != present.currency and rows.has_purchases(tx):
        return Refused(Refusal.CURRENCY_FIXED)
    if account_id:
        people.stop_asking_about(tx, account_id, about)
    rules = replace(new[0], version=present.version)
    _keep(tx, actor_id, rules, written.revision if written else 0, now)
    return _desk(tx, actor_id), new[1]


def _keep(tx: Connection, actor_id: int, rules: Programme, revision: int, now: datetime) -> None:
    """The next revision. A draft thrown away stays as one without differences, so that numbers go on."""
    drafts.keep(tx, actor_id, drafts.Draft(rules, rows.programme(tx).version, revision + 1), now)


def _on(tx: Connection, written: drafts.Draft, present: Programme) -> Programme:
    """The draft's changes over the rules in force, should those have moved."""
    if written.base_version == present.version:
        return written.rules
    base = rows.programme_version(tx, written.base_version)
    return written.rules if base is None else merged(base, written.rules, present)


def _desk(tx: Connection, actor_id: int) -> Desk:
    written, present = drafts.draft(tx, actor_id), rows.programme(tx)
    rules = present if written is None else _on(tx, written, present)
    checked = check_programme(rules)
    return Desk(
        present,
        rules,
        0 if written is None else written.revision,
        differences(present, rules),
        checked if isinstance(checked, Refused) else None,
        drafts.store_names(tx, present.brand),
        tuple(one.id for one in stores.living(tx)),
    )


def _label(rules: Programme, name: str, title: str, today: date) -> str | Refused:
    """The name of a new item as its own setting reads it; hours and stores have none."""
    if name not in LISTS:
        return Refused(Refusal.SETTING_GONE)
    if name in ("hours", "stores"):
        return title
    probe = added(replace(rules, **{name: ()}), name, "x", (), today)  # type: ignore[arg-type]  # a list of it
    if isinstance(probe, Refused):
        return probe
    one = setting(probe[0], f"{name}.{probe[1]}.name")
    label = Refused(Refusal.SETTING_GONE) if one is None else read_typed(one, title, today)
    return label if isinstance(label, Refused) else str(label)
