"""Django forms that draw themselves: `{{ form }}`, `{{ form.name.as_field_group }}`."""

from django.forms.renderers import DjangoTemplates

from derbyvoice.govuk.dates import SplitDateField, SplitDateWidget

__all__ = ["GovukRenderer", "SplitDateField", "SplitDateWidget"]


class GovukRenderer(DjangoTemplates):
    """Whole forms and field groups in GOV.UK markup. Bare widgets stay Django's, which the admin needs."""

    form_template_name = "govuk/form.html"
    field_template_name = "govuk/field.html"
