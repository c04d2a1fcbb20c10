from django.urls import path

from surveys.responses import preview_views, staff_views
from surveys.responses.views import back, desk, ending, kiosk, own_recordings, rest, way, wish, words

public_urls = [
    path("s/", way.open_surveys, name="responses_open"),
    path("s/<slug:slug>/", way.start, name="responses_start"),
    path("s/<slug:slug>/<int:number>/", way.question, name="responses_question"),
    path("s/<slug:slug>/<int:number>/sound/", way.listen, name="responses_listen"),
    path("s/<slug:slug>/<int:number>/before/", rest.note, name="responses_note"),
    path("s/<slug:slug>/help/", rest.help_now, name="responses_help"),
    path("s/<slug:slug>/pause/", rest.pause, name="responses_pause"),
    path("s/<slug:slug>/thrown-away/", rest.thrown_away, name="responses_thrown_away"),
    path("s/<slug:slug>/for-you/", rest.young, name="responses_young"),
    path("s/<slug:slug>/agree/", ending.agree, name="responses_agree"),
    path("s/<slug:slug>/check/", ending.check, name="responses_check"),
    path("s/<slug:slug>/done/", words.done, name="responses_done"),
    path("s/<slug:slug>/words/", words.by_mail, name="responses_by_mail"),
    path("s/<slug:slug>/name/", wish.after_sending, name="responses_wish"),
    path("back/", back.back, name="responses_back"),
    path("back/sent/", back.sent, name="responses_sent"),
    path("back/recording/<int:pk>/", own_recordings.recording, name="responses_own_recording"),
    path("back/recording/<int:pk>/sound/", own_recordings.hear, name="responses_own_sound"),
    path("back/add/", back.add, name="responses_add"),
    path("back/what-happened/", back.what_happened, name="responses_what_happened"),
    path("back/name/", wish.after_coming_back, name="responses_wish_back"),
    path("back/agree/", back.consents, name="responses_consents"),
    path("back/take-back/", back.take_back, name="responses_take_back"),
    path("back/taken-back/", back.taken_back, name="responses_taken_back"),
    path("back/close/", back.leave_it, name="responses_close"),
    path("k/", kiosk.wipe, name="responses_wipe"),
    path("k/<slug:code>/", kiosk.front, name="responses_kiosk"),
]
staff_urls = [
    path("desk/screens/", desk.screens, name="responses_screens"),
    path("desk/screens/<int:pk>/", desk.screen, name="responses_screen"),
    path("desk/names/", desk.wishes, name="responses_wishes"),
    path("desk/names/<uuid:reference>/", desk.wish, name="responses_wish_one"),
    path("desk/responses/<uuid:reference>/worry/", staff_views.worry, name="responses_worry"),
    path("desk/surveys/<slug:slug>/<slug:which>/try/", preview_views.preview, name="responses_preview"),
]
