"""What a key may do, and why a post is refused."""

from django.db.models import TextChoices


class Scope(TextChoices):
    """What a program with a key may do. A key without a scope may do nothing."""

    CASES_WRITE = "cases:write", "Send cases"


class Code(TextChoices):
    """Why a post was refused, for programs. The words beside it are for the people who read their logs."""

    NO_KEY = "no_key", "Send a key: Authorization: Bearer …"
    BAD_KEY = "bad_key", "This key is not known, has ended or has expired."
    NO_SCOPE = "no_scope", "This key may not do that."
    HTTPS_ONLY = "https_only", "Use https. A key that was sent over http must be replaced."
    TOO_MANY = "too_many", "Too many posts in a short time. Wait, then send this one again."
    TOO_LARGE = "too_large", "At most 64 KB."
    NOT_JSON = "not_json", "This is not JSON in UTF-8."
    TOO_DEEP = "too_deep", "Nested too deeply."
    DOUBLE_FIELD = "double_field", "This field stands here twice."
    BAD_NUMBER = "bad_number", "NaN and Infinity are not numbers."
    BAD_CHARACTER = "bad_character", "A NUL or half of a character stands in the text."
    NO_IDEMPOTENCY_KEY = "no_idempotency_key", "Send a header Idempotency-Key of 8 to 80 letters, digits, - or _."
    KEY_REUSED = "key_reused", "This Idempotency-Key came with another body before. Use a new key for a new post."
    OLDER_VERSION = "older_version", "We hold a newer version of this case. Nothing was changed."
    SAME_VERSION = "same_version", "We hold this version with other content. Send the change as a higher version."
