"""Words of a search and where they stand in a text. Plain values in, plain values out."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

#: Longer questions are no search; a pasted page is refused with advice.
LONGEST = 200
MOST_WORDS = 12
#: Fewer letters begin too many words to be of use.
SHORTEST_BEGINNING = 2
SNIPPET_LENGTH = 220

_LETTERS = str.maketrans("øłđı", "oldi")
_JOINING = re.compile("[\u0300-\u036f\u2019\u2018\u02bc'`]")
_WORD = re.compile(r"[^\W_]+")
#: A word of a text as it is shown: an apostrophe within it belongs to it.
_SHOWN = re.compile("[^\\W_](?:[^\\W_]|[\u0300-\u036f\u2019\u2018\u02bc'`](?=[^\\W_]))*")


class Problem(StrEnum):
    """Why nothing was searched for."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    NO_WORDS = "no_words"


@dataclass(frozen=True)
class Part:
    """A piece of a text; `is_match` when a word of the search stands there."""

    text: str
    is_match: bool = False


@dataclass(frozen=True)
class Terms:
    """What is looked for: whole words, their stems, and how the last word may begin."""

    words: tuple[str, ...]
    stems: frozenset[str]
    beginning: str
    #: Every word is as common as "the": titles alone are searched then.
    only_common: bool = False

    def match(self, shown: str) -> bool:
        """Return whether a word of a text is one of those looked for."""
        word = plain(shown)
        if word in self.words or (self.beginning and word.startswith(self.beginning)):
            return True
        # A stem ends before its word does: "train" of training, "polici" of policies.
        return any(word.startswith(stem.removesuffix("i")) for stem in self.stems)


def plain(text: str) -> str:
    """Return the text in lower case, without accents and apostrophes, as the index keeps words."""
    decomposed = unicodedata.normalize("NFKD", text).lower().translate(_LETTERS)
    return _JOINING.sub("", decomposed)


def words_of(text: str) -> list[str]:
    """Return the words of a search, in order; signs part them."""
    return _WORD.findall(plain(text))[:MOST_WORDS]


def problem_of(text: str) -> Problem | None:
    """Return why this text cannot be searched for, if it cannot."""
    if not text.strip():
        return Problem.EMPTY
    if len(text) > LONGEST:
        return Problem.TOO_LONG
    return None if words_of(text) else Problem.NO_WORDS


def terms_of(text: str, stems: dict[str, Collection[str]]) -> Terms:
    """Return what to look for; `stems` has each word's stems, none for words like "the".

    Common words are left out beside others. The last word counts from its beginning, as somebody
    may still be typing it.
    """
    words = words_of(text)
    telling = [word for word in words if stems.get(word)]
    last = words[-1]
    return Terms(
        words=tuple(dict.fromkeys(telling or words)),
        stems=frozenset(stem for word in telling for stem in stems[word]),
        beginning=last if len(last) >= SHORTEST_BEGINNING and (last in telling) else "",
        only_common=not telling,
    )


def query_of(terms: Terms, stems: dict[str, Collection[str]]) -> str:
    """Return a PostgreSQL tsquery of letters: all words, each as it is or by its stem."""
    if terms.only_common:
        return " & ".join(f"{word}:A" for word in terms.words)
    return " & ".join(f"({' | '.join(_forms(word, terms, stems))})" for word in terms.words)


def _forms(word: str, terms: Terms, stems: dict[str, Collection[str]]) -> list[str]:
    whole = f"{word}:*" if word == terms.beginning else word
    return [whole, *sorted(set(stems[word]) - {word})]


def parts(text: str, terms: Terms) -> list[Part]:
    """Split the text so that each word that was looked for stands alone."""
    found: list[Part] = []
    end = 0
    for shown in _SHOWN.finditer(text):
        if terms.match(shown.group()):
            if shown.start() > end:
                found.append(Part(text[end : shown.start()]))
            found.append(Part(shown.group(), is_match=True))
            end = shown.end()
    if end < len(text):
        found.append(Part(text[end:]))
    return found


def snippet(text: str, terms: Terms, *, length: int = SNIPPET_LENGTH) -> list[Part]:
    """Return about `length` letters around the first word that was looked for; none without one."""
    text = " ".join(text.split())
    first = next((w.start() for w in _SHOWN.finditer(text) if terms.match(w.group())), None)
    if first is None:
        return []
    start = max(0, first - length // 3)
    if start:
        start = text.find(" ", start, first) + 1 or first
    end = len(text)
    if end - start > length:
        end = text.rfind(" ", first + 1, start + length)
        end = end if end > first else start + length
    piece = f"{'… ' * bool(start)}{text[start:end]}{' …' * (end < len(text))}"
    return parts(piece, terms)
