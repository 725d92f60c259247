"""/go over real HTTP: on to the campaign's address, counted once a recipient, and nothing else."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import ClientResponse
from sqlalchemy import select

from actions.counted_links import token_of
from actions.erase_member import erase
from loyalty.campaigns import Content, Knob
from storage import campaigns, recipients
from storage.schema import recipients as table
from tests.clockwork.broadcasting import broadcast, counts, crowd
from tests.clockwork.stand import HandClock
from tests.web.serving import Served, doors
from web.settings import WebSettings

URL = "https://till.example.com"
MENU, RUSSIAN = "https://cafe.example/menu?a=1&b=2#top", "https://кофейня.рф/меню"
PHONE = "Mozilla/5.0 (Linux; Android 14; CUBOT X70) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"
ROBOTS = (
    "TelegramBot (like TwitterBot)",
    "WhatsApp/2.23.20.0",
    "Mozilla/5.0 (compatible; vkShare; +http://vk.com/dev/Share)",
    "facebookexternalhit/1.1",
    "Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)",
    "curl/8.5.0",
    "",
)


@dataclass
class Links:
    """The doors, and a campaign that went to two people."""

    served: Served
    campaign_id: int
    recipients: tuple[int, int]

    def token(self, number: int = 0, whose: int = 0) -> str:
        return token_of(self.served.stand.shop, self.recipients[whose], number)

    async def open(self, token: str, method: str = "GET", **headers: str) -> ClientResponse:
        """As a phone does, if nothing else is said; the answer was read and not followed."""
        told = {"User-Agent": PHONE} | {name.replace("_", "-"): value for name, value in headers.items()}
        url = f"{self.served.url}/go/{token}"
        async with self.served.client.request(method, url, headers=told, allow_redirects=False) as answer:
            await answer.read()
        return answer

    async def clicks(self) -> int:
        return (await counts(self.served.stand, self.campaign_id)).get("clicked:link", 0)


@pytest.fixture
async def links(tmp_path: Path) -> AsyncIterator[Links]:
    async with doors(tmp_path, HandClock(), WebSettings(URL)) as served:
        yield await campaign(served)


async def campaign(served: Served) -> Links:
    stand = served.stand
    campaign_id = await broadcast(stand, await crowd(stand, 2))
    knobs = Knob("link", "Меню", MENU), Knob("card", "Карта"), Knob("link", "Сайт", RUSSIAN)
    await stand.shop.db.write(
        lambda tx: campaigns.say(tx, campaign_id, Content(0, "", "Ждём!", buttons=knobs))
    )
    one, other = await stand.shop.db.read(lambda tx: recipients.after_member(tx, campaign_id, 0, 10))
    return Links(served, campaign_id, (one.id, other.id))


async def test_a_link_leads_on_and_counts_once_a_recipient(links: Links) -> None:
    for _ in range(3):
        answer = await links.open(links.token())
        assert (answer.status, answer.headers["Location"]) == (302, MENU)
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert (await links.open(links.token(2))).status == 302
    assert await links.clicks() == 1
    await links.open(links.token(whose=1))
    assert await links.clicks() == 2
    assert all(row.clicked_at is not None for row in await links.served.stand.rows(table))


async def test_an_address_in_other_letters_is_led_to(links: Links) -> None:
    answer = await links.open(links.token(2))
    assert answer.headers["Location"] == (
        "https://%D0%BA%D0%BE%D1%84%D0%B5%D0%B9%D0%BD%D1%8F.%D1%80%D1%84/%D0%BC%D0%B5%D0%BD%D1%8E"
    )


@pytest.mark.parametrize("agent", ROBOTS)
async def test_robots_are_led_on_and_not_counted(links: Links, agent: str) -> None:
    assert (await links.open(links.token(), User_Agent=agent)).status == 302
    assert await links.clicks() == 0


async def test_a_look_at_the_headers_and_a_page_fetched_ahead_do_not_count(links: Links) -> None:
    head = await links.open(links.token(), "HEAD")
    assert (head.status, head.headers["Location"]) == (302, MENU)
    assert (await links.open(links.token(), Sec_Purpose="prefetch;prerender")).status == 302
    assert await links.clicks() == 0
    assert (await links.open(links.token(), "POST")).status == 405


async def test_what_is_forged_leads_nowhere_and_counts_nothing(links: Links) -> None:
    mine, his = links.token(), links.token(whose=1)
    of_no_link, of_card, of_nobody = links.token(77), links.token(1), token_of(links.served.stand.shop, 99, 0)
    mixed = [his[:10] + mine[10:], mine[:9] + links.token(2)[9:10] + mine[10:], mine[:-1]]
    outward = ["https:%2F%2Fevil.example", f"{mine}https:%2F%2Fevil.example", "%00", "x" * 5000]
    for token in (*mixed, *outward, of_no_link, of_card, of_nobody):
        answer = await links.open(token)
        assert (answer.status, answer.headers.get("Location")) == (404, None), token
    added = await links.open(f"{mine}?to=https://evil.example/", "HEAD")
    assert added.headers["Location"] == MENU
    assert await links.clicks() == 0


@pytest.mark.parametrize(
    ("asked", "language", "said"),
    [
        ("ru-RU,ru;q=0.9", "ru", "Ссылка больше не работает"),
        ("en-GB", "en", "This link doesn't work any more"),
    ],
)
async def test_a_link_that_is_gone_says_so_in_the_browsers_language(
    links: Links, asked: str, language: str, said: str
) -> None:
    answer = await links.open("nonsense", Accept_Language=asked)
    page = await answer.text()
    assert answer.status == 404
    assert answer.content_type == "text/html"
    assert f'lang="{language}"' in page
    assert f"<h1>{said}</h1>" in page
    assert 'href="https://t.me/kopilka_bot"' in page
    assert "Traceback" not in page


async def test_an_erased_member_is_led_on_and_not_counted(links: Links) -> None:
    shop, now = links.served.stand.shop, links.served.stand.clock.now()
    erased = select(table.c.member_id).where(table.c.id == links.recipients[0])
    await shop.db.write(lambda tx: erase(tx, shop, tx.scalar(erased) or 0, "t" * 12, now))
    assert (await links.open(links.token())).headers["Location"] == MENU
    assert await links.clicks() == 0


@pytest.mark.parametrize("now", ["https://moved.example", ""], ids=["moved", "none any more"])
async def test_links_that_were_sent_outlive_the_address_they_were_sent_with(tmp_path: Path, now: str) -> None:
    """The path alone says which link it is: whatever name leads here, and whether the shop has one."""
    async with doors(tmp_path, HandClock(), WebSettings(now)) as served:
        links = await campaign(served)
        for host in ("till.example.com", "moved.example", "127.0.0.1"):
            answer = await links.open(links.token(), Host=host)
            assert (answer.status, answer.headers["Location"]) == (302, MENU), host
        assert await links.clicks() == 1
