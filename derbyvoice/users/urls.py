"""The way in and the desk of one's own. Nothing else of allauth is served: no sign-up, no passwords."""

from django.urls import path

from derbyvoice.users import entrance, provider_pages, views
from derbyvoice.users.access import anyone, signed_in

open_page, own_page = anyone("GET", "POST"), signed_in("GET", "POST")
ask = open_page(entrance.AskForCodePage.as_view())

staff_urls = [
    path("sign-in/", ask, name="account_login"),
    path("sign-in/again/", ask, name="account_request_login_code"),
    path("sign-in/code/", open_page(entrance.GiveCodePage.as_view()), name="account_confirm_login_code"),
    path("sign-in/second-step/", open_page(entrance.SecondStepPage.as_view()), name="mfa_authenticate"),
    path("sign-in/provider/", anyone("POST")(provider_pages.go), name="sign_in_provider"),
    path("sign-in/provider/back/", open_page(provider_pages.back), name="sign_in_provider_back"),
    path("sign-in/closed/", anyone("GET")(entrance.not_open), name="account_inactive"),
    path("sign-in/out/", open_page(entrance.sign_out), name="account_logout"),
    path("sign-in/ways/", signed_in("GET")(entrance.WaysPage.as_view()), name="mfa_index"),
    path("sign-in/ways/list/", signed_in("GET")(entrance.ways_after), name="mfa_list_webauthn"),
    path("sign-in/ways/app/", own_page(entrance.AddAppPage.as_view()), name="mfa_activate_totp"),
    path("sign-in/ways/app/remove/", own_page(entrance.RemoveAppPage.as_view()), name="mfa_deactivate_totp"),
    path("sign-in/ways/passkey/", own_page(entrance.AddPasskeyPage.as_view()), name="mfa_add_webauthn"),
    path(
        "sign-in/ways/passkey/<int:pk>/remove/",
        own_page(entrance.RemovePasskeyPage.as_view()),
        name="mfa_remove_webauthn",
    ),
    path(
        "sign-in/ways/recovery/", signed_in("GET")(entrance.RecoveryCodesPage.as_view()), name="mfa_view_recovery_codes"
    ),
    path(
        "sign-in/ways/recovery/new/",
        own_page(entrance.NewRecoveryCodesPage.as_view()),
        name="mfa_generate_recovery_codes",
    ),
    path("sign-in/once-more/", own_page(entrance.CodeAgainPage.as_view()), name="mfa_reauthenticate"),
    path(
        "sign-in/once-more/passkey/", own_page(entrance.PasskeyAgainPage.as_view()), name="mfa_reauthenticate_webauthn"
    ),
    path("desk/", views.home, name="desk_home"),
    path("desk/roles/", views.role_list, name="desk_roles"),
    path("desk/sign-ins/", views.sign_ins, name="desk_sign_ins"),
    path("desk/sign-ins/<int:pk>/end/", views.end_sign_in, name="desk_end_sign_in"),
    path("desk/sign-ins/end-others/", views.end_other_sign_ins, name="desk_end_other_sign_ins"),
]
