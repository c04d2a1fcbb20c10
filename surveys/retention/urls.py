from django.urls import path

from surveys.retention.views import copies, keeping

public_urls = [
    path("back/copy/", copies.my_copy, name="retention_copy"),
    path("back/copy/file/", copies.my_file, name="retention_file"),
]
staff_urls = [
    path("desk/keeping/", keeping.rules, name="retention_rules"),
    path("desk/keeping/hold/", keeping.new_hold, name="retention_hold"),
    path("desk/keeping/hold/<int:pk>/end/", keeping.end, name="retention_end_hold"),
    path("desk/keeping/person/", copies.person, name="retention_person"),
    path("desk/keeping/proposal/<int:pk>/", keeping.proposal, name="retention_proposal"),
    path("desk/keeping/rule/<str:slug>/<str:state>/", keeping.rule, name="retention_rule"),
]
