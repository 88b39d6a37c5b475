"""How well a text answers what somebody typed, forgiving typos. Pure: text in, number out.

A word of the query matches a word of the text when it is its beginning, stands inside it, or
is at most one (up to five letters) or two slips away from its beginning; a slip is a letter
too many, missing, wrong, or swapped with its neighbour.
"""

import re
import unicodedata
from functools import lru_cache

WORD = re.compile(r"\w+")
# Persian texts mix the Arabic and the Persian forms of two letters.
_FOLD = str.maketrans({"ي": "ی", "ك": "ک"})
MOST_SLIPS = 2


def fold(text: str) -> str:
    """Lower case, without accents: what is compared."""
    plain = unicodedata.normalize("NFKD", text.casefold()).translate(_FOLD)
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def words_of(text: str) -> list[str]:
    return WORD.findall(fold(text))


def likeness(query: str, text: str) -> float | None:
    """0 for the best match, larger for worse, None when a word of the query is not there."""
    there = words_of(text)
    total = 0.0
    for position, wanted in enumerate(words_of(query)):
        costs = [cost for word in set(there) if (cost := _cost(wanted, word)) is not None]
        if not costs:
            return None
        first = 0.0 if position < len(there) and _cost(wanted, there[position]) == 0 else 0.2
        total += min(costs) + first
    return total


@lru_cache(maxsize=20_000)
def _cost(wanted: str, word: str) -> float | None:
    if word.startswith(wanted):
        return 0.0 if word == wanted else 0.1
    if wanted in word:
        return 0.5
    allowed = 0 if len(wanted) < 4 else 1 if len(wanted) <= 5 else MOST_SLIPS
    if not allowed or len(word) < len(wanted) - allowed:
        return None
    found = slips_to_beginning(wanted, word[: len(wanted) + allowed], allowed)
    return None if found is None else 1.0 + found


def slips_to_beginning(wanted: str, word: str, most: int) -> int | None:
    """Edits from `wanted` to the nearest beginning of `word`; None when more than `most`.

    Swapped neighbours count once (optimal string alignment). Gives up at the first letter
    after which `most` cannot be met, which for unrelated words is soon.
    """
    before: list[int] = []
    above = list(range(len(word) + 1))
    for i, letter in enumerate(wanted, 1):
        row = [i]
        for j, other in enumerate(word, 1):
            cost = min(above[j] + 1, row[-1] + 1, above[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == word[j - 2] and wanted[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most and min(above) >= most:
            return None
        before, above = above, row
    return min(above) if min(above) <= most else None


def fragments(query: str) -> list[str]:
    """Pieces of the query of which a mistyped text still holds one: pairs of letters.

    A database can look for these; `likeness` then decides.
    """
    longest = max(words_of(query), key=len, default="")
    if len(longest) < 4:
        return []
    pairs = [longest[i : i + 2] for i in range(len(longest) - 1)]
    return list(dict.fromkeys(pairs))
