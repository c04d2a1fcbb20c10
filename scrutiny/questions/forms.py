"""The forms around a question: asking it, and answering it at the force desk."""

import re
import time

from django import forms
from django.core import signing

from derbyvoice.office.models import District

SALT = "questions.ask"
SECONDS_TO_THINK = 3
OUTSIDE, NOT_SAID = "outside", "not-said"
INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def plain(words: str) -> str:
    """Without marks that cannot be seen and could turn the writing round; letters of every script stay."""
    return INVISIBLE.sub("", words.replace("\r\n", "\n").replace("\r", "\n")).strip()


class AskForm(forms.Form):
    question = forms.CharField(
        label="Your question",
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 6, "label_size": "m"}),
        help_text="Please do not name anybody, and do not tell us about one case.",
        error_messages={
            "required": "Write your question",
            "max_length": "Your question is too long. Shorten it to %(limit_value)d characters or fewer",
        },
    )
    area = forms.ChoiceField(
        label="Where do you live?",
        widget=forms.Select(attrs={"label_size": "m"}),
        help_text="We publish this with your question, and nothing else about you.",
        error_messages={"required": "Choose where you live", "invalid_choice": "Choose where you live from the list"},
    )
    email = forms.EmailField(
        label="Your e-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"label_size": "m", "autocomplete": "email", "spellcheck": False}),
        help_text="We send you a link to confirm your question, and tell you when there is an answer. "
        "We never publish it.",
        error_messages={
            "required": "Write your e-mail address",
            "invalid": "Write an e-mail address like name@example.com",
        },
    )
    name = forms.CharField(
        label="Your name (you can leave this empty)",
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"label_size": "m", "autocomplete": "name", "spellcheck": False}),
        help_text="Only people in this office see it. We never publish it.",
    )
    website = forms.CharField(
        label="Leave this box empty", max_length=200, required=False, widget=forms.TextInput(attrs={"tabindex": "-1"})
    )
    opened = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)

    def __init__(self, *args, day, **kwargs):
        super().__init__(*args, **kwargs)
        districts = District.objects.on(day).values_list("code", "name")
        elsewhere = [(OUTSIDE, "Somewhere else"), (NOT_SAID, "I would rather not say")]
        self.fields["area"].choices = [("", "Choose one"), *districts, *elsewhere]
        self.fields["opened"].initial = signing.dumps(int(time.time()), salt=SALT)

    def clean_question(self):
        return self.not_emptied("question", "Write your question")

    def clean_name(self):
        return plain(self.cleaned_data["name"])

    def not_emptied(self, field: str, message: str) -> str:
        words = plain(self.cleaned_data[field])
        if not words:
            raise forms.ValidationError(message)
        return words

    def clean(self):
        """Two traps for programs. Somebody who falls into one by accident need only press the button again."""
        if self.cleaned_data.get("website"):
            self.add_error(
                "website", "Please empty this box and press the button again. It is there to catch programs, not people"
            )
        if self.was_hasty():
            self.add_error(None, "That was very quick. Please check your question and press the button again")
        return self.cleaned_data

    def was_hasty(self) -> bool:
        """Sent within three seconds of being shown, or without our mark of when it was shown."""
        try:
            opened = int(signing.loads(self.data.get("opened", ""), salt=SALT))
        except (signing.BadSignature, TypeError, ValueError):
            return True
        return time.time() - opened < SECONDS_TO_THINK

    @property
    def district(self) -> District | None:
        return District.objects.filter(code=self.cleaned_data["area"]).first()


class SearchForm(forms.Form):
    q = forms.CharField(label="Search in questions and answers", required=False, max_length=100)
    area = forms.CharField(required=False, max_length=9)


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label="Your answer",
        max_length=12000,
        widget=forms.Textarea(attrs={"rows": 14, "label_size": "m"}),
        help_text="Everybody will be able to read this. Leave an empty line between paragraphs, and begin the lines "
        "of a list with “- ”.",
        error_messages={"required": "Write your answer"},
    )

    def clean_answer(self):
        words = plain(self.cleaned_data["answer"])
        if not words:
            raise forms.ValidationError("Write your answer")
        return words
