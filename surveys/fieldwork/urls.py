from django.urls import path

from surveys.fieldwork import views

staff_urls = [
    path("desk/sessions/", views.session_list, name="fieldwork_sessions"),
    path("desk/sessions/new/", views.new_session, name="fieldwork_new"),
    path("desk/sessions/<int:pk>/", views.session, name="fieldwork_session"),
    path("desk/sessions/<int:pk>/people/", views.new_participant, name="fieldwork_new_participant"),
    path("desk/sessions/<int:pk>/notes/", views.new_note, name="fieldwork_new_note"),
]
