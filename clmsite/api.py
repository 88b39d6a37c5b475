"""One router: every viewset under /api/v1/."""

from rest_framework.routers import SimpleRouter

router = SimpleRouter()
