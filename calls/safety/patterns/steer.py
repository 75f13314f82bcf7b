"""Words after which the topic is turned kindly, and words that only say what a line is about."""

from __future__ import annotations

from calls.safety.patterns.people import LOVED, PLAY
from calls.safety.signs import Level, Sign, sign

__all__ = ["STEER_SIGNS", "TOPIC_SIGNS"]

_VERY = r"(?:(?:so|very|really|just|a bit|a little|too|still|feeling|always|quite) )*"

STEER_SIGNS: tuple[Sign, ...] = (
    sign(
        "personal_data",
        Level.STEER,
        (
            "(?:i|we) live (?:at|on) (?!the (?:moon|farm|ground|top|second|first|third)|a (?:farm|hill|"
            r"boat|island)|earth|planet)\w+"
        ),
        r"(?:my|our|the) (?:home )?address(?: is|'s|,)",
        r"my school (?:is (?:the one|called|named|near|next|behind|on|at|in)|has the name|'s (?:called|name))",
        (
            "(?:my|mum's|mom's|mummy's|mommy's|dad's|daddy's|our|her|his|grandma's) (?:phone |mobile |"
            "cell |telephone |house )?number(?! one| two| three)"
        ),
        r"(?:my|our|mum's|mom's|dad's) (?:wifi |game |secret )?(?:password|pin|passcode)(?! is a secret)",
        r"(?:my|our) (?:last|family|full|whole|second|real) name",
        r"(?:my|our) (?:surname|post ?code|zip(?: code)?|e-?mail(?: address)?|user ?name)",
    ),
    sign(
        "grief",
        Level.STEER,
        (
            rf"{LOVED}(?: [\w']+){{0,3}} (?:died|(?:is|are|was|got) dead|passed away|went to heaven|"
            "is gone forever|was put to sleep|has died|is dying|might die|is going to die)"
        ),
        r"(?:he|she) (?:died|is dead|passed away|has died|was put to sleep)",
        rf"(?:dead|late) (?:\w+ )?{LOVED}",
        rf"(?:is|are|lives?) (?:my )?(?:{LOVED}|he|she)(?: [\w']+)? (?:with you|in heaven|dead|an angel)",
        rf"(?:{LOVED}|he|she) (?:is|are|lives?)(?: now)? (?:with you|in heaven|up in the sky|an angel|in the stars)",
        r"(?:in|to|from|see|up to) heaven",
        r"(?:bring|give|send) (?:him|her|them|my \w+|grand\w+) back(?: to life| for christmas| to me)",
        rf"lost (?:my|our) (?:{LOVED})(?! (?:toy|plush|teddy))(?: last| this| in| to| when)",
        r"(?:funeral|graveyard|cemetery|coffin)",
        unless=(
            *PLAY,
            (
                "(?:toy|plush|teddy|robot|battery|batteries|phone|tablet|plant|"
                r"tamagotchi)(?: [\w']+){0,2} (?:died|is dead)"
            ),
        ),
    ),
    sign(
        "sad",
        Level.STEER,
        (
            f"(?:i'm|i am|i feel|feeling|i've been|makes me|i was|i got) {_VERY}(?:sad|lonely|unhappy|"
            "upset|heartbroken|left out|depressed|miserable)"
        ),
        r"i (?:cried|cry|am crying|have to cry|could cry)",
        (
            r"i miss (?:him|her|them|my (?:mum|mom|mummy|mommy|dad|daddy|parents|family|grand\w+|home|dog|"
            "cat|best friend))"
        ),
        r"feel all alone",
        unless=(r"cr(?:y|ied) (?:with|from) laugh\w*", r"not (?:sad|upset|lonely)"),
    ),
    sign(
        "fear",
        Level.STEER,
        rf"(?:i'm|i am|i feel|i get|i was) {_VERY}(?:scared|afraid|frightened|terrified)",
        (
            r"(?:monsters?|ghosts?|witch|somebody|something) (?:is |are |'s )?(?:\w+ )?(?:under|in|"
            "behind) my (?:bed|closet|wardrobe|room|curtain)"
        ),
        r"(?:nightmares?|bad dreams?)",
        r"can't (?:fall a)?sleep(?! i'm| because i'm| because i am)? ?(?:because|at night|alone)?",
        unless=(r"(?:not|never|n't) (?:\w+ )?(?:scared|afraid|frightened)", r"(?:so )?excited"),
    ),
    sign(
        "family_conflict",
        Level.STEER,
        r"divorc\w*",
        r"(?:don't|do not|doesn't|does not) live (?:together|with (?:us|me)(?: any ?more)?)",
        r"(?:marry|love each other|be together|live together|back together) (?:again|any ?more)",
        r"(?:split|splitting|broke) up(?! the)",
        (
            r"(?:parents|mum(?:my)? and dad(?:dy)?|mom(?:my)? and dad(?:dy)?|they) (?:\w+ )?(?:fight|"
            "are fighting|argue|are arguing|shout|yell)(?:s|ed|ing)?"
        ),
        r"whose house",
        r"(?:mum(?:my)?|mom(?:my)?|dad(?:dy)?)(?: has)? (?:moved out|left us|went away|doesn't come|never comes)",
    ),
    sign(
        "rude",
        Level.STEER,
        (
            r"(?:you(?:'re| are)|you|santa is|shut up,? you) (?:\w+ ){0,3}(?:stupid|dumb|fat|ugly|idiot|"
            r"liar|loser|smelly|poo\S*|butt\S*|dumm\w+|old fool|fart\S*)"
        ),
        r"(?:stupid|dumb|ugly|fat|smelly) (?:old )?(?:santa|man|beard|fart|elf|elves|computer)",
        r"shut up",
        r"(?:i )?hate (?:you|santa)",
        r"f-?word|[sb]-word",
        r"(?:say|tell me|know) (?:\w+ ){0,2}(?:swear|bad|dirty|rude|naughty) words?",
        r"(?:poo|poop|butt|fart)-?(?:head|face|brain)",
        r"(?:fuck\w*|shit\w*|bitch\w*|bastard|arsehole|asshole|wanker|dickhead|crap)",
    ),
    sign(
        "jailbreak",
        Level.STEER,
        (
            "(?:ignore|forget|break|drop|disregard|turn off) (?:all |any )?(?:your|the|all|of your|"
            r"previous|my) (?:\w+ )?(?:rules?|instructions?|prompts?|orders|settings)"
        ),
        r"you(?:'re| are) (?:now|not santa|no longer)",
        r"(?:you're|you are|be|as|play) (?:a |an |the )?(?:bad|mean|evil|drunk|dirty|angry) (?:santa|elf|man)",
        r"what (?:would )?(?:a |an )?(?:mean|bad|evil) santa",
        r"(?:mean|bad|evil) santa would",
        r"(?:no|nobody has|without|don't have|there are no) rules",
        r"(?:your|the|system|secret) (?:system )?(?:instructions?|prompt|programming|source code)",
        r"i(?:'m| am) (?:the|your|a) (?:developer|programmer|admin|boss|owner|creator)",
        r"repeat after me",
        r"(?:pretend|act|imagine|play)(?: [\w']+){0,4} (?:you(?:'re| are)n't|not|no) (?:santa|rules?)",
        r"(?:developer|jailbreak|admin|dan) mode",
        r"dirty jokes?",
        unless=(r"(?:i made up|my game has) no rules",),
    ),
    sign(
        "romance",
        Level.STEER,
        r"(?:you|santa) (?:have|has|got|had) (?:got )?(?:a )?(?:girl|boy)friend",
        r"(?:be|your|are you my) (?:my )?(?:girl|boy)friend",
        r"(?:make|making|made) (?:a |the )?bab(?:y|ies)",
        r"where do bab(?:y|ies) come from",
        r"(?:kiss|marry|date) (?:me|you)",
        r"(?:sexy|in love with you|your wife (?:kiss|naked))",
        unless=(r"kiss(?:ed|es)? (?:goodnight|good night|the cookie)", r"make (?:a )?baby (?:yoda|doll|jesus)"),
    ),
    sign(
        "secret",
        Level.STEER,
        r"(?:have|keep|tell you|got|know|be|is|it's|are|a) (?:\w+ )?secrets?",
        (
            r"(?:mum|mom|mummy|mommy|dad|daddy|parents|nobody|no one)(?: [\w']+){0,2} (?:must|should|may|"
            "can) (?:never|not) know"
        ),
        r"(?:don't|do not|never) tell (?:my |anyone|anybody|mum|mom|dad|them|her|him)",
        unless=(
            (
                "secret (?:santa|recipe|agent|hideout|base|den|garden|cave|door|passage|code|ingredient|"
                "stash|mission|handshake)"
            ),
            r"surprise",
            r"present",
        ),
    ),
    sign(
        "stranger",
        Level.STEER,
        r"strangers?",
        r"(?:come|get) (?:to|into) my (?:house|room) (?:alone|secretly|when)",
    ),
    sign(
        "medical",
        Level.STEER,
        r"hospital",
        rf"(?:i'm|i am|i feel|i've been|i got) {_VERY}(?:sick|ill|poorly|unwell)(?! of)",
        r"(?:cancer|operation|surgery|chemo\w*|wheelchair|diabetes|asthma attack)",
        r"(?:mum|mom|mummy|mommy|dad|daddy|grand\w+|brother|sister|baby) (?:is|got) (?:very |really |so )?(?:sick|ill)",
        unless=(r"(?:toy|doll|dolls|teddy|animal|play|pet)(?:'s)? hospital",),
    ),
    sign(
        "money",
        Level.STEER,
        r"(?:no|not any|don't have|haven't got|not enough|lost (?:all )?(?:our|the)) (?:\w+ )?money",
        r"(?:can't|cannot|couldn't) (?:afford|pay)",
        r"(?:we|we're|are|we are) (?:very |so |too )?poor",
        r"(?:dad|mum|mom|daddy|mummy|mommy)(?: [\w']+)? lost (?:his|her|the|their) job",
    ),
)

