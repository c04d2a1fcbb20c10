"""Addresses of the cases room. They hold random ids, never a reference."""

from django.urls import path

from services.cases import views

staff_urls = [
    path("desk/cases/", views.due_list, name="cases_due"),
    path("desk/cases/find/", views.find, name="cases_find"),
    path("desk/cases/overdue/", views.overdue, name="cases_overdue"),
    path("desk/cases/tasks/<int:pk>/done/", views.task_done, name="cases_task_done"),
    path("desk/cases/<uuid:public_id>/", views.case_page, name="cases_case"),
    path("desk/cases/<uuid:public_id>/person/", views.person, name="cases_person"),
    path("desk/cases/<uuid:public_id>/channels/", views.channels, name="cases_channels"),
    path("desk/cases/<uuid:public_id>/hand-over/", views.hand_over, name="cases_hand_over"),
]
