from django.urls import path

from surveys.fieldwork.views import devices, entry, sessions, words

ONE = "desk/sessions/<int:pk>/"
BATCH = "desk/entry/<int:pk>/"

staff_urls = [
    path("desk/sessions/", sessions.session_list, name="fieldwork_sessions"),
    path("desk/sessions/new/", sessions.new_session, name="fieldwork_new"),
    path(ONE, sessions.session, name="fieldwork_session"),
    path(f"{ONE}plan/", sessions.change_plan, name="fieldwork_change_plan"),
    path(f"{ONE}move/", sessions.move_session, name="fieldwork_move"),
    path(f"{ONE}afterwards/", sessions.afterwards, name="fieldwork_afterwards"),
    path(f"{ONE}print/", sessions.print_session, name="fieldwork_print"),
    path(f"{ONE}how-i-am/", sessions.own_note, name="fieldwork_own_note"),
    path(f"{ONE}people/", words.new_participant, name="fieldwork_new_participant"),
    path(f"{ONE}people/<int:number>/", words.person, name="fieldwork_person"),
    path(f"{ONE}people/<int:number>/remove/", words.remove_words, name="fieldwork_remove_words"),
    path(f"{ONE}notes/", words.new_note, name="fieldwork_new_note"),
    path(f"{ONE}notes/<int:note_pk>/", words.note, name="fieldwork_note"),
    path(f"{ONE}notes/<int:note_pk>/remove/", words.remove_note, name="fieldwork_remove_note"),
    path(f"{ONE}notes/<int:note_pk>/worry/", words.worry, name="fieldwork_worry"),
    path(f"{ONE}transcript/", words.transcript, name="fieldwork_transcript"),
    path("desk/entry/", entry.batch_list, name="fieldwork_batches"),
    path("desk/entry/new/", entry.new_batch, name="fieldwork_new_batch"),
    path(BATCH, entry.batch, name="fieldwork_batch"),
    path(f"{BATCH}form/", entry.enter, name="fieldwork_enter"),
    path(f"{BATCH}again/<int:number>/", entry.check, name="fieldwork_check"),
    path(f"{BATCH}again/<int:number>/take-out/", entry.take_out, name="fieldwork_take_out"),
    path("desk/devices/", devices.device_list, name="fieldwork_devices"),
    path("desk/devices/new/", devices.new_device, name="fieldwork_new_device"),
    path("desk/devices/<int:pk>/", devices.change_device, name="fieldwork_change_device"),
]

public_urls = [
    path("t/", devices.device_done, name="fieldwork_device_done"),
    path("t/<str:token>/", devices.device, name="fieldwork_device"),
]
