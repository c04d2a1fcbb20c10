from django.urls import path

from scrutiny.questions import desk, views

public_urls = [
    path("scrutiny/ask/", views.ask, name="questions_ask"),
    path("scrutiny/ask/sent/", views.sent, name="questions_sent"),
    path("scrutiny/ask/confirm/<slug:reference>/<slug:code>/", views.confirm, name="questions_confirm"),
    path("scrutiny/ask/follow/<slug:reference>/<slug:code>/", views.follow, name="questions_follow"),
    path("scrutiny/questions/", views.question_list, name="questions_list"),
    path("scrutiny/questions/feed/", views.feed, name="questions_feed"),
    path("scrutiny/questions/<slug:reference>/", views.question_page, name="questions_page"),
]
staff_urls = [
    path("desk/questions/", desk.questions, name="questions_desk"),
    path("desk/questions/<slug:reference>/", desk.answer, name="questions_desk_answer"),
]
