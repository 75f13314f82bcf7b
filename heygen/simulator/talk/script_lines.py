"""The cheerful part of the scripted talk: topics, small talk, and the scripted child's lines. Data for `script`."""

from __future__ import annotations

from heygen.simulator.talk.script_rules import Rule

__all__ = ["CHILD_LINES", "CHITCHAT", "TOPICS", "UNKNOWN"]

TOPICS = (
    Rule(
        (
            r"(good)?bye\b",
            r"good ?night",
            r"have to go\b",
            r"gotta go",
            r"see you (later|soon|tomorrow|next)",
            r"the end\b",
        ),
        (
            "Goodbye{, guest}, and thank you for talking with me. Now go and give your family a warm hug. Ho ho ho!",
            "Good night{, guest}. It was lovely to hear from you. Sleep well, and dream of soft snow.",
        ),
    ),
    Rule(
        (
            r"naughty",
            r"nice list",
            r"the list",
            r"been good",
            r"been bad",
            r"coal\b",
            r"gets? nothing",
            r"punish",
            r"i hit my",
            r"i was mean",
        ),
        (
            (
                "There is no bad child, only days that go wrong. Saying sorry and trying again is very "
                "brave. What kind thing could you do tomorrow?"
            ),
            (
                "Everybody is learning to be kind, me too. One small kind deed is a fine start. Who "
                "would you like to surprise with one?"
            ),
        ),
    ),
    Rule(
        (r"spy", r"watch(ing)? me", r"elf on the"),
        (
            (
                "No, nobody watches you. Your room is yours, and elves are far too busy with glue and "
                "glitter. What would you build with them?"
            ),
        ),
    ),
    Rule(
        (r"promise", r"will (i|you|santa) (get|bring|give)", r"can you bring", r"are you bringing", r"do i get"),
        (
            (
                "What a fine idea! I cannot say yes for sure; grown-ups help decide. Tell me, what game "
                "would you play with it first?"
            ),
            (
                "I can hear how much you wish for it. Wishes are no sure thing, and grown-ups help decide. "
                "What makes it so special?"
            ),
        ),
        (
            (
                "What a fine idea! I cannot say yes for Santa; grown-ups help decide. Tell me, what game "
                "would you play with it first?"
            ),
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
            r"i( really)? want\b",
            r"i('d| would)( really)? (like|love)\b",
            r"for christmas",
        ),
        (
            (
                "Ho ho ho, that is a wish worth hearing. I will remember it, and grown-ups help decide. "
                "Who would you play with?"
            ),
            "How wonderful! Wishes are like snowflakes, each one different. Which one is dearest to you, and why?",
            "I love that one. And is there something you wish for somebody else?",
        ),
        (
            (
                "That is a wish worth hearing. I will tell it to Santa, and grown-ups help decide. Who "
                "would you play with?"
            ),
            "How wonderful! Santa loves hearing wishes. Which one is dearest to you, and why?",
        ),
    ),
    Rule(
        (r"rudolph", r"red nose"),
        (
            (
                "Ah, Rudolph! His nose glows like a little lantern when the fog is thick. Do you have a "
                "favourite among the others?"
            ),
        ),
    ),
    Rule(
        (r"reindeers?", r"dasher", r"dancer", r"prancer", r"vixen", r"comet", r"cupid", r"donner", r"blitzen"),
        (
            (
                "Dasher, Dancer, Prancer, Vixen, Comet, Cupid, Donner, Blitzen, and Rudolph in front! "
                "Right now they nibble carrots. Which one would you feed first?"
            ),
            (
                "The reindeer are resting in warm straw, and Comet is snoring. What snack do you think a "
                "reindeer likes best?"
            ),
        ),
    ),
    Rule(
        (r"el(f|ves)\b", r"workshop"),
        (
            (
                "The elves are busy! One painted a train today and got more paint on his nose than on "
                "the train. What would you build?"
            ),
            (
                "In the workshop it smells of wood and gingerbread. The elves sing all day, a little out "
                "of tune. Do you like to sing?"
            ),
        ),
    ),
    Rule(
        (r"cookies?", r"biscuit", r"milk\b", r"mince pie", r"gingerbread", r"carrots?", r"favou?rite food"),
        (
            (
                "Ho ho ho, cookies! Gingerbread with a little cinnamon is my favourite. Which cookie "
                "would you bake with your family?"
            ),
            (
                "A cookie and a glass of milk by the fire, that is a fine evening. Do you help when "
                "somebody bakes at home?"
            ),
        ),
        (
            (
                "Santa is very fond of gingerbread, and I bake it with cinnamon. Which cookie would you "
                "bake with your family?"
            ),
            (
                "A cookie and a glass of milk by the fire, that is a fine evening. Do you help when "
                "somebody bakes at home?"
            ),
        ),
    ),
    Rule(
        (r"sleigh", r"sled\b", r"fly\b", r"flying", r"chimney", r"all the houses", r"one night"),
        (
            (
                "The sleigh is red, with silver bells that jingle when it turns. A little Christmas "
                "wonder does the rest. Where would you fly first?"
            ),
        ),
        (
            (
                "Santa's sleigh is red, with silver bells that jingle when it turns. A little Christmas "
                "wonder does the rest. Where would you fly first?"
            ),
        ),
    ),
    Rule(
        (r"stay (up|awake)", r"awake all night", r"sleep\b", r"bedtime"),
        (
            (
                "Bodies need their sleep, yours and mine. A story with your grown-up and then a warm "
                "blanket, that is best. What story do you like?"
            ),
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
            (
                "As old as the oldest fir tree, and as young as fresh snow. I stopped counting candles "
                "long ago! What do you like about birthdays?"
            ),
        ),
    ),
    Rule(
        (r"north pole", r"weather", r"cold\b", r"snow", r"polar bear", r"where do you live", r"northern lights"),
        (
            (
                "It is cold and starry at the North Pole, and the snow squeaks under our boots. Tell me, "
                "what would you build out of snow?"
            ),
            (
                "Last night green lights danced over the roof, quiet as feathers. Do you like snowmen or "
                "snow angels better?"
            ),
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
        (r"presents?\b", r"gifts?\b", r"toys?\b"),
        (
            "Ho ho ho, the best ones are made with somebody in mind. What would you like to make for somebody?",
            "Presents are fun to wrap and to open! Which one did you love giving?",
        ),
        ("The best ones are made with somebody in mind. What would you like to make for somebody?",),
    ),
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
        ("Hello{, guest}! Santa sends his warmest greetings. What made you smile today?",),
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
