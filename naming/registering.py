"""What the register stores about a name, so that it can be searched and compared."""

from __future__ import annotations

from dataclasses import dataclass

from naming.generics import guess_kind, split
from naming.pinyin import initials, sound_keys
from naming.place_kind import PlaceKind
from naming.register_question import near_sounds
from naming.romanization import romanize
from naming.search_key import key_of, specific_of


@dataclass(frozen=True, slots=True)
class IndexedName:
    """The search columns of a name.

    Attributes:
        full: The name as registered.
        key: The form duplicates are found by; equals `RegisterQuestion.full`.
        specific: Specific part of the key (专名).
        generic: Generic part of the full name (通名), empty if unknown.
        toned: Spelling with tone marks.
        plain: Spelling for signs.
        sounds: All toneless readings of the key.
        specific_sounds: All toneless readings of the specific part.
        initials: First letters of all readings of the full name.
        near_sounds: `specific_sounds` with near sounds made equal (n/l, zh/z, ng/n).
        pinyin: The printed reading without blanks, as people type it into a search box.
    """

    full: str
    key: str
    specific: str
    generic: str
    toned: str
    plain: str
    sounds: tuple[str, ...]
    specific_sounds: tuple[str, ...]
    initials: tuple[str, ...]
    near_sounds: tuple[str, ...] = ()
    pinyin: str = ""

    @property
    def reading_sure(self) -> bool:
        """Tell whether the name can be read in one way only."""
        return len(self.sounds) == 1


def indexed(name: str, kind: PlaceKind | None = None) -> IndexedName:
    """Return the search columns of `name` as the name of a place of `kind`.

    Without a kind the ending decides. The same functions make the question a proposal
    asks of the register, so stored and asked forms always agree.
    """
    known = kind or guess_kind(name)
    key = key_of(name, known)
    specific = specific_of(name, known)
    spelling = romanize(name, known)
    specific_sounds = sound_keys(specific)
    return IndexedName(
        full=name,
        key=key,
        specific=specific,
        generic=split(name, known).generic,
        toned=spelling.toned,
        plain=spelling.plain,
        sounds=sound_keys(key),
        specific_sounds=specific_sounds,
        initials=initials(name),
        near_sounds=near_sounds(specific_sounds),
        pinyin=sound_keys(name)[0].replace(" ", ""),
    )
