from django import forms


class TranscriptForm(forms.Form):
    """What was said, as somebody heard it."""

    words = forms.CharField(
        label="What is said",
        help_text="Write it as it is said. Put [unclear] where you cannot hear it, and [name] instead of a name.",
        required=False,
        max_length=30_000,
        widget=forms.Textarea(attrs={"rows": 14, "threshold": 75}),
        error_messages={"max_length": "Use 30,000 letters or fewer"},
    )
