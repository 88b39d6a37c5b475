"""Plan: what the demo company's campaigns were meant to be, and how good they truly are.

The tables are in plan_paid.py and plan_owned.py. Days count backwards from today.
"""

from dataclasses import dataclass

# goals: leads, qualified, customers, revenue
Goals = tuple[int | None, int | None, int | None, int | None]


@dataclass(frozen=True, slots=True)
class Plan:
    """One campaign. `begins` and `ends` are days before today; `ends` None is open.

    weight   Its part of its channel's visits while it runs.
    cpc      Cost per click; 0 where clicks are not paid for. `monthly` is a fixed cost.
    quality  How likely its leads are to buy, 1 is average; `value` what they spend.
    voice    Which things its leads tell sales: a key of voices.VOICES.
    """

    slug: str
    name: str
    channel: str
    source: str
    medium: str
    begins: int
    ends: int | None
    messages: tuple[str, ...]
    status: str = "ended"
    weight: float = 1.0
    cpc: float = 0.0
    ctr: float = 0.02
    monthly: int = 0
    budget: int | None = None
    goals: Goals = (None, None, None, None)
    quality: float = 1.0
    value: float = 1.0
    voice: str = ""
    hypothesis: str = ""
    follows: str = ""
    learned: str = ""
    tags: tuple[str, ...] = ()
    page: str = "/"
    on_academy: bool = False
    spend_is_known: bool = True

    def is_active(self, days_ago: int) -> bool:
        if self.status == "draft":
            return False
        return self.begins >= days_ago >= (self.ends or 0)
