"""The admin site of the office."""

from django.contrib.admin import AdminSite


class OfficeAdmin(AdminSite):
    site_header = site_title = "Office"
    index_title = "What needs attention"
    enable_nav_sidebar = False  # it would keep its state in the browser's storage
