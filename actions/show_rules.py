"""The rules as anybody may read them, now and before; their versions with authors for owners."""

from actions.rights import may
from actions.shop import Shop
from loyalty.refusals import Refused
from loyalty.rights import Right
from loyalty.settings_diff import differences
from loyalty.settings_views import RulesView, VersionLine, VersionPage
from storage import drafts
from storage import shop as rows
from storage.database import Connection

VERSIONS_A_PAGE = 6


async def rules_view(shop: Shop, version: int | None = None) -> RulesView | None:
    """A version's rules, those in force when none is named; None for a version that never was."""

    def read(tx: Connection) -> RulesView | None:
        present = rows.programme(tx)
        newest = present.version
        found = drafts.versions(tx, version if version is not None else newest, 1)
        if not found or (version is not None and found[0].rules.version != version):
            return None
        one = found[0]
        until = drafts.replaced_at(tx, one.rules.version)
        return RulesView(one.rules, one.at, until, one.author, newest, drafts.store_names(tx, present.brand))

    return await shop.db.read(read)


async def version_page(shop: Shop, actor_id: int, newest: int | None) -> VersionPage | Refused:
    """A page of versions from `newest` down. Refuses NOT_OWNER."""

    def read(tx: Connection) -> VersionPage | Refused:
        if refused := may(tx, actor_id, Right.RUN):
            return refused
        found = drafts.versions(tx, newest, VERSIONS_A_PAGE + 1)
        lines = tuple(
            _line(one, found[place] if place < len(found) else None)
            for place, one in enumerate(found, start=1)
        )[:VERSIONS_A_PAGE]
        older = found[VERSIONS_A_PAGE].rules.version if len(found) > VERSIONS_A_PAGE else None
        present = rows.programme(tx)
        last = present.version
        first = lines[0].rules.version if lines else last
        newer = min(last, first + VERSIONS_A_PAGE) if first < last else None
        return VersionPage(lines, older, newer, drafts.store_names(tx, present.brand))

    return await shop.db.read(read)


def _line(one: drafts.Version, before: drafts.Version | None) -> VersionLine:
    changes = None if before is None else differences(before.rules, one.rules)
    return VersionLine(one.rules, before.rules if before else None, one.at, one.author, changes)
