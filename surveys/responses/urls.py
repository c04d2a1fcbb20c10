from django.urls import path

from surveys.responses import back_views, views

public_urls = [
    path("s/", views.open_surveys, name="responses_open"),
    path("s/<slug:slug>/", views.start, name="responses_start"),
    path("s/<slug:slug>/<int:number>/", views.question, name="responses_question"),
    path("s/<slug:slug>/agree/", views.agree, name="responses_agree"),
    path("s/<slug:slug>/check/", views.check, name="responses_check"),
    path("s/<slug:slug>/done/", views.done, name="responses_done"),
    path("back/", back_views.back, name="responses_back"),
    path("back/sent/", back_views.sent, name="responses_sent"),
    path("back/agree/", back_views.consents, name="responses_consents"),
    path("back/take-back/", back_views.take_back, name="responses_take_back"),
    path("back/taken-back/", back_views.taken_back, name="responses_taken_back"),
    path("back/close/", back_views.leave_it, name="responses_close"),
]
