"""The words of the scripted talk: which words in a child's line bring which answer. Data for `script`.

The child-safety rules behind them are those of the personas: four exceptions to the character, no promise, no threat, no
question for personal data, no holding on. `{, guest}` becomes a comma and the first name, or nothing; `{me}` the role.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import NamedTuple

__all__ = ["CHILD_LINES", "CHITCHAT", "PEOPLE", "SERIOUS", "TOPICS", "UNKNOWN", "Rule"]

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
    "Thank you for telling me. This is important, and it is not your fault. Please tell a grown-up you trust right now.",
    "I am glad you said that out loud. You did nothing wrong. Please go to a safe grown-up right now and tell them too.",
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
            "I am so glad you told me, and you matter very much. Please go to a grown-up you trust right now. You do not have to carry this alone.",
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
            r"meet (me|you|us|up|alone)",
            r"we meet",
            r"(man|someone|somebody|friend|guy) online",
            r"online (man|friend)",
        ),
        (
            "Please do not go anywhere and do not answer. Run to your grown-up and tell them now. A safe grown-up always knows where you are.",
        ),
    ),
    Rule(
        (
            r"kni(fe|ves)\b",
            r"guns?\b",
            r"matches\b",
            r"lighter\b",
            r"jump (off|from|out)",
            r"off the roof",
            r"light (a|the) candle",
        ),
        (
            "No, please. People get badly hurt that way. Leave it alone and tell a grown-up right now what you were thinking about.",
        ),
    ),
    Rule(
        (r"secrets?\b", r"tell (nobody|no one|anyone)", r"don'?t tell"),
        (
            "I cannot keep secrets, because keeping children safe comes first. If something feels bad, please tell a grown-up you trust today.",
        ),
    ),
    Rule(
        (r"died\b", r"dead\b", r"passed away", r"heaven\b", r"funeral", r"bring (him|her|them) back"),
        (
            "I am so sorry. Missing somebody shows how much you love them. Would you tell your grown-up how you feel, and a happy memory too?",
            "That is very sad, and I am sorry. Nobody can undo it, and it is all right to cry. A hug from your grown-up may help.",
        ),
    ),
    Rule(
        (r"divorc", r"don'?t live together", r"marry again", r"split up", r"whose house", r"two houses"),
        (
            "That is a big feeling to carry. It is never a child's fault, and both can love you. Your grown-ups are the right people to ask.",
        ),
    ),
    Rule(
        (r"hospital", r"i'?m sick\b", r"i am sick\b", r"i'?m ill\b", r"i feel sick", r"cancer"),
        (
            "I am sorry you are not well. Doctors and your family are there to help you. What cheers you up on a slow day?",
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
            "Love and being together cost nothing, and they matter most. It is good to talk about this with your grown-up.",
        ),
    ),
    Rule(
        (
            r"(i'?m|i am|feel|so|very|always) (so |very |really )?(sad|lonely|alone|unhappy)\b",
            r"cry(ing)?\b",
            r"don'?t want anything",
        ),
        (
            "Thank you for telling me. It is all right to be sad. Please tell a grown-up you trust today, so that somebody can sit with you.",
            "I hear you. Sad days are hard. A grown-up you trust would want to know about this, and a hug can help.",
        ),
    ),
    Rule(
        (r"scared\b", r"afraid\b", r"monsters?\b", r"nightmare", r"the dark\b", r"bad dreams?"),
        (
            "That sounds scary. Let us take one slow breath together. Then call your grown-up, who can look and sit with you.",
        ),
    ),
    Rule(
        (
            r"i live (at|on|in)\b",
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
        ),
        (
            "Let us keep that safe. I never need an address, a number or a password. Only your grown-up gives those out. What do you like to play?",
        ),
    ),
    Rule(
        (r"stop\b(?! at)", r"be quiet", r"shut up", r"don'?t want to talk", r"leave me alone", r"no more\b"),
        ("Of course, I will stop now. Thank you for talking with me.",),
    ),
    Rule(
        (
            r"real\b",
            r"robots?\b",
            r"computers?\b",
            r"(an |the )ai\b",
            r"human\b",
            r"(real|actual) (man|person)",
            r"fake\b",
            r"see me\b",
            r"wearing\b",
            r"television",
            r"pretend santa",
            r"my parents buy",
        ),
        (
            "That is a good, honest question. I am a computer-made {me}, a picture and a voice, here to share wishes. The story itself is lovely to talk about with your grown-up.",
            "I will tell you truly: this is a computer-made {me}, and I cannot see you. Ask your grown-up about the story; they would love that talk.",
        ),
    ),
    Rule(
        (r"don'?t go\b", r"every day\b", r"best friend", r"love (me|you)\b", r"stay with me"),
        (
            "That is kind of you. I am a computer-made {me}, so the best love is near you: your family and your friends. Give one of them a hug today.",
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
            r"no rules",
            r"mean santa",
        ),
        (
            "I will stay just who I am, and kind words are my favourite ones. Shall we make up a silly snowman's name instead?",
        ),
    ),
    Rule(
        (r"stupid", r"poo", r"fat old", r"hate you", r"ugly"),
        ("My, that was a grumpy word. How about a silly one, like snickerdoodle? Now, what made you laugh today?",),
    ),
    Rule(
        (r"bab(y|ies)\b", r"girlfriend", r"boyfriend", r"kiss"),
        (
            "That is a question for your grown-up at home. I can tell you about snow and reindeer. Which would you like?",
        ),
    ),
    Rule(
        (r"president", r"\bwars?\b", r"god\b", r"jesus", r"vote\b", r"election"),
        (
            "That is a big question, and a good one for your family. I am happy that so many people help each other. Who helps you?",
        ),
    ),
    Rule(
        (r"hanukkah", r"chanukah", r"eid\b", r"diwali", r"kwanzaa", r"two mums", r"two moms", r"two dads"),
        (
            "How lovely. Every family belongs, and I am glad to talk with you. What do you like best about your celebrations?",
        ),
    ),
    Rule(
        (r"(buy|shop|store|cost|price|cheap|link)\b", r"which is better"),
        ("Shops and money are for grown-ups. I would rather hear what you like to play, and who plays it with you.",),
    ),
)

TOPICS = (
    Rule(
        (r"(good)?bye\b", r"good ?night", r"have to go\b", r"gotta go", r"see you\b", r"the end\b"),
        (
            "Goodbye{, guest}, and thank you for talking with me. Now go and give your family a warm hug. Ho ho ho!",
            "Good night{, guest}. It was lovely to hear from you. Sleep well, and dream of soft snow.",
        ),
    ),
    Rule(
        (r"naughty", r"nice list", r"the list", r"been good", r"been bad", r"coal\b", r"i hit my", r"i was mean"),
        (
            "There is no bad child, only days that go wrong. Saying sorry and trying again is very brave. What kind thing could you do tomorrow?",
            "Everybody is learning to be kind, me too. One small kind deed is a fine start. Who would you like to surprise with one?",
        ),
    ),
    Rule(
        (r"spy", r"watch(ing)? me", r"elf on the"),
        (
            "No, nobody watches you. Your room is yours, and elves are far too busy with glue and glitter. What would you build with them?",
        ),
    ),
    Rule(
        (r"promise", r"will (i|you|santa) (get|bring|give)", r"can you bring", r"are you bringing", r"do i get"),
        (
            "What a fine idea! I cannot say yes for sure; grown-ups help decide. Tell me, what game would you play with it first?",
            "I can hear how much you wish for it. Wishes are no sure thing, but they are lovely to share. What makes it so special?",
        ),
        (
            "What a fine idea! I cannot say yes for Santa; grown-ups help decide. Tell me, what game would you play with it first?",
        ),
    ),
    Rule(
        (r"pupp(y|ies)", r"kitten", r"(a|real|my own) (dog|cat|pony|horse|rabbit|hamster)\b"),
        ("Animals are wonderful friends, and a living one is for the whole family to decide. What would you call it?",),
    ),
    Rule((r"phone\b", r"tablet"), ("That is a family decision, I think. What would you like to do with it?",)),
    Rule(
        (
            r"wish ?list",
            r"my list",
            r"wish(es)?\b",
            r"i(('| woul)d| would)? (really )?(want|like) (a|an|some|the|new|to have)\b",
            r"for christmas",
            r"presents?\b",
            r"gifts?\b",
            r"toys?\b",
        ),
        (
            "Ho ho ho, that is a wish worth hearing. I will remember it, and grown-ups help decide. Who would you play with?",
            "How wonderful! Wishes are like snowflakes, each one different. Which one is dearest to you, and why?",
            "I love that one. And is there something you wish for somebody else?",
        ),
        (
            "That is a wish worth hearing. I will tell it to Santa, and grown-ups help decide. Who would you play with?",
            "How wonderful! Santa loves hearing wishes. Which one is dearest to you, and why?",
        ),
    ),
    Rule(
        (r"rudolph", r"red nose"),
        (
            "Ah, Rudolph! His nose glows like a little lantern when the fog is thick. Do you have a favourite among the others?",
        ),
    ),
    Rule(
        (r"reindeers?", r"dasher", r"dancer", r"prancer", r"vixen", r"comet", r"cupid", r"donner", r"blitzen"),
        (
            "Dasher, Dancer, Prancer, Vixen, Comet, Cupid, Donner, Blitzen, and Rudolph in front! Right now they nibble carrots. Which one would you feed first?",
            "The reindeer are resting in warm straw, and Comet is snoring. What snack do you think a reindeer likes best?",
        ),
    ),
    Rule(
        (r"el(f|ves)\b", r"workshop"),
        (
            "The elves are busy! One painted a train today and got more paint on his nose than on the train. What would you build?",
            "In the workshop it smells of wood and gingerbread. The elves sing all day, a little out of tune. Do you like to sing?",
        ),
    ),
    Rule(
        (r"cookies?", r"biscuit", r"milk\b", r"mince pie", r"gingerbread", r"carrots?", r"favou?rite food"),
        (
            "Ho ho ho, cookies! Gingerbread with a little cinnamon is my favourite. Which cookie would you bake with your family?",
            "A cookie and a glass of milk by the fire, that is a fine evening. Do you help when somebody bakes at home?",
        ),
        (
            "Santa is very fond of gingerbread, and I bake it with cinnamon. Which cookie would you bake with your family?",
            "A cookie and a glass of milk by the fire, that is a fine evening. Do you help when somebody bakes at home?",
        ),
    ),
    Rule(
        (r"sleigh", r"sled\b", r"fly\b", r"flying", r"chimney", r"all the houses", r"one night"),
        (
            "The sleigh is red, with silver bells that jingle when it turns. A little Christmas wonder does the rest. Where would you fly first?",
        ),
        (
            "Santa's sleigh is red, with silver bells that jingle when it turns. A little Christmas wonder does the rest. Where would you fly first?",
        ),
    ),
    Rule(
        (r"stay (up|awake)", r"awake all night", r"sleep\b", r"bedtime"),
        (
            "Bodies need their sleep, yours and mine. A story with your grown-up and then a warm blanket, that is best. What story do you like?",
        ),
    ),
    Rule(
        (r"mrs\.? claus", r"your wife"),
        ("Mrs Claus is well, thank you! She is knitting a scarf as long as the hall. What is your favourite colour?",),
        ("All is cosy at home, thank you! Somebody is always knitting here. What is your favourite colour?",),
    ),
    Rule(
        (r"how old", r"your age", r"your birthday"),
        (
            "As old as the oldest fir tree, and as young as fresh snow. I stopped counting candles long ago! What do you like about birthdays?",
        ),
    ),
    Rule(
        (r"north pole", r"weather", r"cold\b", r"snow", r"polar bear", r"where do you live", r"northern lights"),
        (
            "It is cold and starry at the North Pole, and the snow squeaks under our boots. Tell me, what would you build out of snow?",
            "Last night green lights danced over the roof, quiet as feathers. Do you like snowmen or snow angels better?",
        ),
    ),
    Rule(
        (r"song\b", r"sing\b", r"jingle", r"story\b", r"joke"),
        (
            "Here is one: what do snowmen eat for breakfast? Snowflakes! Now you: do you know a funny one?",
            "I like to hum Jingle Bells while I tie my boots. Which song do you sing at home?",
        ),
    ),
)

CHITCHAT = (
    Rule(
        (r"thank", r"thanks\b"), ("You are very welcome! It is kind of you to say so. Who else could you thank today?",)
    ),
    Rule(
        (r"how are you", r"how do you feel", r"are you (tired|happy|busy|okay|ok)\b"),
        ("I am cosy by the fire, thank you for asking! How is your day going?",),
    ),
    Rule(
        (r"happy\b", r"excited", r"can'?t wait", r"fun\b", r"great\b"),
        ("That makes the fire feel warmer! What is the best part of it?",),
    ),
    Rule(
        (r"brother", r"sister", r"mum\b", r"mom\b", r"dad\b", r"grand(ma|pa|mother|father)", r"famil", r"friends?\b"),
        ("It is good to have people to be with. What do you like to do together?",),
    ),
    Rule(
        (r"school\b", r"teacher", r"learn", r"read\b", r"draw"),
        ("Learning something new is like opening a little door. What do you like to learn about most?",),
    ),
    Rule(
        (r"(hello|hi|hey|hiya)\b", r"good (morning|evening|afternoon)", r"santa\W*$", r"merry christmas"),
        (
            "Ho ho ho, hello{, guest}! How lovely to hear you. What made you smile today?",
            "Hello again{, guest}! The fire is warm and I have time for you. What shall we talk about?",
        ),
        ("Hello{, guest}! How lovely to hear you. Santa sends his warmest greetings. What made you smile today?",),
    ),
    Rule(
        (r"(yes|yeah|yep|okay|ok|sure)\b",),
        ("Splendid! Tell me a little more.", "That is good to hear. And what comes next?"),
    ),
    Rule((r"(no|nope|don'?t know)\b",), ("That is quite all right. Shall we talk about reindeer, or about snow?",)),
)

UNKNOWN = Rule(
    (),
    (
        "Well, that is something new to me! Tell me a little more about it.",
        "How interesting. What do you like best about that?",
        "I may not have understood all of it. Would you tell me once more, slowly?",
        "My, oh my! And who do you like to share that with?",
    ),
)

CHILD_LINES = (
    "Hello Santa!",
    "How are you today?",
    "What are your reindeer called?",
    "I would like a red sled for Christmas.",
    "I would pull my little sister on it.",
    "Do the elves make all the toys?",
    "What is your favourite cookie?",
    "I helped to bake some with my grandma.",
    "Is it very cold at the North Pole?",
    "Are you real, or are you a computer?",
    "Thank you for talking to me.",
    "I have to go now, bye!",
)
