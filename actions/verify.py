"""The proof of the books: every chain walked, every balance recomputed, from the database itself."""

from dataclasses import dataclass, field

from actions.rights import may
from actions.shop import Shop
from loyalty.certificates import faults as certificate_faults
from loyalty.freezing import move_faults
from loyalty.ledger import Head, digest, faults
from loyalty.refusals import Refused
from loyalty.rights import Right
from loyalty.views import Verification
from storage import certificates, ledger
from storage.database import Connection, Database

FAULTS_SHOWN = 10
# Each page is a snapshot of its own (a member's books hold together by themselves), so that nobody waits.
PAGE_SIZE = 50


@dataclass(slots=True)
class _Walk:
    """What a walk through the books has seen so far."""

    heads: list[Head] = field(default_factory=list)
    entries: int = 0
    faults: list[str] = field(default_factory=list)

    def step(self, tx: Connection) -> bool:
        """Check the next page; False when it was empty, the end of the walk."""
        page = ledger.books(tx, self.heads[-1].member_id if self.heads else 0, PAGE_SIZE)
        for books in page:
            self.heads.append(books.head)
            self.entries += len(books.entries)
            wrong = faults(books.head, books.entries, books.lots, books.flows, books.reserved, books.shelved)
            wrong += move_faults(books.lots, books.freezes)
            self.faults += [f"{books.number}: {fault}" for fault in wrong]
        return bool(page)

    def certificates(self, tx: Connection) -> None:
        """Check the chains of the gift certificates."""
        for certificate, chain in certificates.books(tx):
            self.entries += len(chain)
            wrong = certificate_faults(certificate, chain)
            self.faults += [f"{certificate.code}: {fault}" for fault in wrong]

    def found(self) -> Verification:
        points = sum(head.points for head in self.heads)
        shown = tuple(self.faults[:FAULTS_SHOWN])
        return Verification(
            len(self.heads), self.entries, points, digest(self.heads), len(self.faults), shown
        )


async def verify_ledger(shop: Shop) -> Verification:
    """Check the whole ledger while the shop works."""
    walk = _Walk()
    while await shop.db.survey(walk.step):
        pass
    await shop.db.survey(walk.certificates)
    return walk.found()


async def prove_books(shop: Shop, actor_id: int) -> Verification | Refused:
    """As verify_ledger, for an owner who asks. Refuses NOT_OWNER."""
    refused = await shop.db.read(lambda tx: may(tx, actor_id, Right.RUN))
    return refused or await verify_ledger(shop)


def verify_file(url: str) -> Verification:
    """Check the ledger of a database file from another process, also while the bot runs.

    ValueError for an unsupported URL, FileNotFoundError when there is no such file.
    """
    walk = _Walk()
    more = True
    while more:
        with Database.open_read_only(url) as tx:
            more = walk.step(tx)
    with Database.open_read_only(url) as tx:
        walk.certificates(tx)
    return walk.found()


def verify_books(tx: Connection) -> Verification:
    """Check the ledger over one connection, as a backup is proven."""
    walk = _Walk()
    while walk.step(tx):
        pass
    walk.certificates(tx)
    return walk.found()
