"""Addresses of the referrals room."""

from django.urls import path

from services.referrals import views

staff_urls = [
    path("desk/referrals/", views.referral_list, name="referrals_list"),
    path("desk/referrals/<uuid:public_id>/", views.referral_page, name="referrals_one"),
    path("desk/referrals/<uuid:public_id>/person/", views.person, name="referrals_person"),
    path("desk/referrals/stopped/", views.stopped, name="referrals_stopped"),
    path("desk/cases/<uuid:public_id>/support/", views.of_case, name="referrals_of_case"),
    path("desk/cases/<uuid:public_id>/support/<uuid:referral_id>/", views.let_go_of, name="referrals_let_go"),
]
