from django.urls import path

from scrutiny.briefings import views

PACK = "desk/briefings/contracts/<int:pk>/<int:year>/q<int:number>"
staff_urls = [
    path("desk/briefings/", views.start, name="briefings_start"),
    path("desk/briefings/contracts/", views.contracts, name="briefings_contracts"),
    path(f"{PACK}/", views.pack, name="briefings_pack"),
    path(f"{PACK}/pack.csv", views.pack_csv, name="briefings_pack_csv"),
    path(f"{PACK}/pack.xlsx", views.pack_xlsx, name="briefings_pack_xlsx"),
]
