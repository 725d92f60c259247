"""The owner looks at certificates and blocks one."""

from aiogram import Router
from aiogram.types import CallbackQuery

from actions import sell_certificate as certificates
from actions.recognise import Speaker
from actions.shop import Shop
from handlers.answers import number, refuse, show
from handlers.filters import Pressed
from handlers.screens import respond
from loyalty.code_views import CertificateView
from loyalty.refusals import Refused
from texts import certificates as texts
from texts.words import Words


async def listed(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """All of them, newest first."""
    page = number(args, 0) or 0
    found = await certificates.list_certificates(shop, me.member_id, page)
    if isinstance(found, Refused):
        await refuse(callback, found, words, shop)
        return
    await respond(callback, texts.certificates(words, *found, page, certificates.PAGE_SIZE), shop)


async def one(callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop) -> None:
    """One certificate."""
    await _shown(
        callback, await certificates.show_certificate(shop, me.member_id, number(args, 0) or 0), words, shop
    )


async def block_asked(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """Are you sure?"""
    view = await certificates.show_certificate(shop, me.member_id, number(args, 0) or 0)
    await show(callback, view, texts.ask_block, words, shop)


async def blocked(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Yes, block"."""
    view = await certificates.block_certificate(shop, me.member_id, number(args, 0) or 0, blocked=True)
    await _shown(callback, view, words, shop)


async def freed(
    callback: CallbackQuery, args: tuple[str, ...], me: Speaker, words: Words, shop: Shop
) -> None:
    """ "Unblock"."""
    view = await certificates.block_certificate(shop, me.member_id, number(args, 0) or 0, blocked=False)
    await _shown(callback, view, words, shop)


async def _shown(callback: CallbackQuery, view: CertificateView | Refused, words: Words, shop: Shop) -> None:
    await show(callback, view, texts.certificate, words, shop)


def register(room: Router) -> None:
    """The doors of certificates."""
    room.callback_query.register(listed, Pressed("cert.list"))
    room.callback_query.register(one, Pressed("cert.one"))
    room.callback_query.register(block_asked, Pressed("cert.ask"))
    room.callback_query.register(blocked, Pressed("cert.block"))
    room.callback_query.register(freed, Pressed("cert.free"))
