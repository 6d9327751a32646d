"""The Celery application, and the step that makes every worker keep time.

Tasks do what leaves the house: messages, exports, housekeeping. Timers never become tasks: they are rows (see ``dispatch.clock``).
"""

import os
from typing import Any

from celery import Celery, signals

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dispatch.settings")

app = Celery("dispatch")
app.set_default()  # for every thread; otherwise tasks started in any but this one go to an application with no broker
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.broker_connection_max_retries = None  # a broker that is away is waited for, however long
app.conf.worker_redirect_stdouts = False
app.autodiscover_tasks()


@signals.setup_logging.connect
def keep_our_logging(**_: Any) -> None:
    """Be connected: Celery then leaves logging as the settings have it."""


app.steps["worker"].add("dispatch.clock.bootstep:KeepTime")  # by name: it needs the models, which are not there yet
