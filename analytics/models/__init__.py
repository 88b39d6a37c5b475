from analytics.models.conversion import Conversion, Credit
from analytics.models.run import Run

__all__ = ["Conversion", "Credit", "Run"]
