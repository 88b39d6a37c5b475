"""The demo company's other campaigns: e-mail, social posts, partners, fairs, and drafts."""

from clmsite.seeding.plan import Plan

EMAIL = {"channel": "email", "source": "newsletter", "medium": "email"}
POSTS = {"channel": "organic_social", "source": "linkedin", "medium": "social"}
FAIR = {"channel": "offline", "source": "fair", "medium": "offline", "weight": 0.0}

OWNED = (
    Plan(
        "monthly-digest", "E-mail digest: planning in ten minutes", begins=364, ends=None,
        status="running", weight=1.5, monthly=640, budget=8_500, goals=(250, 120, 30, 200_000),
        quality=1.3, value=1.1, messages=("Top story", "Tip of the month", "Customer corner",
                                          "Footer"),
        hypothesis="Readers who learn something each month think of us when the project comes.",
        tags=("always on", "newsletter"), page="/blog", **EMAIL,
    ),
    Plan(
        "onboarding-tips", "E-mail: ten tips after the download", begins=300, ends=None,
        status="running", weight=0.8, monthly=280, budget=3_000, goals=(120, 60, 12, 80_000),
        quality=1.2, messages=("Tip 1", "Tip 4", "Tip 7", "Tip 10"), page="/blog",
        hypothesis="Who has downloaded something wants help, not a call.", tags=("nurture",),
        **EMAIL,
    ),
    Plan(
        "webinar-invitations", "E-mail: webinar invitations", begins=262, ends=140, weight=0.9,
        monthly=900, budget=4_000, goals=(200, 70, 12, 80_000), quality=0.95,
        messages=("Invitation", "Reminder", "Recording"), on_academy=True, page="/webinars",
        hypothesis="An hour with a planner is the best first meeting.", tags=("webinar",),
        voice="too_early", **EMAIL,
    ),
    Plan(
        "win-back", "E-mail: win back lost deals", begins=112, ends=76, weight=0.5, monthly=240,
        budget=500, goals=(30, 20, 8, 50_000), quality=1.5, value=1.1, follows="monthly-digest",
        messages=("A year later", "What is new", "Your old quote"), page="/new",
        hypothesis="Those who said 'not now' a year ago have a new budget.",
        learned="Old leads who read the digest open everything; they only wait for a reason.",
        tags=("win-back",), voice="price", **EMAIL,
    ),
    Plan(
        "price-change-notice", "E-mail: prices before they change", begins=41, ends=26, weight=0.9,
        monthly=240, budget=300, goals=(40, 25, 10, 60_000), quality=1.4, value=0.9,
        messages=("Last days", "Keep your price", "Questions?"), page="/pricing",
        hypothesis="A date helps those who have decided already.", tags=("offer",),
        voice="price", **EMAIL,
    ),
    Plan(
        "founder-posts", "LinkedIn: the founders write", begins=364, ends=None, status="running",
        weight=1.2, monthly=450, budget=6_000, goals=(150, 60, 12, 90_000), quality=1.1,
        messages=("Monday numbers", "Plant visits", "What we got wrong"), page="/blog",
        hypothesis="People follow people, not logos.", tags=("always on",), **POSTS,
    ),
    Plan(
        "community-answers", "Answers in planners' forums", begins=200, ends=None,
        status="running", weight=0.6, monthly=250, budget=3_000, goals=(60, 25, 6, 40_000),
        quality=1.15, messages=("Planner forum", "Lean forum", "ERP forum"),
        channel="organic_social", source="reddit", medium="social", page="/blog",
        hypothesis="An honest answer is found for years.", tags=("community",),
    ),
    Plan(
        "employee-voices", "LinkedIn: employee voices", begins=150, ends=62, weight=0.6,
        monthly=150, budget=1_000, goals=(40, 10, 2, 10_000), quality=0.8,
        follows="founder-posts", messages=("Support", "Engineering", "Sales"), page="/about",
        hypothesis="Ten people reach more than two.",
        learned="Posts about visits to plants were read to the end, posts about features not.",
        tags=("brand",), **POSTS,
    ),
    Plan(
        "erp-marketplace", "ERP marketplace", begins=340, ends=None, status="running", weight=1.0,
        monthly=600, budget=8_000, goals=(200, 110, 30, 260_000), quality=1.5, value=1.35,
        messages=("App page", "Bundle offer", "Partner blog"), channel="referral",
        source="marketplace.erpnova.example", medium="referral", page="/integrations",
        hypothesis="A plant that extends its ERP has a project and a budget.",
        tags=("partners", "always on"), voice="integration",
    ),
    Plan(
        "review-profiles", "Review sites", begins=305, ends=None, status="running", weight=0.7,
        monthly=400, budget=5_500, goals=(120, 60, 15, 90_000), quality=1.2,
        messages=("Profile", "Category page", "Badge on our site"), channel="referral",
        source="toolratings.example", medium="referral", page="/customers",
        hypothesis="Stars of others count more than our own words.", tags=("always on",),
        voice="competitor",
    ),
    Plan(
        "guest-articles", "Guest articles", begins=182, ends=92, weight=0.5, monthly=700,
        budget=3_000, goals=(50, 20, 4, 25_000), quality=0.95,
        messages=("Fabrikblatt", "Taller y Planta", "Plant Weekly"), channel="referral",
        source="fabrikblatt.example", medium="referral", page="/blog",
        hypothesis="An article in a trade paper is read by those who never search.",
        tags=("press",),
    ),
    Plan(
        "makers-fair", "Fair: Makers & Machines", begins=312, ends=309, monthly=21_500,
        budget=22_000, goals=(150, 60, 12, 110_000), quality=1.0, value=1.15,
        messages=("Stand card", "Badge scan", "Talk slides"), page="/fair",
        hypothesis="Three days at the stand replace three months of calls.",
        tags=("fair",), voice="price", **FAIR,
    ),
    Plan(
        "planning-days", "Fair: Planning Days", begins=61, ends=59, monthly=12_800,
        budget=13_000, goals=(120, 60, 14, 120_000), quality=1.3, value=1.3,
        follows="makers-fair", messages=("Stand card", "Badge scan", "Talk slides"),
        page="/fair",
        hypothesis="A smaller fair for planners only: half the cost, the same conversations.",
        learned="At the big fair every second contact was a student or a seller. Those who came "
        "to the talk were worth the trip.", tags=("fair",), **FAIR,
    ),
    Plan(
        "breakfasts", "Roadshow breakfasts", begins=190, ends=100, monthly=1_900, budget=6_000,
        goals=(60, 30, 8, 70_000), quality=1.45, value=1.3,
        messages=("Guest list", "Follow-up card", "Table card"), page="/breakfast",
        hypothesis="Twelve people, one table, one customer who tells.", tags=("event",),
        voice="integration", **FAIR,
    ),
    Plan(
        "downtime-calculator", "LinkedIn: downtime calculator", "paid_social", "linkedin",
        "paid-social", -14, None, ("Calculate your hour", "Compare with others"), status="draft",
        budget=18_000, goals=(120, 60, 15, 200_000), follows="downtime-whitepaper-2",
        hypothesis="Let plants calculate their own hour: the number convinces more than ours.",
        learned="Prospects forward the page with the number to their controller.",
        tags=("calculator", "plant managers"), page="/calculator",
    ),
    Plan(
        "security-webinar", "E-mail: single sign-on is here", "email", "newsletter", "email", -30,
        None, ("Invitation",), status="draft", budget=800, goals=(60, 25, 6, 60_000),
        follows="works-it-leads",
        hypothesis="Those who asked for single sign-on should be the first to hear of it.",
        learned="'No single sign-on' is what heads of IT say most often.", tags=("IT",),
        page="/security",
    ),
    Plan(
        "spare-parts-video", "YouTube: spare parts in 90 seconds", "paid_video", "youtube", "cpc",
        -21, None, (), status="draft", budget=4_000,
        hypothesis="Maintenance people watch before they read.", tags=("video",),
        page="/spare-parts",
    ),
)  # fmt: skip

FAIRS = ("makers-fair", "planning-days", "breakfasts")
