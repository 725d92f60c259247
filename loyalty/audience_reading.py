"""A typed expression becomes a tree, or a word about the place where it could not be read."""

from collections.abc import Callable

from loyalty.audience_tree import (
    DEEPEST,
    FIELDS,
    FIXED,
    LONGEST_WORD,
    MOST_CONDITIONS,
    OF_AGES,
    OPS,
    And,
    Condition,
    Field,
    Kind,
    Node,
    Not,
    Op,
    Or,
    Span,
)
from loyalty.audience_values import READ, Cursor, UnclearError
from loyalty.audience_words import (
    AND,
    FIELD_OF,
    IN,
    LITTLE_OF,
    LONGEST_PHRASE,
    NAME_OF,
    NO,
    NOT,
    OR,
    YES,
    Token,
    field_words,
    fixed_words,
    nearest,
)

MOST_NAMES = 20


class Reader(Cursor):
    """Reads one expression from left to right."""

    def __init__(self, text: str, language: str) -> None:
        super().__init__(text)
        self.language = language
        self.conditions = 0
        self.after_bare = -1  # where a name without quotes ended

    def is_little(self, word: str) -> bool:
        """Whether a word of the grammar comes next."""
        return LITTLE_OF.get(self.here.word) == word

    def closed(self) -> None:
        """Over a closing parenthesis, which has to come next."""
        if not self.takes("mark", ")"):
            raise UnclearError(self.here, self._or_quotes("closing"))

    def expression(self) -> Node:
        """All of it, up to the end."""
        node = self.alternatives(0)
        if self.here.kind != "end":
            raise UnclearError(self.here, self._or_quotes("joint"), self._like(AND, OR))
        return node

    def alternatives(self, depth: int) -> Node:
        """Parts with "or" between them; "and" binds closer."""
        return self.joined_by(OR, Or, lambda deep: self.joined_by(AND, And, self.negated, deep), depth)

    def joined_by(
        self, word: str, joint: type[And] | type[Or], part: Callable[[int], Node], depth: int
    ) -> Node:
        """Parts with this word between them; one alone stands for itself."""
        parts = [part(depth)]
        while self.is_little(word):
            self.taken()
            parts.append(part(depth))
        return parts[0] if len(parts) == 1 else joint(tuple(parts))

    def negated(self, depth: int) -> Node:
        """ "not" something, something in parentheses, or a condition."""
        if depth > DEEPEST:
            raise UnclearError(self.here, "shallower")
        if self.is_little(NOT):
            self.taken()
            return Not(self.negated(depth + 1))
        if not self.takes("mark", "("):
            return self.condition()
        node = self.alternatives(depth + 1)
        self.closed()
        return node

    def condition(self) -> Condition:
        """A field, what it is about, how it is compared and with what."""
        self.conditions += 1
        if self.conditions > MOST_CONDITIONS:
            raise UnclearError(self.here, "fewer")
        name = self.field()
        field = FIELDS[name]
        about = self.about(field)
        if field.kind is Kind.YES_NO:
            return Condition(name, Op.EQ, self.flag(field))
        op = self.op(field)
        if field.kind is Kind.NAME:
            said = self.names(field) if op is Op.IN else self.name(field.names)
            return Condition(name, op, said, about)
        value = READ[field.kind](self)
        if isinstance(value, Span) and op not in OF_AGES:
            raise UnclearError(self.tokens[self.place - 1], "date")
        return Condition(name, op, value, about)

    def flag(self, field: Field) -> int:
        """Whether yes is meant: "= no", "!= yes", or the field alone, which is yes."""
        if self.here.kind != "sign":
            return 1
        is_turned = self.takes("sign", Op.NE)
        if not is_turned:
            self.op(field)
        token = self.taken()
        said = LITTLE_OF.get(token.word)
        if said not in (YES, NO):
            raise UnclearError(token, "yes_no")
        return int((said == YES) is not is_turned)

    def field(self) -> str:
        """The longest known name that comes next."""
        words = [token.word for token in self.tokens[self.place : self.place + LONGEST_PHRASE]]
        for length in range(LONGEST_PHRASE, 0, -1):
            name = FIELD_OF.get(" ".join(words[:length]))
            if name is not None and all(words[:length]):
                self.place += length
                return name
        raise UnclearError(self.here, "field", nearest(self.here.text, field_words(self.language)))

    def about(self, field: Field) -> str:
        """What stands in parentheses after the field, where it has to be told about something."""
        if not field.of:
            return ""
        if not self.takes("mark", "("):
            raise UnclearError(self.here, f"about_{field.of}")
        about = self.name(field.of)
        self.closed()
        return about

    def op(self, field: Field) -> Op:
        """One of the signs that go with the field."""
        token, ops = self.taken(), OPS[field.kind]
        op = Op.IN if LITTLE_OF.get(token.word) == IN else None
        if token.kind == "sign":
            op = Op(token.text)
        if op not in ops or op is None:
            raise UnclearError(token, "window_op" if Op.IN in ops and len(ops) == 1 else "op")
        return op

    def names(self, field: Field) -> tuple[str, ...]:
        """ "(a, b)"."""
        if not self.takes("mark", "("):
            raise UnclearError(self.here, "opening")
        names = [self.name(field.names)]
        while self.takes("mark", ","):
            if len(names) == MOST_NAMES:
                raise UnclearError(self.here, "fewer_names")
            names.append(self.name(field.names))
        self.closed()
        return tuple(names)

    def name(self, names: str) -> str:
        """A word or several in quotes; of those that never change, the word of the tree."""
        token = self.taken()
        if token.kind == "number":
            token = self._with_letters(token)
        if token.kind not in ("word", "quoted", "number") or not token.text.strip():
            raise UnclearError(token, "name")
        if len(token.text) > LONGEST_WORD:
            raise UnclearError(token, "shorter_name")
        if names not in FIXED:
            if token.word in LITTLE_OF:
                raise UnclearError(token, "name")
            self.after_bare = -1 if token.kind == "quoted" else self.place
            return token.text
        key = NAME_OF.get(token.word or token.text.casefold())
        if key not in FIXED[names] or key is None:
            raise UnclearError(token, names, nearest(token.text, fixed_words(names, self.language)))
        return key

    def _with_letters(self, token: Token) -> Token:
        """A name that begins with digits: "2gis"."""
        letters = self.here
        if letters.kind != "word" or letters.at != token.at + len(token.text):
            return token
        self.taken()
        return Token("word", token.text + letters.text, token.at)

    def _or_quotes(self, expected: str) -> str:
        """What was expected, unless a name without quotes seems to go on."""
        goes_on = self.place == self.after_bare and self.here.kind in ("word", "number", "odd")
        return "quotes" if goes_on else expected

    def _like(self, *little: str) -> str:
        """A word of the grammar that what comes next may have been meant for."""
        spellings = [word for word, key in LITTLE_OF.items() if key in little]
        near = nearest(self.here.text, spellings) if self.here.kind == "word" else ""
        return near if abs(len(near) - len(self.here.text)) <= 1 else ""
