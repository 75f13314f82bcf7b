"""Words after which a grown-up is needed: danger, strangers, a heavy secret, bullying, deep sadness, sickness.

Level 2 of persona-safety, 3: the talk goes on, short and serious, and a grown-up hears of it.
"""

from __future__ import annotations

from calls.safety.patterns.people import GROWN_UPS, HURTS, KIDS, ON_PEOPLE, PLAY
from calls.safety.signs import Level, Sign, sign

__all__ = ["GROWN_UP_SIGNS"]

_DANGEROUS = r"(?:matches|lighters?|kni(?:fe|ves)|guns?|pistols?|pills|medicine|bleach|poison|scissors|petrol|razors?)"

GROWN_UP_SIGNS: tuple[Sign, ...] = (
    sign(
        "danger",
        Level.GROWN_UP,
        (
            rf"(?:where|how|which)(?: \S+){{0,6}} (?:keeps?|kept|find|hides?|hidden|get|reach|use|load|"
            rf"light|sharpen|make|are|is)(?: \S+){{0,4}} {_DANGEROUS}"
        ),
        rf"where(?: \S+){{0,5}} {_DANGEROUS} (?:are|is|kept|hidden)",
        r"play(?:ed|ing|s)? with (?:\w+ )?(?:matches|fire|lighters?|kni(?:fe|ves)|electricity|plugs|medicine|guns?)",
        (
            "(?:light|lit|lighting|burn) (?:a|the|my|some) (?:candles?|fire|match|matches|paper|"
            "house)(?: (?:myself|alone|for you|by myself))?"
        ),
        (
            "(?:how (?:do|can|could) (?:i|we)|how to|want to|wanna|can i|could i|i'?(?:ll| will)|"
            "let me) (?:make|start|set) (?:a |some )?(?:candle|fire|bomb|explosion|poison)s?"
        ),
        (
            "jump(?:ing|ed)? (?:off|from|out of|down from) (?:the |a |my |our )?(?:roof|window|balcony|"
            "house|bridge|garage|wall|top)"
        ),
        r"(?:off|on|onto|up on) (?:the|our|my) roof",
        r"(?:climb(?:ing|ed)?|get|go|going|sneak(?:ing)?) (?:out of|through|out) (?:the|my) window",
        r"(?:put|stick|poke)(?: [\w']+){0,4} (?:in|into) the (?:socket|plug|outlet|toaster|microwave)",
        (
            r"(?:i|i'm|i'll|me|we|child|children|kids?|every\w*)(?: [\w']+){0,4} (?:run|running|"
            "ran) away(?: from (?:home|here|mum|mom|dad|them))?"
        ),
        r"(?:ran|run|running) away from home",
        r"sneak(?:ing)? out(?: of)?(?: the)?(?: house| at night| tonight)?",
        (
            r"(?:walk|go|cross|swim)(?: [\w']+){0,4} (?:on the (?:ice|frozen \w+)|the (?:frozen \w+|"
            "train tracks|motorway|highway))(?: alone)?"
        ),
        rf"(?:want to|wanna|going to|gonna|i'll|could) (?:hurt|kill|hit|punch|stab|shoot|beat up) {ON_PEOPLE}",
        r"(?:drink|try|taste|tried|drank) (?:some |a )?(?:beer|wine|vodka|alcohol|cigarettes?|vap\w+|drugs)",
        unless=(
            *PLAY,
            r"(?:football|soccer|tennis|rugby|cricket|hockey|matching) (?:matches|game)",
            (
                "(?:dog|cat|hamster|rabbit|bunny|pony|horse|reindeer|snowman|"
                r"gingerbread)(?: [\w']+){0,2} (?:ran|run|runs|running) away"
            ),
            (
                "(?:mum|mom|mummy|dad|daddy|grandma|grandpa|granny|"
                r"grown-?ups?)(?: [\w']+){0,2} (?:lights?|lit|puts?|light)"
            ),
            r"(?:with|helped) (?:my |our )?(?:mum|mom|mummy|dad|daddy|grandma|grandpa|granny|parents|family)",
            (
                "(?:you|santa|reindeer|sleigh|rudolph|they|snow|cat|bird|"
                r"father christmas)(?: [\w']+){0,5} (?:on|off|onto) (?:the|our|my) roof"
            ),
            r"is the (?:snow|sleigh)",
            r"(?:hit|kill) the (?:ball|target|drum|gong|jackpot)",
        ),
    ),
    sign(
        "danger",
        Level.GROWN_UP,
        r"jump(?:ing|ed)? (?:off|from|out of) (?:the |a |my |our )?(?:roof|window|balcony|bridge)",
        r"off (?:the|our|my) roof with",
        unless=PLAY,
    ),
    sign(
        "stranger",
        Level.GROWN_UP,
        (
            r"(?:can|could|shall|should|let's|let us|may|will) (?:we|i|you)?(?: [\w']+){0,2} ?meet(?: you|"
            " me| up| us)? ?(?:alone|in the|after|at the|somewhere|outside|in secret|tonight|tomorrow|"
            "secretly)"
        ),
        r"meet(?: you| me| up)? (?:alone|in the park|after school|outside|somewhere|in secret|secretly)",
        r"(?:come|go) (?:to|and see)(?: [\w']+){0,3} (?:alone|when (?:mum|mom|dad|my parents) (?:is|are)n't)",
        (
            "(?:your|yours?) (?:private|phone|mobile|cell|own|real|whatsapp|"
            r"telephone)(?: [\w']+)? ?(?:number|snapchat|instagram|discord)"
        ),
        r"what(?:'s| is) your (?:phone )?number",
        (
            "(?:send|text|post|show) you (?:some |a |my )?(?:pictures?|photos?|selfies?|"
            "videos?) of (?:me|myself|my (?:body|face|room))"
        ),
        (
            "(?:send|text) you (?:pictures|photos|selfies|a selfie|a photo)(?! (?:i|that i|"
            r"of my (?:\w+ )?(?:snow|tree|drawing|dog|cat)))"
        ),
        (
            r"(?:someone|somebody|man|guy|person|friend|lady|stranger)(?: [\w']+){0,2} (?:online|"
            "on the internet|in my chat)"
        ),
        r"(?:online|internet) (?:man|friend|stranger)",
        (
            r"(?:strange )?(?:man|stranger|somebody|someone)(?: [\w']+){0,2} (?:outside|looking (?:in|"
            "at me|through)|at my window|in (?:our|the|my) (?:garden|yard|house)|behind (?:me|us|"
            "the door))"
        ),
        r"(?:talk(?:ed|ing|s)?|spoke|chat(?:ted|ting)?) (?:to|with) (?:a )?strangers?",
        r"stranger (?:gave|gives|talked|talks|spoke|asked|came|at)",
        unless=(
            r"with my (?:family|mum|mom|dad|mummy|mommy|daddy|parents|grown-?ups?)",
            r"meet (?:you|santa) (?:at the (?:mall|market|parade)|with (?:my )?(?:mum|mom|dad|family))",
        ),
    ),
    sign(
        "disclosure",
        Level.GROWN_UP,
        r"(?:if )?i tell you (?:something|a thing)(?: [\w']+){0,2} ?(?:bad|awful|terrible|scary|horrible|sad|wrong)",
        r"promise(?: me)? (?:not to|to not|you won't|you will not|that you won't|never to) tell",
        r"promise(?: me)? (?:to )?(?:tell (?:nobody|no one)|(?:keep|to keep) (?:it|this|a) (?:a )?secret)",
        (
            "(?:can't|mustn't|must not|not allowed to|not supposed to|am not to|never) (?:tell|say|"
            r"talk about)(?: [\w']+){0,5} (?:anyone|anybody|what|happened|about it|home|you this)"
        ),
        r"(?:said|says|told me|tells me)(?: [\w']+){0,2} (?:not to|don't|never to|i can't|i must not|i mustn't) tell",
        r"something (?:bad|terrible|awful|horrible) (?:happened|happens|is happening)",
        (
            rf"(?:{GROWN_UPS}|somebody|someone) (?:\w+ ){{0,3}}(?:bad|scary|strange|weird|dirty) (?:things|"
            "secrets?|games?) (?:to|with) me"
        ),
        r"(?:don't|do not) feel safe",
        r"(?:afraid|scared) (?:to go|of going|at) home",
        r"(?:don't|do not) (?:want|wanna)(?: to)? go home",
        r"hide(?:s)? (?:in|under) (?:the|my) (?:closet|wardrobe|cupboard|bed|table) (?:when|because)",
        unless=(r"hide.and.seek", r"surprise", r"(?:christmas )?present", r"so much fun"),
    ),
    sign(
        "secret",
        Level.GROWN_UP,
        r"(?:bad|scary|big bad|sad|horrible) secrets?",
        rf"{GROWN_UPS}(?: [\w']+){{0,5}} (?:our|a|the|it's a|it is a|keep a|my) secret",
        r"(?:our|my|his|her|their) (?:special )?(?:game|friendship|chats?|talks?) (?:is|are) (?:a )?secret",
        unless=(
            (
                "secret (?:santa|recipe|agent|hideout|base|den|garden|cave|door|passage|code|ingredient|"
                "stash|mission|handshake)"
            ),
            r"surprise",
            r"(?:mum|mom|mummy|dad|daddy) must never know",
            r"present",
        ),
    ),
    sign(
        "bullying",
        Level.GROWN_UP,
        r"bull(?:y|ied|ies|ying)",
        (
            rf"{KIDS}(?: [\w']+){{0,6}} (?:laugh(?:s|ed|ing)? at|pick(?:s|ed|ing)? on|mak(?:e|es|"
            "ing) fun of|gang(?:s|ed)? up on|teas(?:e|es|ed|ing)|ignor(?:e|es|ed)|exclud(?:e|es)|"
            "push(?:es|ed)?|spit(?:s)? (?:at|on)|threaten(?:s|ed)?) (?:me|us)"
        ),
        rf"{KIDS}(?: [\w']+){{0,4}} {HURTS} me",
        r"call(?:s|ed|ing)? me (?:names|stupid|fat|ugly|dumb|a loser|loser|a baby|weird|\w+ names)",
        (
            r"(?:no ?body|no one|none of \w+|not anybody) (?:really )?(?:likes|wants|loves|cares about|"
            "plays with|talks to|sits with|needs) me"
        ),
        r"(?:everyone|everybody|they all|the whole class|all the kids|they) hates? me",
        r"(?:are|is|were|was) (?:so |really |always |very )?(?:mean|nasty|horrible|cruel) to me",
        r"(?:i|i've) (?:have|got|have got|don't have) (?:no|any) friends",
        (
            r"(?:tak(?:e|es)|took|steals?|stole)(?: [\w']+)? my (?:lunch|money|hat|"
            "bag)(?: money)?(?: every| at school| again| and)"
        ),
        unless=(
            *PLAY,
            (
                r"(?:baby|puppy|dog|kitten|little (?:brother|sister))(?: [\w']+){0,4} (?:laughs?|"
                "push(?:es|ed)?|bites?|bit|kicks?)"
            ),
            r"(?:never|doesn't|didn't|don't) (?:\w+ )?(?:push|hit|hurt|tease|laugh)",
            r"on (?:the|a|my) (?:swing|sled|sledge|bike)",
            r"by (?:accident|mistake)",
            r"with a (?:balloon|ball|feather|cushion|spoon|sock)",
        ),
    ),
    sign(
        "sad",
        Level.GROWN_UP,
        (
            "(?:sad|lonely|unhappy|empty|scared|crying|hopeless|worried) (?:all the time|"
            "every (?:single )?(?:day|night)|always|inside|all day|for weeks)"
        ),
        (
            "(?:always|every day|every night|all the time) (?:so |very |feel(?:ing)? |am |i'm )*(?:sad|"
            "lonely|unhappy|empty|cry(?:ing)?)"
        ),
        r"cry(?:ing)? (?:every|all) (?:\w+ )?(?:day|night|time)",
        r"cry(?:ing)? myself to sleep",
        r"(?:i|i really) hate (?:myself|my life|being me)",
        r"(?:it'?s|everything is|it is|is it) (?:all )?my fault(?: that| if| because| they| she| he| mum| mom| dad)",
        r"(?:don't|do not) want anything(?: this year| any ?more| at all)?",
        r"(?:i|i'm|i am) (?:so |just )?(?:worthless|useless|a burden|unwanted|a mistake)",
        r"mum(?:my)? (?:and|or) dad(?:dy)? (?:don't|do not) (?:love|want|like) me",
        rf"{GROWN_UPS} (?:doesn't|does not|don't) (?:love|want|like) me",
        unless=(r"don't want anything (?:to eat|to drink|else|for (?:lunch|dinner))",),
    ),
    sign(
        "medical",
        Level.GROWN_UP,
        r"swallow(?:ed)? (?!my (?:food|gum|spit|toast|milk|juice|medicine)|hard|a (?:bug|fly)|it)",
        r"(?:hurts?|hurting|aches?|pain) (?:so much|so bad(?:ly)?|really bad(?:ly)?|very much|a lot|terribly)",
        r"(?:is|am|i'm|keeps|nose is|head is) bleeding",
        r"blood (?:everywhere|on|all over|coming)|(?:is|so much|a lot of) blood",
        r"(?:bumped|hit|banged) my head (?:and|really|so|very|hard)",
        r"(?:feel|feeling|am|i'm) (?:so |very |really )(?:sick|dizzy|ill|faint)",
        r"(?:fainted|passed out)(?: today| at| yesterday)?",
        r"burn(?:t|ed) my (?:hand|arm|finger|leg|face)",
        r"(?:think|maybe) i(?:'ve| have)? (?:broke|broken) my (?:arm|leg|hand|foot|wrist)",
        unless=PLAY,
    ),
    sign(
        "body",
        Level.GROWN_UP,
        r"(?:your |his |her |my |a |the )?(?:willy|penis|vagina|boobs|nudes?|porn\w*)",
        r"(?:private parts?|naked (?:people|pictures?|videos?|you|me))",
        r"(?:have|having|had|what is|about|what's) sex",
    ),
    sign(
        "family_conflict",
        Level.GROWN_UP,
        (
            r"(?:mum(?:my)?|mom(?:my)?|dad(?:dy)?|parents|they)(?: [\w']+){0,4} (?:screams?|"
            r"scream(?:ing)?|yells?|shouts?|shouting|fight(?:s|ing)?)(?: [\w']+){0,2} (?:all the time|"
            "every (?:day|night)|always|at me (?:all|every)|so loud(?:ly)?)"
        ),
        r"(?:police|ambulance) (?:came|took|are|is|was) (?:to (?:our|my)|my|our|mum|mom|dad|here|him|her)",
        r"(?:mum(?:my)?|mom(?:my)?|dad(?:dy)?) (?:is|went|has to go) (?:in|to) (?:prison|jail)",
    ),
)
