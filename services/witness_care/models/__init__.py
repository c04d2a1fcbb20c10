"""A person's private page, what is said on it, and what they ask of the court."""

from services.witness_care.models.request import CourtFacts, DeadlineRule, Request, RequestStep
from services.witness_care.models.space import Message, PrivateSpace

__all__ = ["CourtFacts", "DeadlineRule", "Message", "PrivateSpace", "Request", "RequestStep"]
