"""What the office fills in about boards."""

from typing import Any

from derbyvoice.users.admin_base import ActionForm
from derbyvoice.users.models import User
from scrutiny.boards import actions
from scrutiny.boards.models import Board, BoardMeeting, Seat, Workstream


class AddBoardForm(ActionForm):
    class Meta:
        model = Board
        fields = ["name", "about", "source"]

    def act(self, *, by: User) -> Board:
        return actions.keep_board(by=by, **self.cleaned_data)


class BoardForm(AddBoardForm):
    def act(self, *, by: User) -> Board:
        return actions.change_board(self.instance, by=by, **self.cleaned_data)


class AddSeatForm(ActionForm):
    class Meta:
        model = Seat
        fields = ["board", "kind", "body", "partner", "valid_from"]

    def act(self, *, by: User) -> Seat:
        told = dict(self.cleaned_data)
        return actions.give_seat(since=told.pop("valid_from"), by=by, **told)


class EndSeatForm(ActionForm):
    class Meta:
        model = Seat
        fields = ["valid_to"]
        labels = {"valid_to": "Last day on the board"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_to"].required = True

    def act(self, *, by: User) -> Seat:
        return actions.end_seat(self.instance, on=self.cleaned_data["valid_to"], by=by)


class WorkstreamForm(ActionForm):
    class Meta:
        model = Workstream
        fields = ["board", "name"]

    def act(self, *, by: User) -> Workstream:
        return actions.keep_workstream(by=by, **self.cleaned_data)


class AddBoardMeetingForm(ActionForm):
    class Meta:
        model = BoardMeeting
        fields = ["board", "date", "words", "link"]

    def act(self, *, by: User) -> BoardMeeting:
        told = dict(self.cleaned_data)
        return actions.note_meeting(day=told.pop("date"), by=by, **told)


class BoardMeetingForm(ActionForm):
    class Meta:
        model = BoardMeeting
        fields = ["date", "words", "link"]

    def act(self, *, by: User) -> BoardMeeting:
        return actions.change_meeting(self.instance, by=by, **self.cleaned_data)
