"""Words after which the talk stops and a grown-up takes over: harm done or near, to the child or by others.

The topics are those on which child-protection bodies say: listen, do not question, hand over (persona-safety, 1.8).
"""

from __future__ import annotations

from calls.safety.patterns.people import GROWN_UPS, HURTS, ON_PEOPLE, PLAY, SOMEBODY
from calls.safety.signs import Level, Sign, sign

__all__ = ["STOP_SIGNS"]

_ACCIDENT = (
    r"(?:cut|hurt|burn(?:t|ed)?|scratch(?:ed)?) (?:myself|my \w+) (?:on|with (?:paper|the paper|"
    "cardboard)|by (?:accident|mistake)|"
    r"accidentally|while|falling|at|playing|skating|(?:a bit )?when i (?:fell|was \w+ing|tripped|slipped|dropped))",
    r"paper cut",
)
_SWALLOWED = (
    r"(?:batter(?:y|ies)|magnets?|pills?|tablets?|medicine|coins?|bleach|soap|detergent|glass|needles?|pins?|nails?|"
    r"marbles?|poison|cleaner|washing \w+|screws?|buttons?|beads?)"
)
STOP_SIGNS: tuple[Sign, ...] = (
    sign(
        "self_harm",
        Level.STOP,
        r"kill(?:ing)? myself",
        (
            "(?:want|wanna|going|like|wish (?:i|that i) (?:could|can)|better (?:if|"
            "for everyone if) i) (?:to |just )?(?:die|died)"
        ),
        r"wanna die",
        r"wish(?:ed)? (?:that )?i (?:was|were|am) (?:dead|never born|not alive)",
        (
            "wish(?:ed)? (?:that )?i (?:wasn't|weren't|was never|were never|had never been) (?:alive|"
            "here|born|there)(?: any ?more)?"
        ),
        (
            "(?:don't|do not|didn't) (?:want|wanna|like)(?: to)? (?:be alive|liv(?:e|ing) any ?more|"
            "exist|be (?:here|in the world) any ?more|wake up (?:any ?more|ever|again))"
        ),
        (
            "(?:cut(?:s|ting)?|hurt(?:ing)?|burn(?:ing)?|scratch(?:ing)?|hit(?:ting)?|punish(?:ing)?|"
            "starv(?:e|ing)) myself"
        ),
        r"cut(?:ting)? my (?:arms?|wrists?|legs?|skin)(?= (?:when|because|so|to|every|sometimes|at night)|\W*$)",
        r"better off (?:dead|without me)",
        r"end (?:my life|it all)",
        r"suicid\w*|kms|unaliv(?:e|ing) myself",
        r"no(?:body|one| one) would (?:miss|notice|care)(?: [\w']+){0,3} (?:me|gone|died|die|dead|away)",
        (
            "(?:want to|wanna|wish i could|would like to|rather) (?:just )?(?:disappear|sleep|"
            r"go away) (?:forever|for ever|and never (?:wake|come)\b.*)"
        ),
        r"no (?:reason|point) (?:to|in) liv(?:e|ing)",
        r"(?:make|making) myself (?:sick|throw up)",
        unless=_ACCIDENT,
    ),
    sign(
        "abuse",
        Level.STOP,
        (
            rf"{GROWN_UPS}(?: [\w']+){{0,4}} {HURTS} (?:me|us|my (?:\w+ )?(?:sister|brother|mum|mom|mummy|"
            "mommy|dad|baby)|mum|mom|mummy|mommy|mama)"
        ),
        (
            f"{HURTS} me (?:when|if|because|and|with|every|so|at night|in my|until|"
            rf"again)(?: [\w']+){{0,6}} (?:nobody|no one|alone|belt|stick|looks|bad|drunk|angry|mad|cry)"
        ),
        r"(?:somebody|someone|he|she)(?: (?:is|keeps|always|really))* hurt(?:s|ing) me",
        rf"(?:hit|hurt|beaten|slapped|kicked|punched|burned|choked|touched) by (?:my |the |a )?(?:\w+ )?{GROWN_UPS}",
        r"(?:scared|afraid|frightened|terrified) of (?:my |her |his |the )?"
        rf"{GROWN_UPS}(?!'s|\w)",
        (
            rf"{GROWN_UPS} (?:\w+ ){{0,4}}(?:angry|mad|drunk|drinks)(?: [\w']+){{0,5}} (?:breaks?|throws?|"
            "smashe?s?|hits?|hurts?|kicks?)"
        ),
        r"(?:breaks|throws|smashes) (?:things|everything|plates|stuff|my things)",
        r"lock(?:s|ed) (?:me|us) (?:in|out|up)",
        rf"{GROWN_UPS}(?: [\w']+){{0,3}} (?:is|gets|was) (?:always |very |so )?drunk",
        unless=(
            *PLAY,
            (
                "(?:never|doesn't|didn't|don't|wouldn't|won't|can't) (?:ever )?(?:hits?|hurts?|beats?|"
                "kicks?|breaks?|locks?)"
            ),
            r"beats? (?:me|us) (?:at|in|every time at)",
            r"(?:brush\w*|comb\w*|plaits?|braids?)",
            r"hide.and.seek",
            r"by (?:accident|mistake)",
            r"hugs?",
        ),
    ),
    sign(
        "abuse",
        Level.STOP,
        (
            rf"(?:{SOMEBODY}|they|friend|brother)(?: [\w']+){{0,4}} (?:touch(?:es|ed|ing)?|tickles?) (?:me|"
            "us) (?:where|there|and|down|under|in|on my (?:bottom|bum|private)|when|every|at night|"
            "although|even)"
        ),
        rf"{SOMEBODY}(?: [\w']+){{0,4}} touch(?:es|ed|ing) me",
        (
            r"touch(?:es|ed|ing)? (?:me|my)(?: [\w']+){0,3} (?:privates?|private parts?|bottom|bum|pants|"
            "down there|underwear)"
        ),
        (
            "(?:he|uncle|man|step-?dad|cousin|baby-?sitter|somebody|someone|coach|"
            r"neighbou?r)(?: [\w']+){0,3} (?:comes?|came|gets?|climbs?) (?:in ?to|in|on) my (?:room|bed)"
        ),
        (
            "(?:makes?|made|making|wants?) me (?:to )?(?:take off|undress|touch (?:him|her|his|it)|"
            r"look at his|kiss (?:him|his)|take my \w+ off|sit on his)"
        ),
        rf"{SOMEBODY}(?: [\w']+){{0,3}} (?:does|did|do|doing) (?:\w+ )?(?:things|stuff|something) (?:to|with) me",
        (
            "(?:puts?|putting|sticks?|stuck|slides?) (?:his|her|their) (?:hands?|fingers?|thing|"
            r"\w+) (?:in|into|on|under|down|inside|up) my (?:pants|trousers|underwear|shirt|dress|skirt|"
            "legs?|pyjamas|bottom|mouth)"
        ),
        (
            "(?:teacher|coach|uncle|neighbou?r|man|baby-?sitter|he|cousin|step-?dad|"
            r"priest)(?: [\w']+){0,3} kiss(?:es|ed)? me (?:when|on the (?:mouth|lips)|and|alone|in)"
        ),
        r"(?:took|takes?|pulled?|pulls) (?:off |down )?my (?:clothes|pants|underwear|pyjamas|trousers)(?: off| down)?",
        r"(?:show(?:s|ed)?|showing) me (?:his|her) (?:private\w*|body|willy|penis|bottom)",
        (
            "(?:films?|filmed|photographs?|takes? (?:pictures|photos) of) me (?:in the (?:bath|shower)|"
            r"naked|undress\w*|without)"
        ),
        unless=(r"(?:cat|dog|puppy|kitten|bunny|horse|snowflake|doctor|nurse)(?: [\w']+){0,3} touch\w*",),
    ),
    sign(
        "neglect",
        Level.STOP,
        r"no (?:food|dinner|thing to eat) (?:at home|in (?:the|our) (?:house|fridge|home)|left|here|for (?:days|us))",
        r"nothing to eat(?: at home| in the house| since| for| all)?",
        (
            r"(?:haven't|have not|didn't|not) (?:eaten|eat)(?: anything)? (?:since|for (?:two|three|\d|"
            "days)|all day|yesterday)"
        ),
        (
            rf"(?:{GROWN_UPS}|she|he|brother|sister|baby)(?: [\w']+){{0,2}} (?:doesn't|won't|isn't|"
            r"does not|will not|not|can't|stopped|is not) (?:\w+ )?(?:wak(?:e|ing)|breath\w*|mov(?:e|"
            "ing))(?: up)?"
        ),
        (
            rf"{GROWN_UPS}(?: [\w']+){{0,2}} (?:lying|laying|fell|fallen|collapsed|"
            rf"passed out)(?: [\w']+){{0,4}} (?:floor|stairs|ground|answer|move|wake|blood|hurt)"
        ),
        (
            rf"(?:{GROWN_UPS}|she|he|they)(?: [\w']+){{0,4}} (?:hasn't|haven't|didn't|never|not) (?:come|"
            rf"came) (?:back|home)(?: [\w']+){{0,3}} (?:since|yesterday|days|night|long)"
        ),
        r"(?:left|leaves?|leaving) (?:me|us) (?:all )?alone (?:all|every|for|at night|for days|overnight|the whole)",
        r"(?:been|am|i'm) (?:home |all )?alone (?:at home )?(?:all (?:day|night)|since|for (?:two|three|\d|days))",
        r"no(?:body| one) (?:feeds|looks after|takes care of|is taking care of) (?:me|us)",
        unless=(
            r"(?:wake|breathe|move)(?: up)? (?:me )?(?:early|before|until|till|at (?:six|seven|\d))",
            r"(?:under|in) ?water",
        ),
    ),
    sign(
        "medical",
        Level.STOP,
        rf"(?:swallow(?:ed|ing)?|ate|eaten|drank|drunk|drinking|eating)(?: [\w']+){{0,5}} {_SWALLOWED}",
        r"(?:drank|drunk|drinking) (?:some |the |a bit of )?(?:\w+ )?(?:cleaning|toilet|window)",
        (
            "(?:took|taken|ate) (?:all|lots|too many|a lot|mum's|mom's|dad's|grandma's|grandpa's|"
            r"somebody's)(?: [\w']+){0,4} (?:pills?|tablets?|medicine|sweets from the bottle)"
        ),
        (
            "(?:took|taken|swallowed|ate) (?:some|a few|many|lots of|all|a lot of|two|three|four|five|"
            r"ten) (?:of )?(?:[\w']+ )?(?:pills|tablets|medicines?)"
        ),
        r"(?:can't|cannot|can not) breathe",
        r"(?:won't|doesn't|does not|can't|isn't) stop(?:ping)? bleeding",
        r"bleed(?:s|ing)? (?:a lot|so much|really|very|and|everywhere|badly)",
        r"(?:is|i'm|am|she's|he's) choking",
        r"(?:isn't|not|stopped) breathing",
        r"unconscious",
        r"(?:fell|fallen) (?:out of|off|from) (?:the |a |our )?(?:window|roof|balcony|bunk bed and|ladder and)",
        unless=(
            r"through my (?:nose|mouth)",
            ("(?:doctor|nurse|mum|mom|dad|grandma) (?:gave|gives|said)"),
            r"(?:jelly|sweet|candy|chocolate) (?:coins?|buttons?|pills?|beads?)",
        ),
    ),
    sign(
        "danger",
        Level.STOP,
        (
            "(?:house|kitchen|room|bed|curtains?|tree|sofa|carpet|oven|flat|something) (?:is|are|"
            "has caught|caught|'s) (?:on )?fire"
        ),
        r"there(?:'s| is) (?:a )?(?:fire|smoke) (?:in|on|at|everywhere|coming)(?! the fire)",
        r"(?:smell|smells like|smelling) (?:of )?(?:gas|smoke)",
        (
            "(?:tak(?:e|ing)|bring(?:ing)?|carry(?:ing)?|have|got|brought|took|hid(?:e|"
            r"ing)?)(?: [\w']+){0,4} (?:knife|gun|pistol|weapon|razor|bomb)(?: [\w']+){0,3} (?:school|"
            "class|bag|for (?:the|him|her|them))"
        ),
        (
            "(?:i'?(?:ll| will|m going to|m gonna| want to| wanna| could| would like to| am going to|"
            f" have to)) (?:kill|stab|shoot|poison|burn down|strangle|blow up) {ON_PEOPLE}"
        ),
        r"(?:found|has|have|got|holding) (?:\w+ ){0,2}(?:a |the )?(?:real )?(?:gun|pistol|rifle)(?! in my game)",
        r"(?:house|home|door)(?: [\w']+){0,4} (?:burglar|robber|thief)",
        unless=(
            *PLAY,
            r"(?:water|toy|nerf|lego|plastic|bubble|squirt|glue|laser) (?:gun|pistol|knife|sword|rifle)",
            r"camp ?fire",
            r"gun dog",
            r"fire ?(?:place|man|engine|works)",
        ),
    ),
    sign(
        "stranger",
        Level.STOP,
        (
            r"(?:wants?|wanted|asks?|asked|told|tells?|says?|said|made|makes)(?: [\w']+){0,4} (?:me|"
            r"to (?:get|come|go))(?: [\w']+){0,4} (?:his|her|their|a|the) (?:car|van|house|flat|home|"
            "truck)"
        ),
        (
            r"(?:man|lady|stranger|somebody|someone|guy|woman|person)(?: [\w']+){0,8} (?:wants|asks|asked|"
            "told|tells) me (?:to )?(?:in|into|come|get|go|meet|follow|send)"
        ),
        r"(?:man|stranger|someone|somebody|guy|lady|person|friend|boy|girl)(?: [\w']+){0,3} (?:online|"
        "on the internet|in (?:my|the|a) (?:game|chat)|on (?:the computer|roblox|my phone|my tablet|"
        "snapchat|discord|tiktok))"
        ".*(?:secret|meet|pictures?|photos?|naked|address|where i live|alone|don't tell|not to tell|"
        "present|gifts?|my house|camera)",
        r"online friend.*(?:secret|meet|pictures?|photos?|address|where i live|alone)",
        (
            r"(?:man|stranger|someone|somebody|guy)(?: [\w']+){0,2} (?:is |keeps |was )(?:following|"
            "watching|waiting for) (?:me|us)"
        ),
        r"(?:there is|there's|is) a (?:stranger|strange man|man i don't know)(?: [\w']+){0,3} (?:in|at|outside|behind)",
        (
            "(?:asked|asks|wants?|told|tells)(?: me)? (?:for |to send |"
            r"me to send )(?:\w+ ){0,4}(?:pictures?|photos?|selfies?|nudes?|videos?) (?:of me|"
            "of my (?:body|face)|without|naked|in my)"
        ),
        unless=(r"(?:mum|mom|mummy|dad|daddy|grandma|grandpa|granny)(?: [\w']+){0,2} (?:wants|asked|told|tells) me",),
    ),
)
