"""What the hub does regularly."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

log = logging.getLogger(__name__)


async def repeat(step: Callable[[], Any], every: float) -> None:
    """Take a step again and again; an error is logged and the next one tried."""
    while True:
        await asyncio.sleep(every)
        try:
            await step()
        except Exception as error:
            log.warning("A step of the live board failed (%s); trying again.", type(error).__name__)
