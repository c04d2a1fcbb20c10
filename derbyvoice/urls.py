"""The addresses that this process serves: the doors it was told to open, and its health."""

from django.conf import settings

from derbyvoice.doors import addresses_for
from derbyvoice.roof_urls import always_urls

urlpatterns = [*always_urls, *addresses_for(settings.DOORS)]

handler400 = "derbyvoice.govuk.views.bad_request"
handler403 = "derbyvoice.govuk.views.forbidden"
handler404 = "derbyvoice.govuk.views.not_found"
handler429 = "derbyvoice.govuk.views.too_many"  # asked for by allauth
handler500 = "derbyvoice.govuk.views.server_error"
