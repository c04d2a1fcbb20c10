from django.urls import path

from surveys.questionnaires.views import drafts, importing, pieces, reading, sets, surveys, words

DRAFT = "desk/surveys/<slug:slug>/draft/"
EDITION = "desk/surveys/<slug:slug>/<slug:which>/"

staff_urls = [
    path("desk/surveys/", surveys.survey_list, name="questionnaires_list"),
    path("desk/surveys/new/", surveys.new_survey, name="questionnaires_new"),
    path("desk/surveys/import/", importing.bring_in, name="questionnaires_import"),
    path("desk/surveys/sets/", sets.set_list, name="questionnaires_sets"),
    path("desk/surveys/sets/<int:pk>/", sets.question_set, name="questionnaires_set"),
    path("desk/surveys/<slug:slug>/", surveys.survey, name="questionnaires_survey"),
    path("desk/surveys/<slug:slug>/settings/", surveys.settings, name="questionnaires_settings"),
    path("desk/surveys/<slug:slug>/history/", drafts.history, name="questionnaires_history"),
    path("desk/surveys/<slug:slug>/changes/", reading.changes, name="questionnaires_changes"),
    path("desk/surveys/<slug:slug>/<int:number>/", reading.version, name="questionnaires_preview"),
    path(DRAFT, drafts.draft, name="questionnaires_draft"),
    path(f"{DRAFT}begin/", drafts.begin, name="questionnaires_begin"),
    path(f"{DRAFT}act/", drafts.act, name="questionnaires_act"),
    path(f"{DRAFT}undo/", drafts.undo, name="questionnaires_undo"),
    path(f"{DRAFT}publish/", drafts.publish, name="questionnaires_publish"),
    path(f"{DRAFT}throw-away/", drafts.throw_away, name="questionnaires_throw_away"),
    path(f"{DRAFT}about/", pieces.about, name="questionnaires_about"),
    path(f"{DRAFT}sections/new/", pieces.new_section, name="questionnaires_new_section"),
    path(f"{DRAFT}sections/<slug:id>/", pieces.section, name="questionnaires_section"),
    path(f"{DRAFT}kinds/", pieces.kinds, name="questionnaires_kinds"),
    path(f"{DRAFT}kinds/<slug:kind>/", pieces.new_question_of, name="questionnaires_new_question"),
    path(f"{DRAFT}questions/<slug:id>/", pieces.question, name="questionnaires_question"),
    path(f"{DRAFT}languages/", words.languages, name="questionnaires_languages"),
    path(f"{DRAFT}languages/<slug:language>/", words.words, name="questionnaires_words"),
    path(f"{DRAFT}keep/", sets.keep_set, name="questionnaires_keep_set"),
    path(f"{DRAFT}insert/", sets.insert_set, name="questionnaires_insert_set"),
    path(f"{EDITION}check/", reading.check, name="questionnaires_check"),
    path(f"{EDITION}paths/", reading.paths, name="questionnaires_paths"),
    path(f"{EDITION}xlsform/", importing.take_out, name="questionnaires_xlsform"),
    path(f"{EDITION}paper/", reading.paper, name="questionnaires_paper"),
]
