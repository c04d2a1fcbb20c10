from django.urls import path

from scrutiny.commitments import views

public_urls = [
    path("scrutiny/promises/", views.promise_list, name="commitments_list"),
    path("scrutiny/promises/data.csv", views.as_csv, name="commitments_csv"),
    path("scrutiny/promises/<int:number>/", views.promise_page, name="commitments_page"),
    path("scrutiny/what-changed/", views.changed, name="commitments_changed"),
]
