"""How people come in: by invitation only; the first administrator by the set-up page."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedLoopAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up by themselves: see clmsite/views/invitations.py."""
        return False
