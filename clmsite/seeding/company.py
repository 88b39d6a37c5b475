"""Brackenfield Software, the demo company: who works there, its sites and forms. All invented.

It sells planning software to factories of 50 to 500 people.
"""

from dataclasses import dataclass

from clmsite.kernel.access import ADMINISTRATOR, MANAGER, MARKETER, REP

NAME = "Brackenfield Software"
DOMAIN = "brackenfield.example"
PASSWORD = "closed-loop-demo"  # noqa: S105 - printed for everybody; embedded mode only


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    email: str
    role: str


PEOPLE = (
    Person("Mara Lindqvist", f"marketer@{DOMAIN}", MARKETER),
    Person("Tomás Ferreira", f"rep@{DOMAIN}", REP),
    Person("Helen Okafor", f"manager@{DOMAIN}", MANAGER),
    Person("Jonas Aydın", f"admin@{DOMAIN}", ADMINISTRATOR),
    Person("Ines Kowalczyk", f"marketer2@{DOMAIN}", MARKETER),
    Person("Priya Raman", f"rep2@{DOMAIN}", REP),
    Person("مهسا کاویانی", f"rep3@{DOMAIN}", REP),
    Person("Eero Salminen", f"rep4@{DOMAIN}", REP),
)
# The first person of each role is whom `seed_demo` names for trying it.
SHOWN = PEOPLE[:4]

SITES = (
    ("Website", f"www.{DOMAIN}"),
    ("Academy", f"academy.{DOMAIN}"),
)

SOURCE_CHOICES = (
    "Search engine",
    "LinkedIn",
    "Other social media",
    "E-mail or newsletter",
    "Podcast",
    "Trade fair or event",
    "Colleague or friend",
    "Partner or consultant",
    "Review site or article",
    "AI assistant",
    "Advertisement",
    "I don't remember",
)
# What people of a channel would say if they remembered right.
SAID = {
    "paid_search": "Search engine",
    "organic_search": "Search engine",
    "paid_social": "LinkedIn",
    "organic_social": "LinkedIn",
    "display": "Advertisement",
    "paid_video": "Other social media",
    "email": "E-mail or newsletter",
    "affiliates": "Partner or consultant",
    "audio": "Podcast",
    "referral": "Review site or article",
    "ai_assistants": "AI assistant",
    "offline": "Trade fair or event",
    "direct": "Colleague or friend",
}
CONSENT_TEXT = "Brackenfield Software may write to me about planning and its products."


def _field(key: str, label: str, kind: str, *, required: bool = False) -> dict:
    return {"key": key, "label": label, "kind": kind, "required": required, "choices": []}


_PERSON = [
    _field("name", "Your name", "name", required=True),
    _field("email", "Work e-mail", "email", required=True),
    _field("company", "Company", "company"),
]
# name, title, intro, site, fields, button
FORMS = (
    (
        "Demo request",
        "See it with your own orders",
        "Twenty minutes with a planner, no slides.",
        0,
        [
            *_PERSON,
            _field("job_title", "Your role", "job_title"),
            _field("phone", "Phone", "phone"),
            _field("message", "What should we show you?", "long_text"),
        ],
        "Ask for a demo",
    ),
    (
        "Whitepaper: what an hour of downtime costs",
        "Get the whitepaper",
        "Twelve pages, three plants, one formula.",
        0,
        [*_PERSON, _field("job_title", "Your role", "job_title")],
        "Send it to me",
    ),
    (
        "Webinar registration",
        "Join the next planner's hour",
        "Live, with questions. A recording follows.",
        1,
        _PERSON,
        "Register",
    ),
)
MESSAGES = (
    "We plan 80 machines with a spreadsheet.",
    "Please show the connection to our ERP.",
    "Two plants, three shifts.",
    "We need an offer before the end of the quarter.",
    "",
    "",
    "",
)
# path, title, mean seconds it is read
PAGES = (
    ("/", "Plan your factory", 35),
    ("/pricing", "Prices", 70),
    ("/demo", "Book a demo", 55),
    ("/customers", "Customers", 60),
    ("/production-planning", "Production planning", 65),
    ("/integrations", "ERP connections", 80),
    ("/blog", "Blog", 90),
    ("/whitepaper/downtime", "What an hour of downtime costs", 75),
    ("/security", "Security and hosting", 85),
    ("/compare/kadenzo", "Brackenfield and Kadenzo", 95),
    ("/spare-parts", "Spare parts", 50),
    ("/about", "About us", 30),
    ("/webinars", "The planner's hour", 60),
)
PRICING = "/pricing"
# The page each form stands on, as an index of PAGES; on which landing pages it is offered.
FORM_PAGES = tuple(
    next(i for i, page in enumerate(PAGES) if page[0] == path)
    for path in ("/demo", "/whitepaper/downtime", "/webinars")
)
_FORM_OF_PAGE = {"/whitepaper/downtime": 1, "/checklist": 1, "/webinars": 2, "/podcast": 2}


def form_of_page(path: str) -> int:
    """The form that somebody who landed on `path` sends: an index of FORMS."""
    return _FORM_OF_PAGE.get(path, 0)
