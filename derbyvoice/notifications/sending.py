def send_batches() -> int:
    return 0
