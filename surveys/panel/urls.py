from django.urls import path

from surveys.panel.views import before, invited, joining, own, staff

public_urls = [
    path("join/", joining.join, name="panel_join"),
    path("join/back/", joining.back, name="panel_back"),
    path("join/done/", own.joined, name="panel_joined"),
    path("join/<uuid:reference>/", joining.code, name="panel_code"),
    path("list/", own.place, name="panel_own"),
    path("list/choose/", own.choose, name="panel_choose"),
    path("list/about/", own.describe, name="panel_about"),
    path("list/pause/", own.pause, name="panel_pause"),
    path("list/words/", own.words, name="panel_words"),
    path("list/leave/", own.leave, name="panel_leave_all"),
    path("list/close/", own.close, name="panel_close"),
    path("list/<uuid:reference>/", own.answer, name="panel_answer"),
    path("list/<uuid:reference>/before/", before.from_own_page, name="panel_own_before"),
    path("leave-list/<str:token>/", invited.leave, name="panel_leave"),
    path("q/<str:token>/", invited.invited, name="panel_invited"),
    path("q/<str:token>/before/", before.from_link, name="panel_before"),
]
staff_urls = [
    path("desk/panel/", staff.waves, name="panel_waves"),
    path("desk/panel/new/", staff.new_wave, name="panel_new_wave"),
    path("desk/panel/waves/<int:pk>/", staff.wave, name="panel_wave"),
    path("desk/panel/waves/<int:pk>/csv/", staff.wave_csv, name="panel_wave_csv"),
    path("desk/panel/series/<int:pk>/", staff.series, name="panel_series"),
    path("desk/panel/series/<int:pk>/csv/", staff.series_csv, name="panel_series_csv"),
    path("desk/panel/not-heard/", staff.not_heard, name="panel_not_heard"),
    path("desk/panel/not-heard/csv/", staff.not_heard_csv, name="panel_not_heard_csv"),
    path("desk/panel/figures/", staff.load_figures, name="panel_figures"),
]
