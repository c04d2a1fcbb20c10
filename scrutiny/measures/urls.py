from django.urls import path

from scrutiny.measures import views

public_urls = [
    path("scrutiny/figures/", views.measure_list, name="measures_list"),
    path("scrutiny/figures/data.csv", views.all_as_csv, name="measures_csv"),
    path("scrutiny/figures/data.json", views.all_as_json, name="measures_json"),
    path("scrutiny/figures/<int:number>/", views.measure_page, name="measures_page"),
    path("scrutiny/figures/<int:number>/data.csv", views.one_as_csv, name="measures_page_csv"),
]
