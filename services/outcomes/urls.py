from django.urls import path

from services.outcomes import views

staff_urls = [path("desk/outcomes/<uuid:public_id>/", views.scores, name="outcomes_scores")]
