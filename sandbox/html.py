"""Telegram's HTML: parsed into text with UTF-16 entities by the rules and in the words of Telegram's own
parser (tdlib,
`MessageEntity.cpp: parse_html`), and text with entities rendered as safe HTML for the page."""

from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

Json = dict[str, Any]

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
SHOWN = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "expandable_blockquote": "blockquote",
}
END = "\0"


class BrokenHtmlError(ValueError):
    """The HTML cannot be parsed; the message is what Telegram puts after "can't parse entities: "."""


@dataclass(slots=True)
class _OpenTag:
    name: str
    argument: str
    offset: int
    start: int


def utf16_length(text: str) -> int:
    """Length in UTF-16 code units, in which Telegram counts offsets and limits."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def is_link(url: str) -> bool:
    """Whether Telegram would accept this as the address of a link or a button."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    if any(letter.isspace() for letter in url):
        return False
    if parts.scheme == "tg":
        return bool(parts.netloc)
    return parts.scheme in ("http", "https") and "." in host.strip(".")


def is_page(url: str) -> bool:
    """Whether Telegram would open this as a page inside: https, or as its test servers do, this machine."""
    return url.startswith(("https://", "http://127.0.0.1:", "http://localhost:")) and " " not in url


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Plain text and its entities, outermost first. Raises BrokenHtmlError."""
    if "<" not in source and "&" not in source:
        return source, []
    scanner = _Scanner(source)
    scanner.run()
    for entity in scanner.entities:
        if entity["type"] == "code":  # only code that fills its <pre> gives it a language
            entity.pop("language", None)
    entities = sorted(scanner.entities, key=lambda entity: (entity["offset"], -entity["length"]))
    return "".join(scanner.out), entities


class _Scanner:
    """One pass over the source; `at` is the next character, `out` the text so far."""

    def __init__(self, source: str) -> None:
        self.source = source.replace(END, " ") + END
        self.at = 0
        self.out: list[str] = []
        self.offset = 0
        self.open: list[_OpenTag] = []
        self.entities: list[Json] = []

    def run(self) -> None:
        while (letter := self.source[self.at]) != END:
            if letter == "<":
                if self.source[self.at + 1] == "/":
                    self.end_tag()
                else:
                    self.start_tag()
                continue
            if letter == "&" and (decoded := self.character_reference()):
                letter = decoded
            else:
                self.at += 1
            self.out.append(letter)
            self.offset += 2 if letter > "\uffff" else 1
        if self.open:
            raise BrokenHtmlError(f'Can\'t find end tag corresponding to start tag "{self.open[-1].name}"')

    def byte_offset(self, position: int) -> int:
        return len(self.source[:position].encode("utf-8", "surrogatepass"))

    def skip_spaces(self) -> None:
        while self.source[self.at].isspace():
            self.at += 1

    def take_until(self, stops: str) -> str:
        begin = self.at
        while not self.source[self.at].isspace() and self.source[self.at] not in stops:
            self.at += 1
        return self.source[begin : self.at]

    def character_reference(self) -> str:
        """Decode `&…;` at the cursor and step over it, or return an empty text and stay."""
        end = self.at + 1
        numeric = self.source[end] == "#"
        end += numeric
        base = 16 if numeric and self.source[end] == "x" else 10
        end += base == 16
        begin = end
        while self.source[end].isascii() and self.source[end].isalnum():
            end += 1
        body = self.source[begin:end]
        decoded = _numeric(body, base) if numeric else NAMED.get(body, "")
        if decoded:
            self.at = end + (self.source[end] == ";")
        return decoded

    def start_tag(self) -> None:
        begin = self.at
        self.at += 1
        name = self.take_until(">" + END).lower()
        place = f"at byte offset {self.byte_offset(begin)}"
        if self.source[self.at] == END:
            raise BrokenHtmlError(f"Unclosed start tag {place}")
        if name not in TAGS:
            raise BrokenHtmlError(f'Unsupported start tag "{name}" {place}')
        argument = ""
        while True:
            self.skip_spaces()
            if self.source[self.at] == ">":
                break
            argument = self.attribute(name, place) or argument
            if self.source[self.at] == END:
                raise BrokenHtmlError(f'Unclosed start tag "{name}" {place}')
        if name == "span" and argument != "spoiler":
            raise BrokenHtmlError(f'Tag "span" must have class "tg-spoiler" {place}')
        self.at += 1
        self.open.append(_OpenTag(name, argument, self.offset, len(self.out)))

    def attribute(self, tag: str, place: str) -> str:
        """Read one attribute; the part of its value that matters for this tag, or an empty text."""
        name = self.take_until("=>" + END).lower()
        if not name:
            raise BrokenHtmlError(f'Empty attribute name in the tag "{tag}" {place}')
        self.skip_spaces()
        if self.source[self.at] != "=":
            return "expandable" if (tag, name) == ("blockquote", "expandable") else ""
        self.at += 1
        self.skip_spaces()
        value = self.quoted() if self.source[self.at] in "'\"" else self.name_token()
        match tag, name:
            case ("a", "href") | ("tg-emoji", "emoji-id"):
                return value
            case ("code", "class") if value.startswith("language-"):
                return value.removeprefix("language-")
            case ("span", "class") if value.startswith("tg-"):
                return value.removeprefix("tg-")
            case ("blockquote", "expandable"):
                return "expandable"
        return ""

    def name_token(self) -> str:
        begin = self.at
        while self.source[self.at].isascii() and (
            self.source[self.at].isalnum() or self.source[self.at] in ".-"
        ):
            self.at += 1
        if self.source[self.at] != END and not self.source[self.at].isspace() and self.source[self.at] != ">":
            raise BrokenHtmlError(f"Unexpected end of name token at byte offset {self.byte_offset(begin)}")
        return self.source[begin : self.at].lower()

    def quoted(self) -> str:
        quote = self.source[self.at]
        self.at += 1
        value: list[str] = []
        while (letter := self.source[self.at]) not in (quote, END):
            if letter == "&" and (decoded := self.character_reference()):
                value.append(decoded)
                continue
            value.append(letter)
            self.at += 1
        self.at += self.source[self.at] == quote
        return "".join(value)

    def end_tag(self) -> None:
        begin = self.at
        place = f"at byte offset {self.byte_offset(begin)}"
        if not self.open:
            raise BrokenHtmlError(f"Unexpected end tag {place}")
        self.at += 2
        name = self.take_until(">" + END).lower()
        self.skip_spaces()
        if self.source[self.at] != ">":
            raise BrokenHtmlError(f"Unclosed end tag {place}")
        tag = self.open.pop()
        if name and name != tag.name:
            raise BrokenHtmlError(f'Unmatched end tag {place}, expected "</{tag.name}>", found "</{name}>"')
        self.at += 1
        if self.offset > tag.offset:
            self.close(tag)

    def close(self, tag: _OpenTag) -> None:
        """Turn a closed tag into its entity."""
        entity: Json = {"type": TAGS[tag.name], "offset": tag.offset, "length": self.offset - tag.offset}
        last = self.entities[-1] if self.entities else {}
        twin = last if all(last.get(key) == entity[key] for key in ("offset", "length")) else {}
        match tag.name:
            case "tg-emoji":
                return
            case "a":
                entity["url"] = tag.argument or "".join(self.out[tag.start :])
                if not is_link(entity["url"]):
                    return
            case "blockquote" if tag.argument:
                entity["type"] = "expandable_blockquote"
            case "pre" if twin.get("type") == "code" and twin.get("language"):
                twin["type"] = "pre"
                return
            case "code" if tag.argument and self.open and self.open[-1].name == "pre":
                entity["language"] = tag.argument
        self.entities.append(entity)


def _numeric(digits: str, base: int) -> str:
    try:
        code = int(digits, base)
    except ValueError:
        return ""
    if not 0 < code < 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return ""
    return chr(code)


def to_html(text: str, entities: list[Json]) -> str:
    """Safe HTML of a message: everything is escaped, only known tags and http(s)/tg links come through."""
    units = text.encode("utf-16-le", "surrogatepass")
    total = len(units) // 2
    spans = sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))
    edges = {0, total}
    for span in spans:
        edges |= {min(span["offset"], total), min(span["offset"] + span["length"], total)}
    ordered = sorted(edges)
    out: list[str] = []
    opened: list[Json] = []
    for begin, end in pairwise(ordered):
        active = [span for span in spans if span["offset"] <= begin < span["offset"] + span["length"]]
        common = 0
        while common < min(len(opened), len(active)) and opened[common] is active[common]:
            common += 1
        out += [_tags(span, text)[1] for span in reversed(opened[common:])]
        out += [_tags(span, text)[0] for span in active[common:]]
        opened = active
        out.append(escape(units[2 * begin : 2 * end].decode("utf-16-le", "replace"), quote=False))
    out += [_tags(span, text)[1] for span in reversed(opened)]
    return "".join(out)


def _tags(span: Json, text: str) -> tuple[str, str]:
    if span["type"] in SHOWN:
        name = SHOWN[span["type"]]
        return f"<{name}>", f"</{name}>"
    if span["type"] == "spoiler":
        return '<span class="spoiler">', "</span>"
    if span["type"] in ("text_link", "url"):
        url = span.get("url") or slice_utf16(text, span["offset"], span["length"])
        url = url if "://" in url else f"https://{url}"
        if is_link(url):
            return f'<a href="{escape(url)}">', "</a>"
    return "", ""


def slice_utf16(text: str, offset: int, length: int) -> str:
    """The piece of a text an entity points at."""
    units = text.encode("utf-16-le", "surrogatepass")
    return units[2 * offset : 2 * (offset + length)].decode("utf-16-le", "replace")
