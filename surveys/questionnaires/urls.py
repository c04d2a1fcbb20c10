from django.urls import path

from surveys.questionnaires import views

staff_urls = [
    path("desk/surveys/", views.survey_list, name="questionnaires_list"),
    path("desk/surveys/<slug:slug>/", views.survey, name="questionnaires_survey"),
    path("desk/surveys/<slug:slug>/<int:number>/", views.preview, name="questionnaires_preview"),
]
