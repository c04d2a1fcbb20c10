from django.urls import path

from services.contracts import views

staff_urls = [
    path("desk/contracts/returns/", views.returns, name="contracts_returns"),
    path("desk/contracts/returns/<int:pk>/", views.one_return, name="contracts_return"),
    path("desk/contracts/returns/<int:pk>/kept/", views.return_kept, name="contracts_return_kept"),
]
