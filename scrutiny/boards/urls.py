from django.urls import path

from scrutiny.boards import views

public_urls = [path("scrutiny/boards/", views.board_list, name="boards_list")]
