"""How personal data looks in what is said: each pattern's group `it` is the part to hide. Data for `masking`."""

from __future__ import annotations

import re

__all__ = ["NO_SURNAMES", "PRIVATE"]

_UNIT = "one|two|three|four|five|six|seven|eight|nine"
_DIGIT = rf"(?:zero|oh|nought|{_UNIT}|double|triple|\d+)"
_NUMBER = (
    rf"(?:\d+[a-z]?|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?:{_UNIT}))?|{_UNIT}|ten|eleven|"
    r"twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|(?:one|two|a) hundred(?: and)?(?: \w+)?)"
)
_STREET = (
    r"(?:road|street|avenue|lane|drive|close|way|court|square|crescent|terrace|gardens|boulevard|row|mews|alley|grove|"
    r"rd|ave|blvd|st|stra(?:ß|ss)e|weg|gasse|platz|hill|place)"
)
_NOT_SAID = (
    r"(?!(?:a|the|so|very|too|never|not|no|only|for|secret|private|safe|something|told|nothing|long|easy|hard|is|and|"
    r"your|with)\b)"
)
_WORD = r"[^\W_](?:[\w'’.-]*[\w'’])?"
_NO_SCHOOL = (
    r"(?!(?:the|my|a|an|our|this|that|big|new|same|after|high|primary|elementary|elf|santa|swim\w*|"
    r"danc\w*|music|\w+day|school|nursery|no)\b)"
)

NO_SURNAMES = frozenset(
    [
        "and",
        "but",
        "i",
        "i'm",
        "im",
        "from",
        "what",
        "who",
        "so",
        "or",
        "because",
        "please",
        "santa",
        "hello",
        "hi",
        "can",
        "do",
        "is",
        "you",
        "the",
        "a",
        "my",
        "not",
        "really",
        "very",
        "too",
        "ok",
        "okay",
        "yes",
        "no",
        "claus",
        "christmas",
        "nicholas",
        "nick",
        "to",
        "in",
        "at",
        "today",
        "now",
        "also",
        "for",
        "it",
        "with",
        "elf",
    ]
)
"""Words that may follow a first name without being a surname."""


