from django.urls import path

from surveys.safeguarding.views import flags, public, rules

public_urls = [path("now/", public.now, name="safeguarding_now")]
staff_urls = [
    path("desk/safeguarding/", flags.flag_list, name="safeguarding_list"),
    path("desk/safeguarding/rules/", rules.rules, name="safeguarding_rules"),
    path("desk/safeguarding/rules/new/", rules.new_rule, name="safeguarding_new_rule"),
    path("desk/safeguarding/rules/try/", rules.try_text, name="safeguarding_try"),
    path("desk/safeguarding/rules/<int:pk>/", rules.rule, name="safeguarding_rule"),
    path("desk/safeguarding/<uuid:reference>/", flags.flag, name="safeguarding_flag"),
    path("desk/safeguarding/<uuid:reference>/take/", flags.take, name="safeguarding_take"),
]
