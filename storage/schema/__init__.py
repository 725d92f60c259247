"""Every table once, a file a family. Times are INTEGER microseconds (UTC), money is minor units."""

from sqlalchemy import DDL, event

from storage.schema.base import Id, metadata
from storage.schema.benefits import grants, occasions, referral_flags, referrals, reviews, standings
from storage.schema.clockwork import files, inbox, job_runs, notices
from storage.schema.ledger import entries, heads, lots, operations
from storage.schema.people import accounts, consents, conversations, invitations, members, staff
from storage.schema.rewards import (
    certificate_entries,
    certificates,
    claims,
    code_campaigns,
    offers,
    promo_codes,
    rewards,
    stamps,
    uses,
)
from storage.schema.shop import meta, programme_drafts, programmes, stores
from storage.schema.spending import gifts, guesses, holds, pay_codes
from storage.schema.till import purchases, refunds, sale_drafts
from storage.schema.trust import cases, remarks

__all__ = [
    "APPEND_ONLY",
    "Id",
    "accounts",
    "cases",
    "certificate_entries",
    "certificates",
    "claims",
    "code_campaigns",
    "consents",
    "conversations",
    "entries",
    "files",
    "gifts",
    "grants",
    "guesses",
    "heads",
    "holds",
    "inbox",
    "invitations",
    "job_runs",
    "lots",
    "members",
    "meta",
    "metadata",
    "notices",
    "occasions",
    "offers",
    "operations",
    "pay_codes",
    "programme_drafts",
    "programmes",
    "promo_codes",
    "purchases",
    "referral_flags",
    "referrals",
    "refunds",
    "remarks",
    "reviews",
    "rewards",
    "sale_drafts",
    "staff",
    "stamps",
    "standings",
    "stores",
    "uses",
]

# Append-only is the database's own law: whoever writes, an entry stays as it was written.
APPEND_ONLY = tuple(
    DDL(  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped
        f"CREATE TRIGGER {table.name}_refuse_{verb.lower()} BEFORE {verb} ON {table.name} "
        f"BEGIN SELECT RAISE(ABORT, '{table.name} is append-only'); END"
    )
    for table in (entries, operations, consents, programmes, certificate_entries)
    for verb in ("UPDATE", "DELETE")
)
for _trigger in APPEND_ONLY:
    event.listen(metadata, "after_create", _trigger)
