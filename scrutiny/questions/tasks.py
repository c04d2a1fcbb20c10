from celery import shared_task

from derbyvoice.office import clock


@shared_task(name="questions.destroy_unconfirmed")
def destroy_unconfirmed() -> int:
    from scrutiny.questions import actions

    return actions.destroy_unconfirmed(at=clock.now())


@shared_task(name="questions.forget_askers")
def forget_askers() -> int:
    from scrutiny.questions import actions

    return actions.forget_askers(at=clock.now())
