"""Which lines of a title block are neither author nor organisation: addresses, dates, notes."""

import re

EMAIL = re.compile(
    r"(?:[{(\[<⟨][\w.+\-,;|/:* ]+[})\]>⟩]|[<⟨]?[\w.+\-,;|/]+)\s?@\s?[\w.\-]+\w[>⟩]?"
    r"|[\w.+-]+\s?(?:\[at\]|\(at\))\s?[\w.-]+"
)
WEB = re.compile(
    r"(?:https?:|www\.|github\.com)\S*|\b[\w.-]+\.[a-z]{2,4}/\S*|\b[\w.-]+\.github\.io\b", re.IGNORECASE
)
ORCID = re.compile(r"(?:orcid\S*:?\s*)?\[?\b\d{4}[-−–]\d{4}[-−–]\d{4}[-−–]\d{3}[\dX]\b\]?", re.IGNORECASE)
LABEL = re.compile(
    r"^[^\w\x0f\x0e]*(?:e-?mails?|correspondence(?: to)?|corresponding authors?|contact|orcid|code"
    r"|project(?: page)?|website|demo"
    r"|tel|phone|fax|date)\b\s*[:.]?\s*",
    re.IGNORECASE,
)
NOTE = re.compile(
    r"\bequal(?:ly)?\b|\bcontribut|\bcorrespond"
    r"|\bwork(?:s|ed)? (?:was |is |were )?(?:done|performed|conducted|completed|started|carried)"
    r"|\bintern(?:s|ship|ing)?\b|\bwhile (?:at|with|interning|working|visiting)|\bduring\b|\bsupported\b"
    r"|\bfunded\b|\b(?:under|by) (?:a |the )?grants?\b|\bgrants? (?:no|number|agreement|from)\b"
    r"|\bproject lead|\bco-?lead|\badvis(?:or|er|ing|ory)|\bsupervis|\balphabetical"
    r"|\bauthors? (?:are|is|were|list|order)|\blisted\b|\bnow (?:at|with)|\bcurrently\b|\bformerly\b"
    r"|\brandom(?:ized|ly)? order|\bcore (?:author|contributor|member)|\bthese authors|\bboth authors"
    r"|\bjoint(?:ly)? (?:first|last|senior|lead)|\bco-?first|\blead authors?\b|\bthis (?:work|research|paper)"
    r"|\bin part by\b|\bpermission|\brequests?\b|\bpreprint|\bmanuscript|\bunder review|\bthanks?\b"
    r"|\bdeceased|\btechnical lead"
    r"|\bleft (?:the )?company|\bwork at\b|\bvisiting (?:student|researcher|scholar)|\bmain contact",
    re.IGNORECASE,
)
UNAFFILIATED = re.compile(
    r"(?:(?:an? )?(?:independent|freelance|self[- ]employed|unaffiliated)"
    r"(?: (?:ai|ml|security|software|data|senior|research))?"
    r"(?: (?:research(?:er)?|scientist|scholar|engineer|developer|consultant|investigator|practitioner|author"
    r"|contributor|academic|analyst)s?)?"
    r"|no affiliations?|独立(?:研究[者员]?|学者|开发者)|自由职业者?)",
    re.IGNORECASE,
)
MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|janv|f[ée]vr|avr|mai|juin|juil|ao[uû]t)[a-zé]*"
DATE = re.compile(
    r"^\W*(?:\(?(?:received|revised|accepted|published|submitted|dated?|posted|version|draft|updated)\b.*"
    rf"|(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?{MONTH}\.?\s+(?:\d{{1,2}}(?:st|nd|rd|th)?,?\s+)?\d{{4}}|\d{{4}}[-/]\d{{2}}(?:[-/]\d{{2}})?)\W*$",
    re.IGNORECASE,
)
# a full stop before a capital that is none of an abbreviation: "Dept. of", "St. Petersburg", "Paul G. Allen"
SENTENCE_END = r"(?<!\bDept)(?<!\bSt)(?<!\bUniv)(?<!\bInst)(?<!\bCo)(?<!\b[A-Z])\.\s+(?=[A-Z(*†•])"
ANONYMOUS = re.compile(r"\banonymous\b|\bdouble[- ]blind\b|\banonymi[sz]ed\b", re.IGNORECASE)


def without_addresses(text: str) -> str:
    """A line without its e-mail and web addresses and their labels."""
    bare = (
        WEB.sub(" ", EMAIL.sub(" ", ORCID.sub(" ", text)))
        if "@" in text or "." in text or "[at]" in text
        else text
    )
    if bare != text:
        bare = LABEL.sub("", bare)
        bare = re.sub(r"\be-?mails?\b\s*[:.]?", " ", bare, flags=re.IGNORECASE)
        bare = re.sub(r"[{}<>|⟨⟩]|\(\W*\)|\[\W*\]", " ", bare)
    return re.sub(r"\s{2,}", "  ", bare).strip(" ,;:")


def is_note(text: str) -> bool:
    """Whether a text speaks about the authors or the paper instead of naming someone."""
    return bool(NOTE.search(text) or DATE.match(text))


def is_unaffiliated(text: str) -> bool:
    """Whether a line says that somebody works for no institution: it names no person either."""
    return bool(UNAFFILIATED.fullmatch(text.strip(" ,;.*()[]")))


def is_anonymous(text: str) -> bool:
    """Whether a line says that the authors are withheld for review."""
    return bool(ANONYMOUS.search(text))
