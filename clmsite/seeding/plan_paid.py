"""The demo company's paid campaigns: search, social, display, video, affiliates, audio."""

from clmsite.seeding.plan import Plan

SEARCH = {"channel": "paid_search", "source": "google", "medium": "cpc", "ctr": 0.045}
LINKEDIN = {
    "channel": "paid_social",
    "source": "linkedin",
    "medium": "paid-social",
    "ctr": 0.006,
}
META = {"channel": "paid_social", "source": "facebook", "medium": "paid-social", "ctr": 0.011}
DISPLAY = {"channel": "display", "source": "adnet", "medium": "display", "ctr": 0.0012}
YOUTUBE = {"channel": "paid_video", "source": "youtube", "medium": "cpc", "ctr": 0.004}

PAID = (
    Plan(
        "brand-search", "Brand search", begins=364, ends=None, status="running", weight=1.6,
        cpc=0.85, budget=14_000, goals=(700, 300, 60, 350_000), quality=1.35, value=1.05,
        messages=("Brackenfield official site", "Brackenfield prices", "Brackenfield demo"),
        hypothesis="People who look for us by name should land with us, not with a rival's ad.",
        tags=("always on",), **SEARCH,
    ),
    Plan(
        "production-planning-search", "Production planning, broad", begins=364, ends=121,
        weight=1.2, cpc=5.9, budget=60_000, goals=(450, 120, 25, 180_000), quality=0.8,
        messages=("Replace the planning board", "Plan without spreadsheets", "Free trial",
                  "Planner for factories"),
        hypothesis="Plant managers search for planning software when a spreadsheet breaks.",
        voice="students", tags=("search",), page="/production-planning", **SEARCH,
    ),
    Plan(
        "production-planning-search-2", "Production planning, long tail", begins=120, ends=None,
        status="running", weight=1.3, cpc=4.7, budget=45_000, goals=(400, 160, 35, 240_000),
        quality=1.25, value=1.1, follows="production-planning-search",
        messages=("Finite capacity planning", "Planning for foundries", "Planning for packaging",
                  "ERP add-on for planning"),
        hypothesis="Naming the trade keeps students out and brings plants with 50 to 500 people.",
        learned="Broad terms brought many leads and few customers: sales rejected a third as "
        "students or private people. Terms that name a trade won twice as often.",
        tags=("search", "long tail"), page="/production-planning", **SEARCH,
    ),
    Plan(
        "kadenzo-alternative", "Kadenzo alternative", begins=300, ends=None, status="running",
        weight=0.7, cpc=7.8, budget=40_000, goals=(220, 90, 20, 160_000), quality=1.15, value=1.2,
        messages=("Compare with Kadenzo", "Move in one week", "What Kadenzo lacks"),
        hypothesis="Unhappy Kadenzo users look for a way out before their yearly renewal.",
        voice="competitor", tags=("search", "competitor"), page="/compare/kadenzo", **SEARCH,
    ),
    Plan(
        "spare-parts-search", "Spare parts planner", begins=26, ends=None, status="running",
        weight=0.6, cpc=5.0, budget=9_000, goals=(80, 30, 6, 40_000), spend_is_known=False,
        messages=("Spare parts forecast", "Stock without surprises", "Spare parts calculator"),
        hypothesis="Maintenance buyers are a second door into plants that plan already.",
        tags=("search", "new module"), page="/spare-parts", **SEARCH,
    ),
    Plan(
        "bing-planning", "Bing: planning terms", begins=240, ends=60, weight=0.35, cpc=3.1,
        budget=9_000, goals=(60, 20, 5, 30_000), quality=1.1,
        messages=("Planning software", "Planner for Excel users", "Book a demo"),
        hypothesis="Plants with locked-down Windows computers search where the browser sends them.",
        tags=("search",), page="/production-planning", channel="paid_search", source="bing",
        medium="cpc", ctr=0.038,
    ),
    Plan(
        "line-dashboard-search", "Line dashboard", begins=180, ends=20, status="paused",
        weight=0.45, cpc=6.4, budget=22_000, goals=(150, 50, 10, 70_000), quality=0.7,
        messages=("OEE dashboard", "Machine dashboard", "See every line live"),
        hypothesis="Whoever wants a dashboard today will want planning tomorrow.",
        voice="missing_machines", tags=("search",), page="/dashboard", **SEARCH,
    ),
    Plan(
        "downtime-whitepaper", "LinkedIn: what an hour of downtime costs", begins=270, ends=91,
        weight=1.1, cpc=9.8, budget=90_000, goals=(350, 150, 35, 450_000), quality=1.5, value=2.3,
        messages=("One hour costs 9,400", "The downtime whitepaper", "Checklist for Monday",
                  "Ask your controller"),
        hypothesis="Plant managers with a budget react to the cost of an hour, not to features.",
        voice="enterprise", tags=("whitepaper", "plant managers"), page="/whitepaper/downtime",
        **LINKEDIN,
    ),
    Plan(
        "downtime-whitepaper-2", "LinkedIn: downtime, plants over 200 people", begins=85,
        ends=None, status="running", weight=1.0, cpc=10.6, budget=55_000,
        goals=(200, 110, 30, 420_000), quality=1.7, value=2.5, follows="downtime-whitepaper",
        messages=("Your plant, your hour", "Whitepaper, second edition", "Three plants tell"),
        hypothesis="Fewer, larger plants: leads cost more and are worth four times as much.",
        learned="The whitepaper's leads cost three times the average and brought deals of more "
        "than twice the size. Plants over 200 people signed; smaller ones asked for a discount.",
        voice="enterprise", tags=("whitepaper", "plant managers"), page="/whitepaper/downtime",
        **LINKEDIN,
    ),
    Plan(
        "linkedin-demo-ads", "LinkedIn: book a demo", begins=364, ends=200, weight=0.8, cpc=8.9,
        budget=52_000, goals=(260, 80, 18, 120_000), quality=0.65,
        messages=("Book a demo", "20 minutes, your data", "See it live"),
        hypothesis="A demo is what people want.", voice="too_early", tags=("demo",),
        page="/demo", **LINKEDIN,
    ),
    Plan(
        "linkedin-case-studies", "LinkedIn: case studies", begins=195, ends=70, weight=0.7,
        cpc=7.9, budget=34_000, goals=(160, 70, 15, 120_000), quality=1.2, value=1.2,
        follows="linkedin-demo-ads", messages=("Foundry saves a shift", "Packaging on time",
                                               "From board to screen"),
        hypothesis="People want to see a plant like theirs before they talk to sales.",
        learned="Asking for a demo at once was too early: most had no project. Show what others "
        "got out of it first.", tags=("case study",), page="/customers", **LINKEDIN,
    ),
    Plan(
        "works-it-leads", "LinkedIn: for heads of IT", begins=60, ends=None, status="running",
        weight=0.5, cpc=9.1, budget=20_000, goals=(90, 30, 6, 60_000), quality=0.75, value=1.4,
        messages=("Runs on your servers", "An API for your ERP", "Security paper"),
        hypothesis="IT signs the contract, so IT should hear of us first.",
        voice="sso", tags=("IT",), page="/security", **LINKEDIN,
    ),
    Plan(
        "facebook-checklist", "Facebook: shift handover checklist", begins=364, ends=230,
        weight=1.3, cpc=1.4, budget=15_000, goals=(500, 60, 8, 30_000), quality=0.3, value=0.7,
        messages=("Free checklist", "Handover in 5 minutes", "Print it"),
        hypothesis="A free checklist brings many contacts cheaply.", voice="students",
        tags=("checklist",), page="/checklist", **META,
    ),
    Plan(
        "behind-the-line", "Instagram: behind the line", begins=130, ends=85, weight=0.7, cpc=1.1,
        budget=5_000, goals=(60, 10, 1, 5_000), quality=0.4, value=0.8,
        messages=("Night shift", "The planner's desk", "Machine of the week"),
        hypothesis="Young planners are on Instagram.", tags=("brand",), page="/stories",
        channel="paid_social", source="instagram", medium="paid-social", ctr=0.009,
    ),
    Plan(
        "retargeting", "Display: retargeting", begins=364, ends=None, status="running", weight=0.9,
        cpc=1.3, budget=20_000, goals=(300, 120, 25, 150_000),
        messages=("Still planning by hand?", "Your trial waits", "Back to the demo"),
        hypothesis="Visitors who saw prices need a second look.", tags=("always on",),
        page="/pricing", **DISPLAY,
    ),
    Plan(
        "display-prospecting", "Display: prospecting", begins=330, ends=220, weight=1.2, cpc=0.9,
        budget=16_000, goals=(200, 40, 6, 30_000), quality=0.45, value=0.8, voice="too_early",
        messages=("Meet Brackenfield", "Plan better", "Less waiting"),
        hypothesis="Being seen everywhere makes later ads cheaper.", tags=("brand",), **DISPLAY,
    ),
    Plan(
        "trade-press-banners", "Trade press banners", begins=100, ends=30, weight=0.6, cpc=2.2,
        budget=8_000, goals=(60, 20, 4, 25_000), quality=1.1,
        messages=("Foundry Monthly", "Packaging News", "The Planner"),
        hypothesis="Readers of trade papers decide about software.", tags=("print and web",),
        channel="display", source="foundry-monthly.example", medium="banner", ctr=0.002,
    ),
    Plan(
        "two-minute-tour", "YouTube: the two-minute tour", begins=250, ends=100, cpc=0.7,
        budget=6_000, goals=(90, 25, 5, 30_000), quality=0.9,
        messages=("Tour, long", "Tour, 30 seconds", "Tour with subtitles"),
        hypothesis="Showing the product beats describing it.", tags=("video",), page="/tour",
        **YOUTUBE,
    ),
    Plan(
        "customer-stories-video", "YouTube: customer stories", begins=95, ends=None,
        status="running", cpc=0.8, budget=7_000, goals=(70, 30, 7, 50_000), quality=1.15,
        follows="two-minute-tour", messages=("A foundry in Asturias", "A bakery in Malmö",
                                             "A printer in Gdańsk"),
        hypothesis="A planner who tells their story convinces other planners.",
        learned="Views were cheap, but people left when the product came before the problem.",
        tags=("video", "case study"), page="/customers", **YOUTUBE,
    ),
    Plan(
        "consultants-affiliates", "Consultants' referral fee", begins=280, ends=None,
        status="running", monthly=650, quality=1.4, value=1.3, goals=(80, 40, 12, 90_000),
        messages=("Lean circle", "Factory advisers", "ERP freelancers"), channel="affiliates",
        source="leancircle.example", medium="affiliate", budget=9_000,
        hypothesis="Consultants recommend what makes their own projects succeed.",
        tags=("partners",), page="/partners/start",
    ),
    Plan(
        "software-directory", "Software directory", begins=210, ends=120, weight=1.2, cpc=2.9,
        quality=0.6, goals=(90, 25, 5, 25_000), messages=("Listing", "Comparison table", "Badge"),
        channel="affiliates", source="toolfinder.example", medium="affiliate", budget=8_000,
        hypothesis="Buyers make their shortlist in directories.", voice="competitor",
        tags=("directory",), page="/compare",
    ),
    Plan(
        "shift-change-podcast", "Podcast: Shift Change, twelve episodes", begins=215, ends=75,
        monthly=7_600, quality=0.55, value=0.8, goals=(150, 50, 12, 90_000), budget=38_000,
        messages=("Episodes 1 to 4", "Episodes 5 to 8", "Episodes 9 to 12"), channel="audio",
        source="shift-change.example", medium="audio", page="/podcast",
        hypothesis="Planners listen on their way to the early shift and remember the name.",
        tags=("podcast", "brand"),
    ),
    Plan(
        "podcast-guest", "Podcast: guest instead of advertiser", begins=50, ends=None,
        status="running", monthly=350, quality=1.1, goals=(40, 15, 3, 25_000), budget=2_000,
        messages=("Makers at Work", "The Planning Hour", "Plant Talk"), channel="audio",
        source="podcasts.example", medium="audio", page="/podcast", weight=0.8,
        follows="shift-change-podcast",
        hypothesis="An interview costs a day and is believed; an advertisement is skipped.",
        learned="Twelve sponsored episodes brought back a fraction of their cost in tracked "
        "revenue. More people said they knew us from it than tracking shows, but not enough more.",
        tags=("podcast",),
    ),
)  # fmt: skip
