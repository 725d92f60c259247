"""Every column that can hold words or bytes is either emptied by an erasure or says why it stays."""

from sqlalchemy import Date, Float, LargeBinary, String, Table

from storage.schema import metadata

# Where erasing takes the row away, or empties the column (storage/erasure.py): the byte test fills them.
ERASED = {
    *("accounts", "conversations", "family", "files", "notices", "page_sessions", "pay_codes"),
    *("preferences", "programme_drafts", "remarks", "segment_drafts", "tags"),
    *("members.number", "members.card_token", "members.name", "members.step", "members.phone"),
    *("members.phone_index", "members.birthday", "members.source", "members.invite_token", "members.city"),
    *("members.birthday_index", "members.old_card", "receipt_claims.photo_id", "receipt_claims.reason"),
    *("inbox.person", "inbox.payload", "invitations.external_id", "occasions.phone_index", "offers.title"),
    "deliveries.data",
    *("merges.moved", "merges.phone", "merges.phone_index", "merges.birthday", "merges.birthday_index"),
}
# What says nothing about who somebody is: states, kinds, codes of things, hashes, the shop's own words.
KEPT_TABLES = {
    *("alerts", "api_requests", "approvals", "cases", "certificate_entries", "certificates", "claims"),
    *("code_campaigns", "consents", "entries", "erasures", "gifts", "grants", "guesses", "heads"),
    *("holds", "imports", "import_rows", "inbox", "invitations", "job_runs", "lots", "member_counts"),
    *("member_stats", "meta", "occasions"),
    *("offers", "operations", "programmes", "promo_codes", "purchases", "referral_flags", "referrals"),
    *(
        "refunds",
        "rewards",
        "sale_drafts",
        "segments",
        "shifts",
        "staff",
        "stamps",
        "standings",
        "stores",
        "tills",
    ),
    *("uses", "webhooks"),
    # What many are told are the shop's words, and an answer is one of its buttons.
    *("campaign_counts", "campaigns", "contents", "recipients", "replies"),
}
KEPT = {
    *("deliveries.event", "deliveries.kind", "deliveries.state", "deliveries.reason"),
    *("members.tier", "receipt_claims.state", "receipt_claims.receipt"),
}


def speaks(table: Table) -> set[str]:
    """The columns of a table that hold words or bytes; figures and instants are the books'."""
    return {
        f"{table.name}.{column.name}"
        for column in table.columns
        if isinstance(column.type, String | LargeBinary) and not isinstance(column.type, Date | Float)
    }


def test_rule_77_every_column_is_erased_or_has_a_reason_to_stay() -> None:
    undecided = {
        name
        for table in metadata.sorted_tables
        for name in speaks(table)
        if table.name not in ERASED | KEPT_TABLES and name not in ERASED | KEPT
    }
    assert undecided == set(), "storage/erasure.py has to know of them"
