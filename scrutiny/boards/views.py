from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from derbyvoice.office import clock
from derbyvoice.users.access import anyone
from scrutiny.boards import reports

MOST = 100


@anyone("GET", keep_seconds=60)
def board_list(request: HttpRequest) -> HttpResponse:
    """Every board on one page: there are few."""
    day = clock.today()
    return render(request, "boards/list.html", {"boards": reports.boards(day)[:MOST], "today": day})
