"""Every table once, a file a family. Times are INTEGER microseconds (UTC), money is minor units."""

from sqlalchemy import DDL, event

from storage.schema.base import Id, metadata
from storage.schema.benefits import grants, occasions, referral_flags, referrals, reviews, standings
from storage.schema.campaigns import (
    campaign_counts,
    campaigns,
    contents,
    member_counts,
    member_stats,
    recipients,
    replies,
    segment_drafts,
    segments,
    tags,
)
from storage.schema.clockwork import files, inbox, job_runs, notices
from storage.schema.doors import api_requests, deliveries, page_sessions, tills, webhooks
from storage.schema.imports import import_rows, imports
from storage.schema.ledger import entries, heads, lots, operations
from storage.schema.merges import merges, shelved
from storage.schema.people import (
    accounts,
    consents,
    conversations,
    invitations,
    members,
    preferences,
    staff,
)
from storage.schema.privacy import erasures
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
from storage.schema.team import family, shifts, staff_stores
from storage.schema.till import purchases, receipt_claims, refunds, sale_drafts
from storage.schema.trust import cases, freezes, remarks
from storage.schema.watch import alerts, approvals

__all__ = [
    "APPEND_ONLY",
    "Id",
    "accounts",
    "alerts",
    "api_requests",
    "approvals",
    "campaign_counts",
    "campaigns",
    "cases",
    "certificate_entries",
    "certificates",
    "claims",
    "code_campaigns",
    "consents",
    "contents",
    "conversations",
    "deliveries",
    "entries",
    "erasures",
    "family",
    "files",
    "freezes",
    "gifts",
    "grants",
    "guesses",
    "heads",
    "holds",
    "import_rows",
    "imports",
    "inbox",
    "invitations",
    "job_runs",
    "lots",
    "member_counts",
    "member_stats",
    "members",
    "merges",
    "meta",
    "metadata",
    "notices",
    "occasions",
    "offers",
    "operations",
    "page_sessions",
    "pay_codes",
    "preferences",
    "programme_drafts",
    "programmes",
    "promo_codes",
    "purchases",
    "receipt_claims",
    "recipients",
    "referral_flags",
    "referrals",
    "refunds",
    "remarks",
    "replies",
    "reviews",
    "rewards",
    "sale_drafts",
    "segment_drafts",
    "segments",
    "shelved",
    "shifts",
    "staff",
    "staff_stores",
    "stamps",
    "standings",
    "stores",
    "tags",
    "tills",
    "uses",
    "webhooks",
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
