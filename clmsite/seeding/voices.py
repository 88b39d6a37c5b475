"""What the demo company's leads tell its sales reps, and what the reps write down."""

# key -> the chips its leads use more than others: (kind, topic, words of the customer)
VOICES: dict[str, tuple[tuple[str, str, str], ...]] = {
    "students": (
        ("fit", "Too small", "Five people, one machine: a sheet of paper is enough for us."),
        ("fit", "Student project", "I need it for my thesis."),
        ("objection", "No budget", "I hoped that it is free."),
    ),
    "competitor": (
        ("competitor", "Kadenzo", "Our Kadenzo contract ends in spring."),
        ("competitor", "Kadenzo", "Kadenzo is slow with more than 40 machines."),
        ("question", "Data migration", "Can you take over our Kadenzo data?"),
        ("competitor", "Taktolo", "We look at Taktolo, too."),
    ),
    "enterprise": (
        ("question", "Several plants", "We would start in one plant and have six."),
        ("objection", "Purchasing rules", "Purchasing needs three offers above 25,000."),
        ("fit", "Exact fit", "This is the calculation our board asks for."),
        ("missing", "Single sign-on", "Without single sign-on IT will not sign."),
    ),
    "sso": (
        ("missing", "Single sign-on", "No SAML, no contract."),
        ("missing", "Single sign-on", "We cannot hand out another password."),
        ("missing", "Audit log export", "Our auditors want the log as a file."),
        ("question", "Hosting", "Can it run on our own servers?"),
    ),
    "too_early": (
        ("objection", "No project yet", "Next year perhaps."),
        ("objection", "No project yet", "I only wanted to look around."),
        ("question", "Price list", "Just send me the prices."),
    ),
    "price": (
        ("objection", "Price", "Too expensive for one plant."),
        ("objection", "Price", "With 20 percent off I can sign today."),
        ("question", "Yearly payment", "Is there a discount for paying yearly?"),
    ),
    "integration": (
        ("question", "ERP connection", "Does it read orders from our ERP every hour?"),
        ("fit", "Exact fit", "It does what our ERP cannot."),
        ("missing", "ERP write-back", "The plan must go back into the ERP."),
    ),
    "missing_machines": (
        ("missing", "Machine data", "We want the signals of the machines in it."),
        ("missing", "Machine data", "Does it speak OPC UA?"),
        ("competitor", "Taktolo", "Taktolo shows OEE at once."),
    ),
    "": (
        ("objection", "Price", "More than we had planned."),
        ("objection", "Change on the floor", "Our foremen like their board."),
        ("objection", "Bad timing", "We are in the middle of an ERP change."),
        ("question", "ERP connection", "Which ERP systems do you connect to?"),
        ("question", "Training", "How long until a planner can use it?"),
        ("question", "Data protection", "Where is the data?"),
        ("competitor", "Kadenzo", "Kadenzo has made us an offer as well."),
        ("competitor", "Spreadsheet", "Our spreadsheet does that for free."),
        ("missing", "Mobile app", "Foremen want it on the phone."),
        ("missing", "Machine data", "Can it read our machines?"),
        ("fit", "Exact fit", "Looks as if made for us."),
        ("rating", "Easy to use", "My planner understood it in ten minutes."),
        ("rating", "Fast support", "Your support answered within the hour."),
    ),
}

CALLS = (
    "Reached on the first try. Plans with a spreadsheet today, two planners, about 60 machines.",
    "Talked for ten minutes. Wants to see the capacity view with own data.",
    "No answer, left a message.",
    "Called back. Decision is made by the plant manager, budget is there.",
    "Short call between two meetings. Send the price list, call again on Thursday.",
    "Spoke with the planner: late orders are the pain, three or four a week.",
    "Wrong extension; the switchboard gave me the right one.",
    "Asked about the connection to the ERP. Technical call with our engineer agreed.",
)
MAILS = (
    "Sent the offer and the reference from the foundry.",
    "Sent the recording of the demo and the security paper.",
    "Sent a short summary of our call and two dates.",
)
MEETINGS = (
    "Demo with three people. The what-if view made them talk among themselves.",
    "Visit on site. Saw the board: magnets, string, and a camera for the night shift.",
    "Second demo with IT. Open: sign-in and hosting.",
)
NOTES = (
    "Competitor is Kadenzo, contract ends in spring.",
    "Careful with the price: they were burnt by an ERP project.",
    "Knows us from a former job. Ask for a reference later.",
    "The foreman decides more than the manager admits.",
    "Two plants more if the first works.",
)
TASKS = (
    "Call back about the offer",
    "Send the contract",
    "Prepare demo with own orders",
    "Ask for feedback on the trial",
    "Agree a date for the visit",
    "Check the quote with the partner",
    "Answer the question about hosting",
)
NEXT_STEPS = (
    "Send revised offer",
    "Demo with plant manager",
    "Wait for purchasing",
    "Technical call with IT",
    "Collect order data for trial",
    "Contract review",
)
CLOSE_NOTES = {
    "won": ("Signed after the trial.", "Reference visit made the difference.", "", "", ""),
    "lost": ("They stay with their spreadsheet for now.", "Will look again next year.", "", ""),
}
