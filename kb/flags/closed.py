"""Closed classes of German and English words, in lower case: pronouns, articles, auxiliaries."""

from __future__ import annotations


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


FIRST = _words("i we you ich wir du man")
I_OR_WE = _words("i we ich wir")
MYSELF = _words("i ich mir mich mein meine meinem meinen meiner i'm i've i'd my me myself")
OURS = _words("uns unser unsere unserem unseren unserer us our")
US = _words("we our us wir unser unsere unserem unseren unserer uns")
OWN = _words("our my unser unsere unseren unserem unserer mein meine meinem meiner meinen")
READER = _words("you your yours yourself ihnen ihr ihre ihrem ihren ihrer dir dein deine deinen deinem euch euer")
BE = _words("be is are was were been being am get got")
PASSIVE = _words("wird werden wurde wurden worden")
MODALS = _words(
    "dürfte dürften kann können könnte könnten muss müssen soll sollen sollte sollten will wollen mag mögen möchte darf"
)
GUESSES = _words("dürfte dürften könnte könnten will could may might would")
DUTIES = _words("müssen muss dürfen darf must required obliged verpflichtet gilt gelten applies require requires")
DETERMINERS = _words(
    """the these those its his her their our this that der die das den dem des dieser diese diesen dieses jene
    ihre seine unsere beide both ihren seinen deren dessen all alle"""
)
INDEFINITE = _words("a an ein eine einer einem einen im am beim zum zur vom seiner ihrer")
LOOSE = _words(
    """some many most several few certain various other other's numerous countless leading top senior independent manche
    einige viele mehrere zahlreiche andere führende namhafte unabhängige etliche verschiedene wenige two three"""
)
LINKS = _words("wie von vom des der am bei beim im aus such like including at from of with by in working to")
BEFORE_OBJECTS = _words("vor an mit für bei gegen über to for with against about among between durch")
NOT_BEFORE_VERB = _words(
    """to will would can could may might must should shall not let please cannot n't the a an its his her their our my
    your new these those of no any for didn't don't doesn't zu"""
)
PLURAL_VERBS = _words(  # English forms that need a plural subject; elsewhere they are infinitives or nouns
    """say tell argue warn admit insist deny allege contend urge recommend conclude believe think expect fear hope
    agree consider regard reckon suspect worry assume infer see view feel want predict show find reveal indicate
    suggest demonstrate report estimate count list put imply confirm claim speculate write maintain propose
    describe note point have call link grumble mutter whisper swear dread dislike prefer oppose support hail
    favour favor back complain joke moan protest doubt dispute question blame praise mock caution disagree"""
)
NOT_NAMES = _words(  # written with a capital without being anybody's name
    """ai ki it llm llms gpu gpus cpu cpus ceo cto cfo ml nlp pr hr pdf api i i'm i've i'd i'll ok faq american chinese
    european german french british russian indian japanese korean western eastern english asian african monday tuesday
    wednesday thursday friday saturday sunday january february march april may june july august september october
    november december million millionen milliarde milliarden billion billionen euro euros dollar dollars
    prozent prozentpunkte    prozentpunkten franken pfund yuan cent kilometer meter tonnen stunden uhr"""
)
OPENERS = _words(  # words that often open a sentence, and so have a capital there
    """elsewhere anderswo hence thus therefore thereby besides anything somewhere everywhere nowhere often sometimes
    always never soon later earlier previously recently currently initially overall zunächst danach später früher heute
    gestern ferner zuletzt bisher
    the a an this that these those it its he his she her they their we our you your i my in on at by for from to of
    with without under over after before since until during when while where why how who whose what which if as although
    though because but and or nor so yet still then there here no not all most many some few several each every one two
    three four five six seven eight nine ten eleven twelve both neither either another other only even just also however
    instead meanwhile moreover now today yesterday last next first second third once across among between within through
    more less such otherwise whether perhaps according yes nothing everything everyone everybody nobody somebody anyone
    too very like unlike despite given whatever whoever again almost nearly about around up down out off per via let
    lets
    der die das den dem des ein eine einen einem einer eines im am beim vom zum zur auf aus bei mit nach seit von vor zu
    für über unter gegen ohne um durch bis während wegen trotz als wenn weil dass ob doch aber und oder sondern denn
    auch
    nur noch schon so da dort hier dies diese dieser dieses diesen jede jeder jedes alle allen viele manche einige
    mehrere
    keine kein er sie es wir ihr ich man sein seine ihre ihren unser unsere wer was wie wo wann warum damit dafür
    dagegen
    deshalb daher zudem außerdem zwar inzwischen derzeit"""
)
BACKWARD = _words(  # words that take up what was said before
    """they it these those this that their its them both sie diese dieser dieses davon darunter dabei deren dessen ihr
    ihre hiervon wiederum letztere erstere former latter corresponding remaining übrigen entsprechende"""
)
EVERYBODY = _words("nobody everyone everybody niemand keiner andere alle wer anyone others")
