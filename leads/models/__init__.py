from leads.models.activity import Activity
from leads.models.deal import Deal, DealMove
from leads.models.feedback import Feedback
from leads.models.form import Form, Submission
from leads.models.identity import Identity
from leads.models.lead import Lead
from leads.models.pipeline import Pipeline, Reason, Stage
from leads.models.revenue import Revenue

__all__ = [
    "Activity",
    "Deal",
    "DealMove",
    "Feedback",
    "Form",
    "Identity",
    "Lead",
    "Pipeline",
    "Reason",
    "Revenue",
    "Stage",
    "Submission",
]