def _p(pattern: str, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile(pattern, flags)


PRIVATE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("email", _p(r"(?P<it>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)")),
    ("email", _p(r"\b(?P<it>[\w.]+ at [\w-]+ dot (?:com|org|net|de|fr|io|uk|co(?: dot uk)?))\b")),
    ("link", _p(r"(?P<it>(?:https?://|www\.)[^\s\[\]]*[^\s\[\].,!?;:)])")),
    (
        "link",
        _p(r"\b(?P<it>(?:[a-z0-9-]+\.)+(?:com|org|net|io|tv|gg|co\.uk|de|info|app)(?:/[^\s\[\]]*[^\s\[\].,!?;:)])?)\b"),
    ),
    ("link", _p(r"\b(?P<it>(?:www dot )?[\w-]+ dot (?:com|org|net|io|co dot uk))\b")),
    ("phone", _p(r"(?<![\w.-])(?P<it>\+?\(?\d(?:[ ().\-/]{0,2}\d){6,})(?!\w)")),
    ("phone", _p(rf"\b(?P<it>{_DIGIT}(?:[ ,-]{{1,2}}{_DIGIT}){{5,}})\b")),
    (
        "phone",
        _p(
            r"\b(?:phone|mobile|cell|(?:mum|mom|dad|my|mummy|mommy|"
            "daddy)(?:'s)?) (?:phone )?(?:number )?(?:is|are|'s|:|goes) "
            rf"(?P<it>\d{{4,}}|{_DIGIT}(?:[ ,-]{{1,2}}{_DIGIT}){{2,}})\b"
        ),
    ),
    (
        "address",
        _p(
            r"\b(?:live|lives|living|stay|staying|house is|home is|address is|address)(?: (?:at|on|"
            rf"in))?:? (?P<it>(?:number )?(?:{_WORD} ){{1,4}}?{_STREET})\b(?! from)"
        ),
    ),
    (
        "address",
        _p(
            (
                rf"\b(?:live|lives|address is) (?:at |in )?(?P<it>(?:number )?{_NUMBER}(?:[, ]+(?!and\b|"
                rf"with\b){_WORD}){{0,3}})"
            ),
            re.IGNORECASE,
        ),
    ),
    ("address", _p(rf"\b(?P<it>(?i:{_NUMBER}),? (?:[A-ZÄÖÜ][\w'’]+ ){{1,3}}(?i:{_STREET}))\b", re.NOFLAG)),
    ("address", _p(r"\b(?P<it>[A-ZÄÖÜ][\wäöüß-]+(?:straße|strasse|weg|gasse|platz) \d+[a-z]?)\b", re.NOFLAG)),
    ("address", _p(rf"\bhouse number(?: is|:)? (?P<it>{_NUMBER})\b")),
    ("postcode", _p(r"\b(?P<it>[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2})\b", re.NOFLAG)),
    ("postcode", _p(r"\b(?P<it>[A-Z]{2} \d{5}(?:-\d{4})?)\b", re.NOFLAG)),
    (
        "postcode",
        _p(
            r"\b(?:zip(?: ?code)?|post ?code|postal code)(?: is|'s|"
            rf":)? (?P<it>[a-z]{{0,2}}\d[\w-]*(?: \d[a-z]{{2}})?|{_DIGIT}(?: {_DIGIT})+)\b"
        ),
    ),
    (
        "password",
        _p(
            r"\b(?:pass ?word|pass ?code|pin(?: code| number)?)(?: (?:for|"
            r"to) [\w ]{1,24}?)?,?(?: and)?(?: it)?(?:'s| is|:| starts with| begins with|"
            r" ends with) ?[\"“']?"
            rf"{_NOT_SAID}(?P<it>[^\s\[\].,!?…\"”]+(?:[ -](?!(?:and|but|so|because|please|ok|can|do|i|"
            rf"it)\b)[^\s\[\].,!?…\"”]+){{0,3}})"
        ),
    ),
    ("password", _p(r"\bpass ?word\b[^.!?…]{0,60}? (?:starts|begins|ends) with (?P<it>[^\s\[\].,!?…]+)")),
    (
        "school",
        _p(
            r"\bmy (?:\w+ )?(?:school|kindergarten|nursery)(?: is|'s)(?: called|"
            " named)? (?P<it>(?:the one|near|next to|behind|opposite|beside|on|across)(?: "
            rf"{_WORD}){{1,6}})"
        ),
    ),
    (
        "school",
        _p(
            r"\b(?:school|kindergarten|nursery)(?:'s name is|(?: is)? (?:called|named)|"
            rf"'s called) (?P<it>(?!and\b){_WORD}(?: (?!and\b|but\b|it\b|i\b){_WORD}){{0,3}})"
        ),
    ),
    (
        "school",
        _p(
            (
                r"\b(?P<it>(?!(?:My|Our|The|Big|At|In|On|After|This|Is|I|To|A|Elf|"
                r"Santa)\b)[A-Z][\w'’.]+ (?:[A-Z][\w'’.]+ ){0,3}?(?:Primary|Elementary|Academy|"
                r"Kindergarten|Nursery|Preschool|Grammar|School|High School)(?: School)?)\b"
            ),
            re.NOFLAG,
        ),
    ),
    (
        "school",
        _p(
            rf"\b(?:go|goes|going) to (?P<it>{_NO_SCHOOL}{_WORD} (?:{_WORD} ){{0,2}}?(?:primary|"
            r"elementary|academy|grammar|middle|kindergarten|nursery)(?: school)?)\b"
        ),
    ),
    ("name", _p(rf"\bmy (?:full |whole |real )?name(?: is|'s) {_WORD} (?P<it>{_WORD})(?=[.,!?]|$| and )")),
    ("name", _p(rf"\b(?:last|family|second|sur) ?name(?: is|'s|:) (?P<it>{_NOT_SAID}{_WORD}(?: [A-Z]{_WORD})?)")),
    ("name", _p(r"\b(?i:i'm|i’m|i am|this is) [A-Z][\w'’-]+ (?P<it>[A-Z][\w'’-]+)", re.NOFLAG)),
)
"""Kind and pattern, in the order in which they are looked for."""
