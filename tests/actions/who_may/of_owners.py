"""The table of rights: what only owners do."""

from loyalty.rights import Right
from tests.actions.who_may.duties import (
    ALL,
    OTHER,
    OTHERS,
    OWN,
    SELF,
    STORE,
    Duty,
    Kind,
    about,
)

STORES_OF = {"cashier": OWN, "manager": STORE, "owner": ALL}
OTHERS_STORES_OF = {"manager": OTHER, "owner": OTHERS}

OF_OWNERS: tuple[Duty, ...] = (
    Duty(
        "Set what is looked for at the tills of a store",
        "Настраивать, что искать на кассах точки",
        Right.RUN,
        ALL,
        about(
            Kind.STORE,
            "watch_settings.show_watch",
            "watch_settings.set_mode",
            "watch_settings.require_numbers",
            "watch_settings.ask_limit",
            "watch_settings.answer_limit",
        ),
    ),
    Duty(
        "Say which cards belong to a colleague's family",
        "Указывать карты семьи сотрудника",
        Right.RUN,
        ALL,
        about(
            Kind.RELATIVES,
            "watch_settings.show_family",
            "watch_settings.ask_family",
            "watch_settings.add_family",
            "watch_settings.remove_family",
        ),
    ),
    Duty(
        "Add a till of a program, see and revoke its key",
        "Подключать кассовые программы, видеть их и отзывать ключи",
        Right.RUN,
        ALL,
        about(Kind.NOTHING, "tills.list_tills")
        + about(Kind.TILL, "tills.show_till", "tills.revoke_till")
        + about(Kind.STORE, "tills.ask_name", "tills.add_till"),
    ),
    Duty(
        "Keep webhooks",
        "Вести вебхуки",
        Right.RUN,
        SELF,
        about(Kind.NOTHING, "webhooks.list_webhooks", "webhooks.begin_webhook", "webhooks.add_webhook")
        + about(Kind.DELIVERY, "webhooks.redeliver")
        + about(
            Kind.WEBHOOK,
            "webhooks.show_webhook",
            "webhooks.choose_event",
            "webhooks.send_test",
            "webhooks.show_log",
            "webhooks.redeliver_failed",
            "webhooks.pause_webhook",
            "webhooks.resume_webhook",
        ),
    ),
    Duty(
        "Remove a webhook",
        "Удалять вебхук",
        Right.RUN,
        SELF | {"none"},
        about(Kind.WEBHOOK, "webhooks.remove_webhook"),
    ),
    Duty(
        "Give a colleague another role or other stores, end his role; not his own",
        "Менять роль и точки сотрудника, снимать его с роли; себя — нельзя",
        Right.RUN,
        OTHERS,
        about(
            Kind.COLLEAGUE,
            "change_staff.change_role",
            "change_staff.change_stores",
            "dismiss_staff.dismiss_staff",
        ),
    ),
    Duty(
        "Open stores, change and close them",
        "Открывать, менять и закрывать точки",
        Right.RUN,
        ALL,
        about(Kind.NOTHING, "edit_stores.our_stores")
        + about(
            Kind.STORE,
            "edit_stores.show_store",
            "edit_stores.ask_about_store",
            "edit_stores.tell_about_store",
            "edit_stores.place_store",
            "edit_stores.set_hours",
            "edit_stores.set_zone",
        )
        + about(Kind.EMPTY_STORE, "edit_stores.close_store"),
    ),
    Duty(
        "Put a member's points on hold; not his own",
        "Замораживать баллы участника; свои — нельзя",
        Right.RUN,
        OTHERS,
        about(Kind.CLIENT, "freeze_member.ask_reason", "freeze_member.freeze_member"),
    ),
    Duty(
        "Release points that are on hold",
        "Размораживать баллы",
        Right.RUN,
        SELF,
        about(Kind.FREEZE, "freeze_member.unfreeze_member"),
    ),
    Duty(
        "Give a tier by hand",
        "Назначать уровень вручную",
        Right.RUN,
        ALL,
        about(
            Kind.CLIENT,
            "set_tier.ask_until",
            "set_tier.set_tier_for",
            "set_tier.set_tier_until",
            "set_tier.end_manual_tier",
        ),
    ),
    Duty(
        "See and forgive a debt",
        "Видеть и списывать долг",
        Right.RUN,
        SELF,
        about(Kind.DEBT, "forgive_debt.show_debt", "forgive_debt.forgive_debt"),
    ),
    Duty(
        "Merge two cards, undo a merge",
        "Объединять карты и отменять объединение",
        Right.RUN,
        SELF,
        about(
            Kind.TWINS, "merge_members.ask_other", "merge_members.show_merge", "merge_members.merge_members"
        )
        + about(Kind.MERGE, "undo_merge.show_undo", "undo_merge.undo_merge"),
    ),
    Duty(
        "Make promo codes and offers",
        "Создавать промокоды и предложения",
        Right.RUN,
        SELF,
        about(
            Kind.NOTHING,
            "edit_codes.begin_sketch",
            "edit_codes.tap_sketch",
            "edit_codes.answer_sketch",
            "edit_codes.choose_customer",
            "edit_codes.make_sketched",
            "list_codes.list_campaigns",
        )
        + about(Kind.CAMPAIGN, "list_codes.show_campaign", "list_codes.list_codes", "list_codes.switch_off"),
    ),
    Duty(
        "See a member's offers",
        "Видеть предложения участника",
        Right.RUN,
        ALL,
        about(Kind.CLIENT, "withdraw_offer.list_offers"),
    ),
    Duty(
        "Take an offer back",
        "Отзывать предложение",
        Right.RUN,
        SELF,
        about(Kind.OFFER, "withdraw_offer.show_offer", "withdraw_offer.withdraw_offer"),
    ),
    Duty(
        "Keep the catalogue of rewards",
        "Вести каталог наград",
        Right.RUN,
        SELF,
        about(Kind.NOTHING, "edit_rewards.list_rewards", "edit_rewards.answer_reward")
        + about(
            Kind.REWARD,
            "edit_rewards.show_reward",
            "edit_rewards.ask_reward",
            "edit_rewards.switch_reward",
            "edit_rewards.mark_donation",
        ),
    ),
    Duty(
        "See and block gift certificates",
        "Видеть и блокировать сертификаты",
        Right.RUN,
        SELF,
        about(Kind.NOTHING, "sell_certificate.list_certificates")
        + about(Kind.CERTIFICATE, "sell_certificate.show_certificate", "sell_certificate.block_certificate"),
    ),
    Duty(
        "Prove the books",
        "Сверять книгу баллов",
        Right.RUN,
        SELF,
        about(Kind.NOTHING, "verify.prove_books"),
    ),
    Duty(
        "Change the rules of the programme",
        "Менять правила программы",
        Right.RUN,
        SELF,
        about(
            Kind.NOTHING,
            "draft_programme.desk",
            "draft_programme.type_setting",
            "draft_programme.choose_setting",
            "draft_programme.turn_weekday",
            "draft_programme.add_item",
            "draft_programme.remove_item",
            "draft_programme.take_preset",
            "draft_programme.discard_draft",
            "draft_programme.save_draft",
            "set_programme.ask_change",
            "set_programme.set_programme",
            "show_rules.version_page",
        ),
    ),
    Duty(
        "Import members from another programme",
        "Переносить участников из другой программы",
        Right.RUN,
        SELF,
        about(Kind.NOTHING, "import_members.look_at_import", "import_view.newest_import")
        + about(
            Kind.IMPORT,
            "import_view.show_import",
            "import_members.begin_import",
            "import_members.drop_import",
            "import_members.stop_import",
            "import_members.resume_import",
            "undo_import.undo_import",
        ),
    ),
    Duty(
        "See what friends bring",
        "Видеть отчёт о приглашённых друзьях",
        Right.RUN,
        SELF,
        about(Kind.NOTHING, "friends_report.show_friends"),
    ),
)
"""The right to run the shop, and what of it not even an owner does."""
