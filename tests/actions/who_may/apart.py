"""Actions that are nobody's: done by the process itself, or by a till with its key."""

from collections.abc import Mapping

BY_ITSELF: Mapping[str, str] = {
    "back_up.back_up": "the timetable copies the database",
    "birthday_gifts.birthday_gifts": "the timetable gives birthday points",
    "birthday_gifts.index_birthdays": "called by the gifts and the preview of rules",
    "claims.expire_claims": "the timetable ends rewards nobody came for",
    "clock_offset.keep_offset": "the sandbox moves its own clock",
    "deliver.claim": "the courier takes what is due",
    "deliver.next_due_at": "the courier sleeps until then",
    "deliver.record": "the courier writes down what became of a message",
    "deliver.recover": "the courier at start",
    "deliver_webhooks.next_due_at": "the messenger of webhooks sleeps until then",
    "deliver_webhooks.record": "the messenger of webhooks writes down an answer",
    "deliver_webhooks.take_due": "the messenger of webhooks takes what is due",
    "end_drafts.end_drafts": "the timetable ends sales nobody finished",
    "ending.holders_of_ending": "called by the jobs of ending points",
    "expire_points.expire_points": "the timetable burns points",
    "forget_waiting.forget_waiting": "the timetable forgets who was enrolled and never joined",
    "friends.reward_friends": "the timetable rewards who brought friends",
    "friends.watch_friends": "the timetable looks for made-up friends",
    "gift_points.expire_gifts": "the timetable ends gifts nobody accepted",
    "import_work.run_imports": "the timetable goes on with imports",
    "invite_staff.owner_link": "the process prints it while the shop has no owner",
    "jobs.has_run": "the timetable",
    "jobs.note_run": "the timetable",
    "jobs.programme_zone": "the timetable",
    "keep_erasures.keep_erasures": "the timetable",
    "keep_erasures.reapply_erasures": "after a restore, at start",
    "open_shop.open_shop": "at start",
    "prune.prune": "the timetable forgets what is old",
    "receive.failed": "the inbox",
    "receive.handled": "the inbox",
    "receive.receive": "the inbox",
    "receive.unhandled": "the inbox",
    "recognise.recognise": "the doorman of the bot: who speaks is told by the messenger",
    "remind_burning.remind_burning": "the timetable reminds",
    "review_tiers.review_tiers": "the timetable looks at tiers",
    "shifts.close_at_night": "the timetable closes shifts",
    "watch_days.watch_days": "the timetable looks at the sales of weeks",
    "verify.verify_ledger": "called by prove_books and from the command line",
    "wake_points.wake_points": "the timetable",
}
"""Why no door may lead there; the test proves that none does."""

OF_THE_DOORS: Mapping[str, str] = {
    "enrol_customer.offer_enrolment": "keeps a typed phone, sealed, in the question of whoever typed it",
    "files.forget_file": "which picture the messenger keeps already",
    "files.known_file": "which picture the messenger keeps already",
    "files.remember_file": "which picture the messenger keeps already",
    "import_work.run_import": "goes on with an import that begin_import or undo_import let begin",
    "join.today": "the day in the shop's zone",
    "page_session.visitor": "who has the key of a page; each action asks what he may do",
    "pay_code.expects_code": "whether digits typed into a sale are a pay code; says yes or no",
    "preview_programme.preview": "reckons a desk, which draft_programme.desk gives to owners alone",
    "preview_programme.takes_long": "whether that takes long",
    "recognise.programme_of": "the rules in force, to word things with",
    "settle.mark_reachable": "the messenger tells that its user blocked the bot",
    "show_sale.remember_screen": "which message shows a sale",
    "vital_signs.totals": "figures of the whole shop for whoever watches the server",
    "vital_signs.vital_signs": "whether the shop is well, for whoever watches the server",
}
"""What a door does for itself, with nothing a person names: no role is asked, nothing is shown of anybody."""

BY_TILLS = "till_"
"""How modules of the till API begin: a till with its own key acts, no person (see test_what_tills_may)."""
