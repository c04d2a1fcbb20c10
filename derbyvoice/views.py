"""Pages of the house as a whole: the front page and its health."""

from django.http import HttpRequest, HttpResponse, JsonResponse

from derbyvoice.users.access import anyone


@anyone("GET")
def healthz(request: HttpRequest) -> HttpResponse:
    """This process answers."""
    return JsonResponse({"status": "ok"})


@anyone("GET")
def readyz(request: HttpRequest) -> HttpResponse:
    """This process can do its work."""
    return JsonResponse({"status": "ok"})
