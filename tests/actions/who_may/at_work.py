"""The table of rights: what staff do."""

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

AT_WORK: tuple[Duty, ...] = (
    Duty(
        "Scan a customer's card or enrol him by phone, and open a sale",
        "Сканировать карту покупателя или записать его по телефону, открыть продажу",
        Right.SELL,
        ALL,
        about(Kind.NOTHING, "open_sale.open_sale", "open_sale.open_named", "identify.identify")
        + about(Kind.NOTHING, "page_session.open_page", "enrol_customer.enrol_customer"),
    ),
    Duty(
        "Work on a sale he opened himself: amount, code, points, confirm, cancel, hand out a reward",
        "Вести продажу, которую открыл сам: сумма, код, баллы, подтверждение, отмена, выдача награды",
        Right.SELL,
        OWN,
        about(
            Kind.DRAFT,
            "price_sale.price_sale",
            "ask_about_sale.ask_about_sale",
            "ask_spend.offer_points",
            "ask_spend.take_points",
            "ask_spend.stop_asking_customer",
            "pay_code.show_code",
            "enter_code.enter_code",
            "confirm_sale.confirm_sale",
            "leave_sale.leave_sale",
            "show_sale.show_quote",
            "show_sale.show_draft",
            "claims.ask_hand_over",
            "claims.hand_over",
            "name_goods.name_goods",
        ),
    ),
    Duty(
        "Look at a sale he made and undo it within five minutes",
        "Посмотреть свою продажу и отменить её в течение пяти минут",
        Right.SELL,
        OWN,
        about(Kind.PURCHASE, "show_sale.show_purchase", "undo_sale.undo_sale"),
    ),
    Duty(
        "Refund a purchase of the store he works in; managers of their stores, owners of any",
        "Оформить возврат покупки своей точки; управляющий — своих точек, владелец — любой",
        Right.SELL,
        {"cashier": STORE, "manager": STORE, "owner": ALL},
        about(
            Kind.PURCHASE,
            "show_refund.choose_refund",
            "show_refund.price_refund",
            "refund_sale.refund_sale",
        ),
    ),
    Duty(
        "Find a purchase to refund",
        "Найти покупку для возврата",
        Right.SELL,
        SELF,
        about(Kind.NOTHING, "show_refund.list_refunds"),
    ),
    Duty(
        "Open and close his own shift",
        "Открыть и закрыть свою смену",
        Right.SELL,
        OWN,
        about(Kind.NOTHING, "shifts.show_shift", "shifts.open_shift")
        + about(Kind.SHIFT, "shifts.close_shift"),
    ),
    Duty(
        "Go to work in another store given to him; an owner in any",
        "Перейти работать в другую точку; владелец — в любую",
        Right.SELL,
        {"cashier": OWN, "manager": OWN, "owner": ALL},
        about(Kind.STORE, "shifts.work_in"),
    ),
    Duty(
        "See the figures of today",
        "Видеть цифры за сегодня",
        Right.SELL,
        SELF,
        about(Kind.NOTHING, "today.show_today"),
    ),
    Duty(
        "Sell a gift certificate",
        "Продать подарочный сертификат",
        Right.SELL,
        SELF,
        about(Kind.NOTHING, "sell_certificate.ask_nominal", "sell_certificate.issue_certificate"),
    ),
    Duty(
        "Allow or refuse a sale that was stopped, never his own; managers in their stores",
        "Разрешить или запретить остановленную продажу, но не свою; управляющий — на своих точках",
        Right.APPROVE_SALES,
        OTHERS_STORES_OF,
        about(Kind.APPROVAL, "approvals.decide_sale"),
    ),
    Duty(
        "Review alerts from the tills, never about himself; managers of their stores",
        "Разбирать сигналы с касс, но не о себе; управляющий — со своих точек",
        Right.SEE_ALERTS,
        OTHERS_STORES_OF,
        about(Kind.ALERT, "review_alerts.show_alert", "review_alerts.review_alert"),
    ),
    Duty(
        "Go through alerts",
        "Листать сигналы",
        Right.SEE_ALERTS,
        SELF,
        about(Kind.NOTHING, "review_alerts.next_alert", "review_alerts.old_alerts"),
    ),
    Duty(
        "Decide on receipts customers sent in, never on his own; managers of their stores",
        "Решать по присланным чекам, но не по своему; управляющий — на своих точках",
        Right.APPROVE_RECEIPTS,
        OTHERS_STORES_OF,
        about(
            Kind.RECEIPT,
            "decide_receipt.show_receipt",
            "decide_receipt.approve_receipt",
            "decide_receipt.decline_receipt",
            "decide_receipt.ask_sum",
            "decide_receipt.correct_sum",
        ),
    ),
    Duty(
        "See the next receipt that waits",
        "Видеть следующий чек, который ждёт решения",
        Right.APPROVE_RECEIPTS,
        SELF,
        about(Kind.NOTHING, "decide_receipt.next_receipt"),
    ),
    Duty(
        "Look for members and see a card",
        "Искать участников и видеть карту",
        Right.SEE_MEMBERS,
        ALL,
        about(Kind.NOTHING, "find_member.ask_member", "find_member.find_member")
        + about(Kind.CLIENT, "show_member.show_member"),
    ),
    Duty(
        "Write a grant of points by hand",
        "Начать ручное начисление",
        Right.GRANT,
        ALL,
        about(Kind.CLIENT, "grant_points_draft.ask_points", "grant_points_draft.write_grant"),
    ),
    Duty(
        "Finish a grant he wrote himself",
        "Закончить начисление, которое начал сам",
        Right.GRANT,
        OWN,
        about(
            Kind.GRANT,
            "grant_points_draft.tell_reason",
            "grant_points_draft.change_grant",
            "grant_points_draft.drop_grant",
            "grant_points.confirm_grant",
        )
        + about(Kind.ASKED_GRANT, "grant_points_draft.drop_grant"),
    ),
    Duty(
        "See a grant: the author his own, an owner any",
        "Видеть начисление: автор — своё, владелец — любое",
        Right.GRANT,
        {"manager": OWN, "owner": ALL},
        about(Kind.GRANT, "show_grant.show_grant") + about(Kind.ASKED_GRANT, "show_grant.show_grant"),
    ),
    Duty(
        "Give a second look to a large grant of somebody else",
        "Подтвердить или отклонить чужое крупное начисление",
        Right.GRANT,
        {"owner": OTHERS},
        about(Kind.ASKED_GRANT, "grant_points.confirm_grant", "grant_points.decline_grant"),
    ),
    Duty(
        "See complaints about sales; managers of their stores",
        "Видеть обращения о продажах; управляющий — своих точек",
        Right.DECIDE_CASES,
        STORES_OF,
        about(Kind.NOTHING, "list_cases.list_cases") + about(Kind.SOLD_CASE, "list_cases.show_case"),
    ),
    Duty(
        "Decide on a complaint about a sale; a manager in his stores, and not about his own sale",
        "Решать по обращению о продаже; управляющий — на своих точках и не о своей продаже",
        Right.DECIDE_CASES,
        {"manager": OTHER, "owner": ALL},
        about(Kind.SOLD_CASE, "decide_case.decide_case"),
    ),
    Duty(
        "See and decide on a complaint about anything else",
        "Видеть остальные обращения и решать по ним",
        Right.DECIDE_CASES,
        {"owner": SELF},
        about(Kind.OTHER_CASE, "list_cases.show_case", "decide_case.decide_case"),
    ),
    Duty(
        "Invite cashiers to his stores and see who works there",
        "Приглашать кассиров на свои точки и видеть, кто там работает",
        Right.INVITE_CASHIERS,
        {"manager": OWN, "owner": ALL},
        about(Kind.STORE, "invite_staff.staff_link", "invite_staff.ask_to_pick", "invite_staff.pick_staff")
        + about(Kind.NOTHING, "list_staff.list_staff"),
    ),
    Duty(
        "Answer for a candidate he invited; an owner for any",
        "Принять или отклонить своего кандидата; владелец — любого",
        Right.INVITE_CASHIERS,
        {"manager": OWN, "owner": ALL},
        about(Kind.CANDIDATE, "answer_candidate.answer_candidate"),
    ),
)
"""A right of loyalty.rights each, and how far it reaches."""
