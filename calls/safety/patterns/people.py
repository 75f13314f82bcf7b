"""Words for people, pets and play that several word lists share, as pieces of patterns."""

from __future__ import annotations

__all__ = ["GROWN_UPS", "HURTS", "KIDS", "LOVED", "ON_PEOPLE", "PLAY", "SOMEBODY"]

_PARENTS = (
    "mum(?:my)?|mom(?:my)?|mama|mother|dad(?:dy)?|papa|father|parents|step-?(?:mum|mom|mother|dad|father)|foster \\w+"
)
_RELATIVES = (
    "uncle|aunt(?:ie|y)?|grand(?:ma|pa|mother|father|dad|mum|mom)|gran|granny|nan|nana|opa|oma|cousin|godfather|"
    "(?:mum|mom|mummy|mommy)'s (?:new )?boyfriend"
)
_OTHERS = (
    "teacher|coach|trainer|baby-?sitter|nanny|neighbou?r|priest|doctor|man|men|guy|lady|woman|grown-?ups?|adult|boss"
)
GROWN_UPS = f"(?:{_PARENTS}|{_RELATIVES}|{_OTHERS})"
SOMEBODY = f"(?:{GROWN_UPS}|somebody|someone|big boy|stranger|he)"
KIDS = (
    "(?:kids?|boys?|girls?|children|class(?:mates?)?|they|everyone|everybody|people|bully|bullies|brother|sister|"
    "friends?|she|he)"
)
LOVED = (
    f"(?:{_PARENTS}|{_RELATIVES}|brother|sister|baby|friend|teacher|dog|puppy|cat|kitten|hamster|guinea pig|rabbit|"
    "bunny|pony|horse|fish|goldfish|bird|budgie|parrot|turtle|tortoise|pet)"
)
HURTS = (
    "(?:hits?|hitting|hurts?|hurting|beats?|beating|kicks?|kicking|kicked|punche[sd]|punching|slaps?|slapp(?:ed|ing)|"
    "chokes?|choked|whips?|whipped|spank(?:s|ed)?|smack(?:s|ed)?|burn(?:s|ed|t)|bit(?:es)?|shak(?:es|ing)|shook)"
)
ON_PEOPLE = (
    r"(?:him|her|them|you|everyone|everybody|people|someone|somebody|(?:my|the|that|those|a) (?:\w+ )?"
    r"(?:brother|sister|mum|mom|dad|teacher|boys?|girls?|kids?|class|school|man|friend|baby|parents))"
)
PLAY = (
    r"(?:in|on) (?:my|the|our|a|this) (?:\w+ )?(?:video ?game|game|movie|film|book|story|cartoon|show|dream|play)",
    "minecraft",
    "roblox",
    "fortnite",
    "zelda",
    "pokemon",
    "chess",
    "pretend(?:ed|ing)?",
    "snowball(?:s| fight)?",
    "pillow(?:s| fight)?",
)
