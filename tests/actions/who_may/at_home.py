"""The table of rights: what customers do, and staff who have a card of their own."""

from tests.actions.who_may.duties import OWN, SELF, Audience, Duty, Kind, about

AT_HOME: tuple[Duty, ...] = (
    Duty(
        "Press “show my card” under a message one got",
        "Нажать «Показать карту» под полученным сообщением",
        Audience.MEMBER,
        OWN,
        about(Kind.MESSAGE, "click_campaign.show_card_pressed"),
    ),
    Duty(
        "Join: language, consents, name, phone, birthday",
        "Вступить: язык, согласия, имя, телефон, день рождения",
        Audience.PERSON,
        SELF,
        about(
            Kind.NOTHING,
            "arrive.arrive",
            "join.choose_language",
            "join.begin_joining",
            "join.give_consent",
            "join.tell_name",
            "join.share_phone",
            "join.tell_birthday",
        ),
    ),
    Duty(
        "Read the rules and the stores of the shop",
        "Читать правила и адреса магазинов",
        Audience.PERSON,
        SELF,
        about(Kind.NOTHING, "show_rules.rules_view", "list_stores.list_stores"),
    ),
    Duty(
        "Have one's own card, balance and pay code",
        "Иметь свою карту, баланс и код оплаты",
        Audience.MEMBER,
        SELF,
        about(Kind.NOTHING, "show_card.show_card", "show_card.show_balance", "pay_code.new_pay_code")
        + about(Kind.NOTHING, "invite.show_invite"),
    ),
    Duty(
        "See one's own history",
        "Видеть свою историю",
        Audience.PERSON,
        SELF,
        about(Kind.NOTHING, "show_history.show_history"),
    ),
    Duty(
        "Open a line of one's own history",
        "Открыть строку своей истории",
        Audience.MEMBER,
        OWN,
        about(Kind.BOUGHT, "show_history.show_line"),
    ),
    Duty(
        "Tell or change one's own phone, birthday and city",
        "Указать или сменить свой телефон, день рождения и город",
        Audience.MEMBER,
        SELF,
        about(Kind.NOTHING, "profile.ask_birthday", "profile.change_birthday", "profile.change_phone")
        + about(Kind.NOTHING, "tell_city.ask_city", "tell_city.tell_city", "tell_city.forget_city"),
    ),
    Duty(
        "Change one's own settings: messages, advertising",
        "Менять свои настройки: сообщения, реклама",
        Audience.PERSON,
        SELF,
        about(
            Kind.NOTHING,
            "profile.show_settings",
            "profile.comes_late",
            "profile.ask_phone",
            "preferences.show_preferences",
            "preferences.change_topic",
            "preferences.change_quiet_hours",
            "preferences.change_zone",
            "settle.change_advertising",
        ),
    ),
    Duty(
        "See and take along everything that is known about oneself",
        "Видеть и получить все данные о себе",
        Audience.PERSON,
        SELF,
        about(Kind.NOTHING, "show_privacy.show_privacy", "show_privacy.export_my_data"),
    ),
    Duty(
        "Have oneself erased; staff only after their role has ended",
        "Удалить себя; сотрудники — только после снятия роли",
        Audience.CUSTOMER,
        SELF,
        about(Kind.NOTHING, "erase_member.ask_erasure", "erase_member.erase_member"),
    ),
    Duty(
        "Answer the till that wants to take one's own points",
        "Ответить кассе, которая спрашивает о списании своих баллов",
        Audience.MEMBER,
        OWN,
        about(Kind.QUESTION, "answer_spend.answer_spend"),
    ),
    Duty(
        "See the shelf of rewards",
        "Видеть витрину наград",
        Audience.PERSON,
        SELF,
        about(Kind.NOTHING, "claim_reward.show_shelf"),
    ),
    Duty(
        "Take a reward for one's own points, give it back while it waits",
        "Взять награду за свои баллы, вернуть её, пока она ждёт",
        Audience.MEMBER,
        OWN,
        about(Kind.REWARD, "claim_reward.ask_claim")
        + about(Kind.ASKED_CLAIM, "claim_reward.confirm_claim")
        + about(Kind.WAITING_CLAIM, "claim_reward.show_claim", "claim_reward.return_claim"),
    ),
    Duty(
        "Offer points to a friend, take the offer back",
        "Подарить баллы другу, отозвать подарок",
        Audience.MEMBER,
        OWN,
        about(Kind.NOTHING, "gift_points.ask_gift", "gift_points.offer_gift")
        + about(Kind.OWN_GIFT, "gift_points.cancel_gift"),
    ),
    Duty(
        "See the gifts one has offered",
        "Видеть свои подарки",
        Audience.PERSON,
        SELF,
        about(Kind.NOTHING, "gift_points.offered_gifts"),
    ),
    Duty(
        "Accept or decline a gift offered to oneself",
        "Принять или отклонить подарок, предложенный себе",
        Audience.MEMBER,
        OWN,
        about(Kind.GIFT, "gift_points.answer_gift"),
    ),
    Duty(
        "Contest a change of one's own balance, say more about it",
        "Оспорить изменение своего баланса, добавить слова",
        Audience.MEMBER,
        OWN,
        about(Kind.ENTRY, "contest.ask_contest", "contest.contest")
        + about(Kind.CASE, "contest.comment_case"),
    ),
    Duty(
        "Rate one's own purchase",
        "Оценить свою покупку",
        Audience.MEMBER,
        OWN,
        about(Kind.BOUGHT, "review.may_rate", "review.rate") + about(Kind.RATED, "review.comment"),
    ),
    Duty(
        "Answer a message of the shop, ask for more about it",
        "Ответить на сообщение магазина, попросить рассказать подробнее",
        Audience.MEMBER,
        OWN,
        about(Kind.MESSAGE, "campaign_replies.reply", "campaign_replies.interested"),
    ),
    Duty(
        "Unsubscribe from news and come back to them",
        "Отписаться от новостей и вернуть их",
        Audience.PERSON,
        SELF,
        about(Kind.NOTHING, "campaign_replies.unsubscribe", "campaign_replies.subscribe_again"),
    ),
    Duty(
        "Write to the shop",
        "Написать магазину",
        Audience.PERSON,
        SELF,
        about(Kind.NOTHING, "complain.ask_complaint", "complain.complain"),
    ),
    Duty(
        "Use a promo code or a certificate",
        "Ввести промокод или сертификат",
        Audience.PERSON,
        SELF,
        about(Kind.NOTHING, "use_code.show_promo", "use_code.ask_code", "use_code.use_code"),
    ),
    Duty(
        "Tell of a receipt bought without the card",
        "Рассказать о чеке, пробитом без карты",
        Audience.MEMBER,
        SELF,
        about(
            Kind.NOTHING,
            "claim_receipt.choose_store",
            "claim_receipt.send_photo",
            "claim_receipt.type_receipt",
        ),
    ),
    Duty(
        "Send in a receipt; staff can't",
        "Прислать чек; сотрудники не могут",
        Audience.CUSTOMER,
        OWN,
        about(Kind.NOTHING, "claim_receipt.begin_receipt")
        + about(Kind.BEGUN_RECEIPT, "claim_receipt.send_receipt"),
    ),
    Duty(
        "Take one's own receipt back",
        "Отозвать свой чек",
        Audience.MEMBER,
        OWN,
        about(Kind.BEGUN_RECEIPT, "claim_receipt.drop_receipt"),
    ),
    Duty(
        "Leave a question of the bot without an answer",
        "Оставить вопрос бота без ответа",
        Audience.PERSON,
        SELF,
        about(Kind.NOTHING, "settle.stop_asking", "set_programme.leave_change", "review.no_comment")
        + about(Kind.NOTHING, "complain.no_complaint"),
    ),
)
"""About oneself only; whose card it is comes from the messenger, never from a button."""
