"""The step that makes every Celery worker keep time."""

from typing import Any

from celery import bootsteps
from celery.worker.components import Pool

from dispatch.clock import hosting


class KeepTime(bootsteps.StartStopStep):
    """Run the loop and the pumps in the worker's main process, whether or not the broker answers."""

    requires = (Pool,)  # children are forked before any of our threads exist

    def include_if(self, parent: Any) -> bool:
        """Leave it to the process, where the process keeps time already."""
        return not hosting.is_hosted_here()

    def create(self, parent: Any) -> None:
        """Make the threads' owner."""
        self.timekeeping = hosting.Timekeeping()

    def start(self, parent: Any) -> None:
        """Start keeping time; the consumer, which waits for the broker, starts after this."""
        self.timekeeping.start()

    def stop(self, parent: Any) -> None:
        """Stop keeping time."""
        self.timekeeping.stop()

    terminate = stop
