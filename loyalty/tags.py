"""Tags: words by which a shop keeps its members together."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from loyalty.names import clean_name
from loyalty.refusals import Refusal, Refused

LONGEST_TAG = 32
MOST_TAGS = 20


@dataclass(frozen=True, slots=True)
class TagsView:
    """The tags of a member, in order."""

    member_id: int
    name: str
    tags: Sequence[str]


def clean_tag(text: str) -> str | Refused:
    """A tag as it is kept: in small letters, without a number sign. Refuses LABEL_UNCLEAR."""
    tag = clean_name(text.strip().lstrip("#"), LONGEST_TAG)
    return (
        Refused(Refusal.LABEL_UNCLEAR, {"longest": LONGEST_TAG}) if isinstance(tag, Refused) else tag.lower()
    )


def decide_tag(present: Sequence[str], tag: str) -> Refused | None:
    """Refuses LIST_FULL when the member has as many tags as there may be, and not this one."""
    full = len(present) >= MOST_TAGS and tag not in present
    return Refused(Refusal.LIST_FULL, {"most": MOST_TAGS}) if full else None


def key_of(tag: str) -> str:
    """What stands for a tag where there is little room."""
    return sha256(tag.encode()).hexdigest()[:12]
