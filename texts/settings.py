"""What a person sets for himself: phone, birthday, the language, and whether he gets news."""

from loyalty.birthdays import Birthday
from loyalty.views import SettingsView
from texts.birthday import birthday_text
from texts.joining import birthday_kept
from texts.keyboards import member_keyboard
from texts.languages import language_buttons
from texts.screen import Button, Screen, act
from texts.words import Html, Words


def settings(words: Words, name: str, view: SettingsView | None) -> Screen:
    """The settings as they are, each with its button. view: None for staff without a card."""
    lines = [words.t("<b>Settings</b>")]
    buttons: tuple[tuple[Button, ...], ...] = (language_buttons(words),)
    if name:
        lines.append(words.t("Name: {name}", name=name))
    lines.append(words.t("Language: English"))
    if view is not None:
        advertising = view.advertising
        phone = words.t("Phone: …{digits}", digits=view.phone_end)
        lines.append(phone if view.phone_end else words.t("Phone: not given"))
        lines.append(birthday_kept(words, view.birthday))
        if view.city:
            lines.append(words.t("City: {city}", city=view.city))
        lines.append(words.t("News and offers: yes") if advertising else words.t("News and offers: no"))
        label = words.t("Stop the news") if advertising else words.t("Send me news")
        own = (
            Button(words.t("Phone"), act("settings.phone")),
            Button(words.t("Birthday"), act("settings.birthday")),
            Button(words.t("City"), act("settings.city")),
        )
        news = Button(label, act("settings.news", 0 if advertising else 1))
        messages = Button(words.t("Messages"), act("messages"))
        data = Button(words.t("My data"), act("privacy"))
        what = Button(words.t("What I get"), act("what"))
        buttons = (own, (news, messages), (what, data), language_buttons(words))
    return Screen(Html("\n".join(lines)), buttons)


def confirm_birthday(words: Words, birthday: Birthday, *, late: bool) -> Screen:
    """Is it read rightly? It can't be corrected soon. late: this year's gift is missed."""
    lines = [
        words.t(
            "Your birthday is {day}, right? It can be changed once a year.",
            day=birthday_text(words, birthday),
        )
    ]
    if late:
        lines.append(words.t("The day is near, so the gift for it comes from next year on."))
    year = () if birthday.year is None else (birthday.year,)
    yes = Button(
        words.t("Yes, right"), act("settings.born", birthday.month, birthday.day, *year), style="success"
    )
    return Screen(Html("\n".join(lines)), ((yes, Button(words.t("Another day"), act("settings.months"))),))


def ask_city(words: Words, *, known: bool) -> Screen:
    """Where does he live? known: he told it before, and can have it forgotten."""
    forget = Button(words.t("Forget the city"), act("settings.city.off"))
    back = Button(words.t("‹ Back"), act("settings"))
    text = words.t("Which city do you live in? Then you hear what is meant for you there.")
    return Screen(text, ((forget,), (back,)) if known else ((back,),))


def city_please(words: Words) -> Screen:
    """A picture, a sticker: the question stays."""
    return Screen(
        words.t("Please type the name of your city."), ((Button(words.t("‹ Back"), act("settings")),),)
    )


def phone_kept(words: Words, *, works_here: bool) -> Screen:
    """The number is saved; the keys come back."""
    text = words.t("Thank you, the number is saved.")
    return Screen(text, keyboard=member_keyboard(words, works_here=works_here))


def phone_left(words: Words, *, works_here: bool) -> Screen:
    """Nothing was changed; the keys come back."""
    text = words.t("All right, the phone stays as it was.")
    return Screen(text, keyboard=member_keyboard(words, works_here=works_here))
