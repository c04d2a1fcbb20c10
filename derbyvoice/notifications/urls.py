from django.urls import path

from derbyvoice.notifications import api

api_urls = [path("api/v1/receipts/", api.take_receipt, name="notifications_receipts")]
