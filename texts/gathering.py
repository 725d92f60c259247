"""Keeping the catalogues in line with the code: gather what texts/ says, renew them, find what is wrong."""

import ast
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from texts.catalogue import DOMAIN, LANGUAGES, LOCALES, po_path
from texts.words import PLACEHOLDER

SOURCE = Path(__file__).parent
# Words.t("...") and Words.n("...", "...", count)
KEYWORDS = {"t": None, "n": (1, 2)}
TEXTS_OF = {"t": 1, "n": 2}
# English is the language of the msgids: its texts are those, whatever stood in the file.
SOURCE_LANGUAGE = "en"


def renewed_files(source: Path = SOURCE, locales: Path = LOCALES) -> dict[Path, bytes]:
    """The template and every catalogue as they should be now, by path. Translations made so far are kept."""
    template = _template(source)
    files = {locales / f"{DOMAIN}.pot": _written(template, "")}
    for language in LANGUAGES:
        path = po_path(language, locales)
        catalogue = _read(path, language)
        catalogue.update(template, no_fuzzy_matching=True)
        if language == SOURCE_LANGUAGE:
            _fill_in(catalogue)
        files[path] = _written(catalogue, language)
    return files


def catalogue_problems(locales: Path = LOCALES) -> list[str]:
    """One line for every text that is missing, fuzzy or does not fit its English original."""
    problems = []
    for language in LANGUAGES:
        catalogue = _read(po_path(language, locales), language)
        for message in catalogue:
            if message.id:
                faults = _faults(message, catalogue.num_plurals)
                problems += [f"{language}: {_forms_of(message.id)[0]!r}: {fault}" for fault in faults]
    return problems


def source_problems(source: Path = SOURCE) -> list[str]:
    """One line for every call of t() or n() whose text is not a plain string and cannot be gathered."""
    problems = []
    for path in _modules(source):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            texts = node.args[: TEXTS_OF.get(node.func.attr, 0)]
            if not all(isinstance(text, ast.Constant) for text in texts):
                problems.append(f"{path.name}:{node.lineno}: {node.func.attr}() takes a plain string")
    return problems


def _template(source: Path) -> Catalog:
    template = Catalog(charset="utf-8")
    for path in _modules(source):
        location = path.relative_to(source.parent).as_posix()
        for line, text, comments, context in extract_from_file("python", path, KEYWORDS):
            template.add(text, None, [(location, line)], auto_comments=comments, context=context)
    return template


def _modules(source: Path) -> list[Path]:
    return sorted(source.rglob("*.py"))


def _read(path: Path, language: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    return read_po(BytesIO(path.read_bytes()), locale=language)


def _written(catalogue: Catalog, language: str) -> bytes:
    """The file without wrapping, dates and line numbers: it changes when a text does, and only then."""
    out = BytesIO()
    write_po(out, catalogue, width=0, omit_header=True, ignore_obsolete=True, include_lineno=False)
    header = ["Content-Type: text/plain; charset=UTF-8", "Content-Transfer-Encoding: 8bit"]
    if language:
        header = [f"Language: {language}", f"Plural-Forms: {catalogue.plural_forms}", *header]
    lines = "".join(f'"{line}\\n"\n' for line in header)
    return (f'msgid ""\nmsgstr ""\n{lines}\n'.encode() + out.getvalue()).rstrip() + b"\n"


def _fill_in(catalogue: Catalog) -> None:
    for message in catalogue:
        if message.id:
            message.string = message.id
            message.flags.discard("fuzzy")


def _faults(message: Message, plurals: int) -> Iterator[str]:
    originals, forms = _forms_of(message.id), _forms_of(message.string)
    if message.fuzzy:
        yield "is fuzzy"
    if len(forms) != (plurals if message.pluralizable else 1) or not all(forms):
        yield "is missing a form" if message.pluralizable else "is missing"
        return
    for form in (*originals, *forms):
        if form != form.strip():
            yield f"has blanks at an end: {form!r}"
        if set(PLACEHOLDER.sub("", form)) & set("{}"):
            yield f"has a brace that is no placeholder: {form!r}"
    yield from _placeholder_faults(originals, forms)


def _placeholder_faults(originals: Sequence[str], forms: Sequence[str]) -> Iterator[str]:
    """A form for one or a few may leave out a placeholder ("a point"); a text without plurals may not."""
    known = {name for text in originals for name in PLACEHOLDER.findall(text)}
    for form in forms:
        used = set(PLACEHOLDER.findall(form))
        if used - known:
            yield f"has unknown placeholders: {', '.join(sorted(used - known))}"
        if len(originals) == 1 and known - used:
            yield f"lacks placeholders: {', '.join(sorted(known - used))}"


def _forms_of(text: str | Sequence[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())
