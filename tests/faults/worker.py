"""A worker process for the fault tests: the real sending, with one kind of message. `python -m tests.faults.worker`."""

import os
import sys

os.environ["MODE"] = "test"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "derbyvoice.settings")


def letter(message):
    from derbyvoice.notifications.kinds import Ready

    return Ready(f"{message.recipient_ref}@people.example", "Please read", "Somebody wrote to you.\n")


def set_up():
    import django

    django.setup()
    from derbyvoice.notifications.kinds import Kind, is_registered, register

    if not is_registered("fault"):
        register(Kind("fault", "For fault tests.", letter))


if __name__ == "__main__":
    set_up()
    from django.core.management import call_command

    call_command("send_messages", "--loop", f"--every={sys.argv[1] if len(sys.argv) > 1 else 0.2}")
