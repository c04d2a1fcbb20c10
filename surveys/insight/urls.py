from django.urls import path

from surveys.insight import public_views, views

public_urls = [
    path("heard/", public_views.heard, name="insight_heard"),
    path("back/what-happened/", public_views.what_happened, name="insight_what_happened"),
]
staff_urls = [
    path("desk/insight/responses/", views.response_list, name="insight_responses"),
    path("desk/insight/responses/<uuid:reference>/", views.response, name="insight_response"),
    path("desk/insight/results/<slug:slug>/", views.survey_results, name="insight_results"),
    path("desk/insight/results/<slug:slug>/csv/", views.results_csv, name="insight_results_csv"),
    path("desk/insight/findings/", views.finding_list, name="insight_findings"),
    path("desk/insight/findings/new/", views.new_finding, name="insight_new_finding"),
    path("desk/insight/findings/<int:pk>/", views.finding, name="insight_finding"),
]
