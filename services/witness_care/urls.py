from django.urls import path

from services.witness_care.views import asking, desk, private

public_urls = [
    path("p/", private.home, name="witness_care_home"),
    path("p/noted/", private.words_noted, name="witness_care_noted"),
    path("p/close/", private.leave_page, name="witness_care_close"),
    path("p/closed/", private.left, name="witness_care_left"),
    path("p/help-on-the-day/", asking.measures, name="witness_care_measures"),
    path("p/earlier-day/", asking.earlier, name="witness_care_earlier"),
    path("p/take-back/<uuid:public_id>/", asking.take_back, name="witness_care_take_back"),
    path("p/<str:token>/", private.door, name="witness_care_door"),
]
staff_urls = [
    path("desk/witness-care/", desk.waiting, name="witness_care_waiting"),
    path("desk/witness-care/<uuid:public_id>/", desk.person, name="witness_care_person"),
    path("desk/witness-care/<uuid:public_id>/court/", desk.court, name="witness_care_court"),
    path("desk/witness-care/requests/<int:pk>/", desk.move, name="witness_care_move"),
    path("desk/witness-care/offer/<uuid:public_id>/", desk.offer, name="witness_care_offer"),
]
