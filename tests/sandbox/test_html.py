"""Telegram's HTML: entities, refusals in its words, and HTML that is safe to show."""

from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.html import BrokenHtmlError, is_link, parse_html, to_html, utf16_length

TAGS = st.sampled_from(["b", "i", "u", "s", "code", "pre", "blockquote"])
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8)
TREES = st.recursive(
    TEXTS.map(lambda text: escape(text, quote=False)),
    lambda inner: st.lists(st.tuples(TAGS, inner), min_size=1, max_size=3).map(
        lambda parts: "".join(f"<{tag}>{body}</{tag}>" for tag, body in parts)
    ),
    max_leaves=8,
)
PIECES = [*"<>/&;#x=\"' abpre0-я😀", "<b>", "</b>", "<a ", "<span", "class", "href", "tg-", "</"]
MARKUP = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("я<div>x</div>", 'Unsupported start tag "div" at byte offset 2'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ('<a href="x', 'Unclosed start tag "a" at byte offset 0'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<a =x>y</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=x_y>z</a>", "Unexpected end of name token at byte offset 8"),
    ],
)
def test_broken_html_is_refused_in_telegrams_words(source: str, reason: str) -> None:
    with pytest.raises(BrokenHtmlError) as refusal:
        parse_html(source)
    assert str(refusal.value) == reason


def test_offsets_count_utf16_units() -> None:
    assert parse_html("😀<b>да</b>") == ("😀да", [{"type": "bold", "offset": 2, "length": 2}])


def test_links_spoilers_quotes_and_languages_become_entities() -> None:
    source = (
        '<a href="https://t.me/x?a=1&amp;b=2">l</a><span class="tg-spoiler">s</span>'
        '<blockquote expandable>q</blockquote><pre><code class="language-py">c</code></pre>'
    )
    text, entities = parse_html(source)
    assert text == "lsqc"
    assert entities == [
        {"type": "text_link", "offset": 0, "length": 1, "url": "https://t.me/x?a=1&b=2"},
        {"type": "spoiler", "offset": 1, "length": 1},
        {"type": "expandable_blockquote", "offset": 2, "length": 1},
        {"type": "pre", "offset": 3, "length": 1, "language": "py"},
    ]


def test_character_references_are_decoded_and_unknown_ones_stay() -> None:
    assert parse_html("&lt;&gt;&amp;&quot;&#1103;&#x44F;&nbsp;&#0;")[0] == '<>&"яя&nbsp;&#0;'


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "http://localhost", "https://a b.ru", "ftp://a.ru", "x", "http://["]
)
def test_a_link_that_is_none_is_shown_as_plain_text(url: str) -> None:
    assert not is_link(url)
    assert parse_html(f'<a href="{escape(url)}">x</a>') == ("x", [])
    assert to_html("x", [{"type": "text_link", "offset": 0, "length": 1, "url": url}]) == "x"


@settings(deadline=None)
@given(TREES)
def test_what_is_rendered_parses_back_to_the_same_message(source: str) -> None:
    text, entities = parse_html(source)
    assert utf16_length(text) >= max((one["offset"] + one["length"] for one in entities), default=0)
    again_text, again_entities = parse_html(to_html(text, entities))
    assert again_text == text

    def flat(spans: list[dict[str, object]]) -> set[tuple[object, ...]]:
        return {(one["type"], one["offset"], one["length"]) for one in spans}

    assert flat(again_entities) == flat(entities)


@settings(deadline=None)
@given(MARKUP)
def test_the_parser_raises_nothing_but_its_own_refusal(source: str) -> None:
    try:
        text, entities = parse_html(source)
    except BrokenHtmlError:
        return
    assert "<script" not in to_html(text, entities)
    for entity in entities:
        assert 0 <= entity["offset"] < entity["offset"] + entity["length"] <= utf16_length(text)


@settings(deadline=None)
@given(
    st.text(max_size=12),
    st.lists(
        st.fixed_dictionaries(
            {
                "type": st.sampled_from(["bold", "url", "text_link", "code", "mention", "spoiler"]),
                "offset": st.integers(0, 15),
                "length": st.integers(0, 15),
                "url": st.sampled_from(['https://a.ru/?x="><script>', "x", ""]),
            }
        ),
        max_size=5,
    ),
)
def test_rendering_never_fails_and_never_lets_a_tag_of_the_text_through(
    text: str, entities: list[dict[str, object]]
) -> None:
    shown = to_html(f"<script>{text}", entities)
    assert "<script" not in shown
    assert "</script" not in shown
