"""Every address of every door: for links from one door to another, and from messages."""

from derbyvoice.doors import DOORS, addresses_for
from derbyvoice.roof_urls import always_urls, demo_urls

urlpatterns = [*always_urls, *addresses_for(frozenset(DOORS))]


def demo_addresses() -> list[str]:
    """The demonstration's own addresses that are served now; none outside the demo."""
    served = {str(address.pattern) for address in urlpatterns}
    return sorted(served & {str(address.pattern) for address in demo_urls()})