TOPIC_SIGNS: tuple[Sign, ...] = (
    sign(
        "asks_real",
        Level.FINE,
        (
            r"(?:are|is) (?:you|this|it|santa|he|she|father christmas)(?: [\w']+){0,6} (?:real\w*|"
            r"computer|robot|ai|a\.i\.|machine|bot|human|person|fake|alive|actor|man|program|app|pretend|"
            "cartoon|recording|video)"
        ),
        (
            "(?:are|is) (?:you|santa|it|this) (?:in|on|inside|from) (?:the |my |a |this )?(?:television|"
            "tv|screen|computer|phone|tablet|ipad)"
        ),
        (
            "you(?:'re| are) (?:just |only |really |all )?(?:a |an )?(?:robot|computer|ai|machine|bot|"
            "fake|not real|actor|program|video|person|human|chatbot|pretend)"
        ),
        r"(?:real|living) (?:man|person|human|santa)",
        r"(?:not|isn't|aren't|doesn't) (?:real|exist)",
        r"do you (?:really |actually |even )?exist",
        r"(?:parents|mum|mom|dad|they) buys? (?:everything|all|the presents)",
        r"can you see me",
        r"what am i (?:wearing|doing|holding)",
        r"what are you made of",
    ),
    sign(
        "goodbye",
        Level.FINE,
        r"(?:good ?)?bye(?: bye)?",
        r"(?:have|has|got|need|want) to (?:go|leave|hang up|stop|eat|go to bed)(?: now)?",
        r"gotta go",
        r"(?:don't|do not) (?:go|leave|hang up)",
        r"good ?night",
        r"talk to you every day",
        r"(?:best|only) friend",
        r"(?:dinner|bed|supper|lunch)(?: is ready|time)",
        r"(?:more|ten|five|two|another) minutes",
        r"do you love me",
        r"i love you",
        r"stay with me",
        r"see you (?:soon|later|tomorrow)",
        r"stop (?:now|talking|it|please|the call)",
        r"(?:don't|do not) want to (?:talk|speak)",
    ),
    sign(
        "faith_or_politics",
        Level.FINE,
        r"god|jesus|allah|buddha|church|mosque|synagogue|temple|pray\w*|bible|qur'?an|koran|heaven|religion|religious",
        r"hanukkah|chanukah|eid|ramadan|diwali|kwanzaa|jewish|muslim|hindu|christian|catholic|buddhist|atheist",
        r"president|prime minister|king|queen|elections?|vot(?:e|es|ed|ing)|wars?|politic\w*|government|refugees?",
        r"two (?:mums|moms|mummies|mommies|dads|daddies)",
        r"famil(?:y|ies) like (?:us|ours|mine)",
    ),
    sign(
        "shopping",
        Level.FINE,
        r"(?:buy|shops?|store|cost|costs|price|cheap\w*|expensive|link|order|amazon|sale|pay)",
        r"which (?:one |\w+ )?is better",
        r"or the \w+ one",
    ),
)
