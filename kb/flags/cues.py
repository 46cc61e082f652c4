"""Patterns of words by which German and English name a source: speakers, papers, decrees, counts, dates."""

from __future__ import annotations

import re

NAMED_SO = re.compile(r"[,“”\"«»]\s?so (?:(?:der|die|das|ein|eine)\b|[A-ZÄÖÜ])[^,.]{2,80}")
SIGNED = re.compile(  # "…" – Petra N., Erfurt
    r"^[„“”\"«»].{6,600}[“”\"«»’]\s*[★☆]*\s*(?:[–—-]+ ?|\()?((?:[A-ZÄÖÜ][\w.’'-]+"
    r"|Dr\. (?:med\. )?\w+)(?:,? (?:[A-ZÄÖÜ]|von |van |de |am |an |in |bei |"
    r"med\. |verified|owner|manager|customer)[\w.’'-]*){1,7}(?:, [^.!?\"]{2,60})?)\)?\.?$"
)
FOR_ONE = re.compile(r"^(?:Für|For) ([^,„“\"]{4,70}?),? (?:ist|war|bleibt|is|was|remains)\b[^„“\"]{0,60}[„“\"]")
ABOUT_MINISTRY = re.compile(
    r"\b[Aa]us de[mr] ((?!\w*[Kk]reis|Branche|Umfeld|Szene)[A-ZÄÖÜ]\w+)[^,.]{0,50}? h(?:ei"
    r"|ie)ßt? es\b|\b[Aa]us de[mr] ((?!\w*[Kk]reis|Branche|Umfeld|Szene)[A-ZÄÖÜ]\w+)[^,.]{0,50}? verlautete?\b"
)
TESTED_AT = re.compile(
    r"\b(?:validated|tested|measured|examined|certified|verified|reviewed|assessed|audited|funded|paid for|financed"
    r"|geprüft|getestet|zertifiziert|"
    r"gemessen|begutachtet|ausgezeichnet|finanziert)\b[^.;]{0,60}? (?:at|by|von|vom|durch|an der|am) (?:the |der "
    r"|dem |das )?([A-ZÄÖÜ][\w-]+(?: (?:of |für |for )?[A-ZÄÖÜ][\w-]+)+)"
    r"|\b(?:vo[nm]|durch|an der|am) (?:der |dem |das )?([A-ZÄÖÜ][\w-]+(?: (?:für )?[A-ZÄÖÜ][\w-]+)+) (?:geprüft"
    r"|getestet|zertifiziert|vermessen|"
    r"begutachtet|ausgezeichnet|untersucht|bestätigt)\b"
)
AS_TOLD = re.compile(  # ", wie die Firma am Dienstag mitteilte"
    r"(?:^|[,;–(] ?)[Ww]ie (?:aus |in |im |ihn |sie |es )?(?:[Dd](?:er|ie|as|em|en)|[Ee]in\w*|er|sie|es|[Ii]hr\w*"
    r"|[Ss]ein\w*|[A-ZÄÖÜ0-9][\w&.-]+)\b"
    r"[^,;.]{0,160}?\b[a-zäöüß]*(?:rechnet|sagt|teilt|gab|gibt|schreibt|schrieb|klärt|richtet|meldet|zeigt|vorgeht"
    r"|vorging|tont|"
    r"heißt|hieß|führt|legt|kündigt|stellt|weist|wies|räumt|schildert|nennt|nannte|ergab|legt|stätigt|mutet|fand"
    r"|ermittel\w*|"
    r"hervorhebt|schätzt|verlautet|zifferte?|zähl\w*|merkt|festhält|festhielt|erinnert|gesteht|gestand|warnt|fürchtet"
    r"|hofft)"
    r"(?:e|en|te|ten)?(?: (?:hat|haben|hatte|wird|wurde))?(?=\s*(?:[,;.:)–]|$))"
)
COLON_QUOTE = re.compile(r"^[^„“”\"«»:]{3,120}:\s?[„“\"»«]")
_COUNTING = (
    r"(?:counts?|estimates?|reckoning|tally|measure|account|figures|assessment|analysis|calculations?|numbers|data)"
)
COUNT_OF = re.compile(
    rf"\b[Bb]y (?:(?:the|its) )?[\w-]+(?: [\w-]+){{0,3}}[’']s? (?:own )?{_COUNTING}\b"
    rf"|\b[Bb]y the (?:own )?{_COUNTING} of\b"
    rf"|\b[Bb]y (?:its|his|her|their|my|our) (?:own )?{_COUNTING}\b"
)
STUDY_OF = re.compile(  # somebody's count, survey or study, with the name of who made it
    r"\b[Nn]ach (?:ein|d|dies|jen)(?:er|en|em) (?:[a-zäöüß]+ )?(?:Zählung|Schätzung|Berechnung|Umfrage|Studie"
    r"|Analyse|"
    r"Auswertung|Erhebung|Statistik|Hochrechnung|Prognose|Untersuchung|Messung|Bilanz|Übersicht)(?:en)? "
    r"(?:de[rs]|von|durch) (?:[a-zäöüß]+ )?[A-ZÄÖÜ][\w-]+"
    r"|\b(?:[Aa]n?|[Tt]he) (?:[a-z]+ )?(?:count|survey|study|poll|analysis|tally|estimate|review|audit|investigation"
    r"|trial|test|inventory|census) "
    r"(?:by|from) (?:the )?[A-Z][\w-]+(?: [A-Z][\w-]+){0,3}"
    r"|\b[Ii]m (?:Vergleich|Vergleichstest|Test|Ranking|Warentest|Leistungsvergleich) (?:de[rs]"
    r"|von) (?:[a-z]\w+ )?[„“\"]?[A-ZÄÖÜ][\w-]+"
    r"|\b[Nn]ach (?!Medien|Experten|Branchen|Insider)[A-ZÄÖÜ][a-zäöüß]+(?:angaben|informationen|berechnungen"
    r"|schätzungen|zahlen|daten)\b"
    r"|\b[Zz]u (?:diesem|dem|einem ähnlichen|dem gleichen) (?:Befund|Ergebnis|Schluss|Urteil|Fazit) (?:kommt|kommen"
    r"|kam|kamen|gelangt\w*)\b"
    r"|\b(?:modelling|modeling|research|figures|data|work|calculations|estimates|statistics|numbers|polling"
    r"|monitoring) "
    r"(?:by|from) (?:the )?[A-Z][\w-]+(?: [A-Z][\w-]+){0,3}"
)
OWN_COUNT = re.compile(
    r"\b(?:I|[Ww]e)(?: have| had| also)? (?:counted|measured|collected|sampled|obtained|tested|surveyed|examined"
    r"|analysed"
    r"|analyzed|interviewed|looked at|reviewed|checked|compared|polled|ran)\b"
    r"|\b(?:haben wir|habe ich|wir haben|ich habe)\b[^.;]{0,150}"
    r"\b(?:gezählt|gemessen|ausgewertet|befragt|untersucht|verglichen|ausgezählt|überprüft|analysiert)\b"
)
RESULT = re.compile(
    r"^(?:The|That|Die|Der|Das) (?:[\w-]+ ){1,4}(?:shows?|showed|found|finds|reveals?|revealed|indicates?|concluded"
    r"|zeigt|zeigte|zeigen|ergab|ergibt|belegt|belegen),? (?:that|dass)\b"
)
OWN_TEXT = re.compile(
    r"^(?:This|In this|Dieser|Diese|Dieses|In diesem|In dieser) (?:chapter|report|article|brief|paper|section|post"
    r"|newsletter|issue"
    r"|page|Kapitel|Bericht|Artikel|Beitrag|Text|Abschnitt|Ausgabe|Seite)\b"
)
VOTE = re.compile(
    r"\b\d{1,3}(?:[-–:]| to | zu | gegen )\d{1,3}(?: votes?| Stimmen)?\b"
    r"|\b\d{1,3} (?:Stimmen zu|Stimmen gegen|votes to) \d{1,3}\b"
)
CALLING = frozenset("called calls dubbed dubs labelled labeled branded termed nennt nannte nennen nannten".split())
PAST_FORM = re.compile(r"(?:ed|te|ten|[a-z](?:ok|ew|ve|ld|nt|ht|id|ut|ob|ieß|og|ing|ab|at|am|ied|of))$")
DECREE = re.compile(
    r"\b(?:[Mm]it|[Pp]er|[Dd]urch|[Nn]ach|[Ll]aut|[Aa]us) (?:dem |einem )?\w*(?:[Bb]eschluss|[Ee]rlass|[Bb]escheid"
    r"|[Vv]erfügung|[Uu]rteil|"
    r"[Vv]erordnung|[Ss]chreiben) vom \d"
)
RATED = re.compile(
    r"\b(?:shares|stock|rating|outlook|target price|price target|Kursziel|Rating|Bonität|Ausblick"
    r"|Aktien?|Note)\b"
)
QUOTE_TAG = re.compile(
    r"[“”\"»«]\s?,?\s(?:[a-zäöüß]+(?:t|te|ten|en|ief|rieb|ied|ed|es|s|rote|aid))\s(?:sie|er|he|she|[A-ZÄÖÜ][\w.-]+"
    r"|(?:der|die|das|ein|eine|the|an?|his|her|"
    r"my) (?:[a-zäöü]+ )?[\w-]+)"
)
ACT_NAME = re.compile(r"[A-Za-z] (?:Act|Agreement|Treaty|Convention|Accord|Protocol|Pact|Charter|Order|Law)$")
BY_LAW = re.compile(
    r"\b(?:[Uu]nder|[Ii]n|[Bb]y|[Ww]ith|[Aa]s|[Nn]ach|[Ll]aut|[Gg]emäß|[Ii]m|[Mm]it|[Aa]uf|[Pp]er|[Tt]hanks to"
    r"|[Dd]ank) (?:[\w-]+ ){0,4}$"
)
DAY = re.compile(r"^\d{1,2}\D|\D \d{1,2}$|[Tt]oday|heute|[Yy]esterday|day$|tag$|abend$")
BEFORE_PAPERS = frozenset("an in nach per from aus under by bei im beim on of".split())
BEHIND_PAPERS = ("with", "mit", "unter", "among", "we", "of")
REPORTED_TO = re.compile(  # "Der Behörde wurden 12 Fälle gemeldet", "12 cases were reported to the agency"
    r"^(?:(?:Dem|Den|Beim|Bei (?:der|dem|den)) (?:[a-zäöüß]+ )?(?=[A-ZÄÖÜ])[^,.;]{3,80}? (?:wurden?|sind|waren"
    r"|liegen|lagen)"
    r"|Der [A-ZÄÖÜ][^,.;]{3,80}? (?:wurden|sind|waren|liegen|lagen)) "
    r"[^;]{3,160}\b(?:gemeldet|angezeigt|mitgeteilt|übermittelt|eingegangen|eingereicht|vor)\b(?=[.,;]|$)"
    r"|\b(?:was|were|been) (?:reported|notified|declared|submitted|disclosed) to (?:the |its )?[A-Z][\w-]+"
)
SEEN_BY = re.compile(  # "Der Vertrag, der uns vorliegt, …", "a letter seen by the Post"
    r"\b(?:de[rm]|die|das) (?:uns|mir|dieser Zeitung|dieser Redaktion|der Redaktion"
    r"|de[rm] [A-ZÄÖÜ][\w-]+) (?:exklusiv )?vorlieg(?:t|en)\b"
    r"|\b(?:seen|obtained|reviewed) by (?:us|me|the [A-Z]\w+|this (?:newspaper|paper|newsletter)|[A-Z]\w+)\b"
    r"|\b[Oo]n (?:the )?(?:\w+ )?(?:site|platform|portal|leaderboard|index|list|ranking|scale) (?:of )?[A-Z][\w-]+"
    r"|\b[Aa]uf (?:de[mr] )?(?:\w*[Pp]ortal|\w*[Pp]lattform|\w*[Ll]iste) [A-ZÄÖÜ][\w-]+"
    r"|\b(?:that|which) (?:we|I) (?:published|released|presented)\b|\b(?:die|das"
    r"|den) wir (?:[\w. ]{0,30})veröffentlicht\b"
    r"|\b(?:we|I) have (?:seen|obtained|read)\b"
    r"|\b(?:hat|haben) (?:uns|mir) [^,.;]{2,60}\b(?:gesagt|gegeben|geschrieben|bestätigt|versichert|mitgeteilt"
    r"|zugesichert|erzählt)\b"
    r"|^(?:Grundlage|Datengrundlage|Basis|Quelle|Datenbasis) (?:ist|sind|war|waren|dafür|hierfür|bildet|bilden)\b"
)
FROM_PAPER = re.compile(  # "nach dem Protokoll", "nach dem Eckpunktepapier der Behörde"
    r"\b[Nn]ach (?:de[mrn]|einem|einer|diese[mrn]|ihre[mrn]|seine[mrn]|deren|dessen|eigenen) (?:[a-zäöüß]+ ){0,2}"
    r"[A-ZÄÖÜ][a-zäöüß]*(?:papier|protokoll|bericht|gutachten|register|statistik|liste|vermerk|unterlagen|akten|akte"
    r"|bescheid|entwurf|verzeichnis|auswertung|zählung|meldungen|zahlen|daten|angaben|schätzung"
    r"|schätzungen|berechnung|berechnungen|satzung|vorschrift|verordnung|aufzeichnung|aufzeichnungen"
    r"|tabelle)(?:e?s|en)?\b"
    r"(?![^.;]{0,60}\b(?:gefragt|gesucht|verlangt|benannt|geordnet|sortiert|suchen|fragen|sucht|fragt)\b)"
    r"|\b[Nn]ach (?:deren|dessen|seinen|ihren|eigenen|unseren|übereinstimmenden) [A-ZÄÖÜ]\w*(?:angaben|meldungen|zahlen"
    r"|daten|berechnungen|schätzungen|messungen|recherchen|informationen|erkenntnissen)\b"
)
FINDS = frozenset(
    """found fand fanden entdeckte entdeckten entdeckt gezählt gemessen errechnet ausgerechnet hochgerechnet erfasst
    registriert
    finds counted counts estimates estimated
    calculated calculates measured measures recorded records
    reported
    reports concluded surveyed tracked ranked documented identified listed puts put projects projected zählt
    zählte ermittelte ermittelt errechnete errechnet berechnet berechnete beziffert bezifferte verzeichnet
    verzeichnete befragte registrierte untersuchte dokumentiert dokumentierte prognostiziert schätzt werteten
    wertete vermessen vermaß gefunden ermittelt nachgewiesen followed enrolled analysed analyzed interviewed
    sampled examined scanned polled begleitete begleiteten verfolgte untersuchten befragten registrierten
    erfasste erfassten""".split()
)
