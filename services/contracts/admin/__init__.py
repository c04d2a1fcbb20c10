"""The office's side of contracts: money, targets, returns, monitoring meetings and what was promised there."""

from services.contracts.admin import access, contract, monitoring, returns

__all__ = ["access", "contract", "monitoring", "returns"]
