"""What allauth asks between the first proof and the sign-in."""

from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest

from derbyvoice.users.adapter import shown_factor


class SecondStep(AuthenticateStage):
    """The second factor, unless a trusted provider has seen one a moment ago."""

    def _should_handle(self, request: HttpRequest) -> bool:
        return shown_factor(request, self.login.user) != "provider" and super()._should_handle(request)
