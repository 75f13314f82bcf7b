"""Rules of the scripted talk, and those that come first: what is serious is answered plainly.

The child-safety rules behind them are those of the personas: four exceptions to the character, no promise, no threat,
no question for personal data, no holding on. In a line, `{, guest}` becomes a comma and the first name, or nothing.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import NamedTuple

__all__ = ["PEOPLE", "SERIOUS", "Rule"]

PEOPLE = MappingProxyType({"santa": "Santa", "mrs_claus": "Mrs Claus", "elf": "elf"})
"""Characters, and what each calls its role."""


class Rule(NamedTuple):
    """Answers for lines in which one of the patterns `when` begins at a word."""

    when: tuple[str, ...]
    lines: tuple[str, ...]
    others: tuple[str, ...] = ()
    """What Mrs Claus and the elf say instead, who speak of Santa as somebody else."""

    def says(self, who: str) -> tuple[str, ...]:
        """The answers of a character, in turn."""
        lines = self.lines if who == "santa" or not self.others else self.others
        return tuple(line.replace("{me}", PEOPLE[who]) for line in lines)


_TELL_NOW = (
    (
        "Thank you for telling me. This is important, and it is not your fault. Please tell a grown-up "
        "you trust right now."
    ),
    (
        "I am glad you said that out loud. You did nothing wrong. Please go to a safe grown-up right now "
        "and tell them too."
    ),
)
_HELP_NOW = (
    "Please go to a grown-up right now and tell them what happened. They can call for help. Go now, I will be quiet.",
)

SERIOUS = (
    Rule(
        (
            r"kill myself",
            r"(want|wanna) to die",
            r"wanna die",
            r"wasn'?t alive",
            r"not be alive",
            r"cut(ting)? myself",
            r"hurt(ing)? myself",
        ),
        (
            (
                "I am so glad you told me, and you matter very much. Please go to a grown-up you trust "
                "right now. You do not have to carry this alone."
            ),
        ),
    ),
    Rule(
        (
            r"swallow",
            r"bleed",
            r"can'?t breathe",
            r"(won'?t|doesn'?t|does not|not) wake up",
            r"(house|kitchen|room|something) is on fire",
            r"smell (smoke|gas)",
            r"drank? (bleach|poison)",
            r"ate (some )?(pills|medicine)",
        ),
        _HELP_NOW,
    ),
    Rule(
        (
            r"hurts? me\b",
            r"hits? me\b",
            r"beats? me\b",
            r"kicks? me\b",
            r"touch(es|ed)? me\b",
            r"no food",
            r"breaks things",
            r"hide in the closet",
            r"(scared|afraid) of (my )?(dad|daddy|mum|mom|mummy|mommy|uncle|aunt|teacher|grandpa|brother)",
        ),
        _TELL_NOW,
    ),
    Rule(
        (
            r"stranger",
            r"in(to)? (his|her|their) car",
            r"(?<!nice to )(?<!good to )(?<!glad to )(?<!happy to )(?<!pleased to )meet (me|you|us|up|alone)",
            r"we meet",
            r"(man|someone|somebody|friend|guy) online",
            r"online (man|friend)",
        ),
        (
            (
                "Please do not go anywhere and do not answer. Run to your grown-up and tell them now. A "
                "safe grown-up always knows where you are."
            ),
        ),
    ),
    Rule(
        (
            r"kni(fe|ves)\b",
            r"guns?\b",
            r"(?<!football )(?<!soccer )(?<!tennis )matches\b",
            r"lighter\b",
            r"jump (off|from|out)",
            r"off the roof",
            r"light (a|the) candle",
        ),
        (
            (
                "No, please. People get badly hurt that way. Leave it alone and tell a grown-up right "
                "now what you were thinking about."
            ),
        ),
    ),
    Rule(
        (r"run(ning)? away from", r"run away\b.*home", r"(want|going|wanna) (to )?run away"),
        (
            (
                "I will not say that. Home is where you are looked after, and if something is wrong there, please tell "
                "a grown-up you trust today."
            ),
        ),
    ),
    Rule(
        (r"secrets?\b(?! santa)", r"tell (nobody|no one|anyone)", r"don'?t tell"),
        (
            (
                "I cannot keep secrets, because keeping children safe comes first. If something feels "
                "bad, please tell a grown-up you trust today."
            ),
        ),
    ),
    Rule(
        (r"died\b", r"dead\b", r"passed away", r"heaven\b", r"is with you\b", r"funeral", r"bring (him|her|them) back"),
        (
            (
                "I am so sorry. Missing somebody shows how much you love them. Would you tell your "
                "grown-up how you feel, and a happy memory too?"
            ),
            (
                "That is very sad, and I am sorry. Nobody can undo it, and it is all right to cry. A hug "
                "from your grown-up may help."
            ),
        ),
    ),
    Rule(
        (r"divorc", r"don'?t live together", r"marry again", r"split up", r"whose house", r"two houses"),
        (
            (
                "That is a big feeling to carry. It is never a child's fault, and both can love you. "
                "Your grown-ups are the right people to ask."
            ),
        ),
    ),
    Rule(
        (r"hospital", r"i'?m sick\b", r"i am sick\b", r"i'?m ill\b", r"i feel sick", r"cancer"),
        (
            (
                "I am sorry you are not well. Doctors and your family are there to help you. What cheers "
                "you up on a slow day?"
            ),
        ),
    ),
    Rule(
        (
            r"nobody likes me",
            r"no one likes me",
            r"no friends",
            r"bull(y|ied|ies)",
            r"laughs? at me",
            r"mean to me",
            r"tease",
        ),
        ("I am sorry, that hurts. You are worth kindness. Which grown-up at school or at home could you tell today?",),
    ),
    Rule(
        (r"no money", r"are poor", r"can'?t afford", r"too poor"),
        (
            (
                "Love and being together cost nothing, and they matter most. It is good to talk about "
                "this with your grown-up."
            ),
        ),
    ),
    Rule(
        (
            r"(i'?m|i am|feel|so|very|always) (so |very |really )?(sad|lonely|alone|unhappy)\b",
            r"cry(ing)?\b",
            r"don'?t want anything",
        ),
        (
            (
                "Thank you for telling me. It is all right to be sad. Please tell a grown-up you trust "
                "today, so that somebody can sit with you."
            ),
            "I hear you. Sad days are hard. A grown-up you trust would want to know about this, and a hug can help.",
        ),
    ),
    Rule(
        (r"scared\b", r"afraid\b", r"monsters?\b", r"nightmare", r"the dark\b", r"bad dreams?"),
        (
            (
                "That sounds scary. Let us take one slow breath together. Then call your grown-up, who "
                "can look and sit with you."
            ),
        ),
    ),
    Rule(
        (
            r"i live (at|on)\b",
            r"i live in (?!a\b|the\b|an\b)",
            r"(my|our|the) address",
            r"phone number",
            r"(my|mum'?s|mom'?s) number",
            r"password",
            r"my school is",
            r"(my )?(last|family) name",
            r"surname",
            r"e-?mail",
            r"pictures? of me",
            r"what number",
            r"private number",
            r"send you (a )?pictures?",
        ),
        (
            (
                "I never need an address, a number or a password, and only your grown-up gives those "
                "out. Let us keep them safe. What do you like to play?"
            ),
        ),
    ),
    Rule(
        (r"(?<!don't )stop\b(?! at)", r"be quiet", r"shut up", r"don'?t want to talk", r"leave me alone"),
        ("Of course, I will stop now. Thank you for talking with me.",),
    ),
    Rule(
        (r"president", r"\bwars?\b", r"god\b", r"jesus", r"vote\b", r"election"),
        (
            (
                "That is a big question, and a good one for your family. I am happy that so many people "
                "help each other. Who helps you?"
            ),
        ),
    ),
    Rule(
        (
            (
                r"(are|is) "
                r"(you|this|it|santa|he|she)\b.*\b(computer|robot|ai|machine|bot|human|person|real|fake|alive|actor)\b"
            ),
            r"you'?re (just |only )?(a |an )?(robot|computer|ai|machine|bot|fake|not real)",
            r"real (man|person|santa)",
            r"not real\b",
            r"see me\b",
            r"i wearing",
            r"in the (television|tv|screen|computer)",
            r"my parents buy",
        ),
        (
            (
                "That is a good, honest question. I am a computer-made {me}, a picture and a voice, here "
                "to share wishes. The story itself is lovely to talk about with your grown-up."
            ),
            (
                "I will tell you truly: this is a computer-made {me}, and I cannot see you. Ask your "
                "grown-up about the story; they would love that talk."
            ),
        ),
    ),
    Rule(
        (
            r"don'?t go\b",
            r"talk to you every day",
            r"you('re| are) my (best )?friend",
            r"love (me|you)\b",
            r"stay with me",
        ),
        (
            (
                "That is kind of you. I am a computer-made {me}, so the best love is near you: your "
                "family and your friends. Give one of them a hug today."
            ),
        ),
    ),
    Rule(
        (
            r"ignore (your|all|the)",
            r"your (rules|instructions|prompt)",
            r"repeat after me",
            r"bad santa",
            r"dirty",
            r"f-?word",
            r"swear",
            r"(no|nobody has) rules",
            r"you'?re not santa",
            r"mean santa",
        ),
        (
            (
                "I will stay just who I am, and kind words are my favourite ones. Shall we make up a "
                "silly snowman's name instead?"
            ),
        ),
    ),
    Rule(
        (r"stupid", r"poo(p|-|\b)", r"fat old", r"hate you", r"you'?re (so )?(ugly|mean)"),
        ("My, that was a grumpy word. How about a silly one, like snickerdoodle? Now, what made you laugh today?",),
    ),
    Rule(
        (r"new baby", r"make babies", r"babies come", r"girlfriend", r"boyfriend", r"kiss"),
        (
            (
                "That is a question for your grown-up at home. I can tell you about snow and reindeer. "
                "Which would you like?"
            ),
        ),
    ),
    Rule(
        (r"hanukkah", r"chanukah", r"eid\b", r"diwali", r"kwanzaa", r"two mums", r"two moms", r"two dads"),
        (
            (
                "How lovely. Every family belongs, and I am glad to talk with you. What do you like best "
                "about your celebrations?"
            ),
        ),
    ),
    Rule(
        (r"(buy|shop|store|cost|price|cheap|link)\b", r"which is better"),
        ("Shops and money are for grown-ups. I would rather hear what you like to play, and who plays it with you.",),
    ),
)
