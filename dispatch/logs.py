"""How the console writes its log: one JSON object a line, on standard error, without personal data.

Lines carry ids, kinds and counts. An exception is written as its type and the places it passed through, never its
message, because a database error quotes the row that caused it. Fields that could hold a person's words are dropped.
"""

import sys
import traceback
from types import TracebackType
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

PRIVATE_FIELDS = frozenset(
    {
        "address", "answer", "body", "caller", "cookies", "email", "headers", "latitude", "lat", "location", "lon", "longitude",
        "message_text", "name", "password", "phone", "place", "recipient", "request", "summary", "text", "token", "user", "username",
    }
)  # fmt: skip
DEEPEST_FRAMES = 12
ExceptionParts = tuple[type[BaseException] | None, BaseException | None, TracebackType | None]


def drop_private_fields(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Take out every field whose name says that it may hold something about a person."""
    for field in PRIVATE_FIELDS & event.keys():
        del event[field]
    return event


def bare_exception(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Write an exception as its type and where it passed through: ``file:line function``, deepest last."""
    given: Any = event.pop("exc_info", None)
    if not given:
        return event
    kind, error, trace = _parts(given)
    if kind is not None:
        event["exception"] = f"{kind.__module__}.{kind.__qualname__}"
        frames = traceback.extract_tb(trace or getattr(error, "__traceback__", None))[-DEEPEST_FRAMES:]
        event["where"] = [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
    return event


def _parts(given: Any) -> ExceptionParts:
    if isinstance(given, BaseException):
        return type(given), given, given.__traceback__
    return given if isinstance(given, tuple) else sys.exc_info()


def _short(filename: str) -> str:
    return "/".join(filename.split("/")[-3:])


COMMON: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    drop_private_fields,
    bare_exception,
]

structlog.configure(
    processors=[*COMMON, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)

LOGGING_CONFIGURATION: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": COMMON,
            "keep_exc_info": False,
            "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, structlog.processors.JSONRenderer()],
        },
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.request": {"level": "ERROR"},  # a 404 is an answer, not an event
        "django.server": {"handlers": [], "level": "ERROR", "propagate": True},  # its lines carry addresses
        "uvicorn.access": {"level": "WARNING"},  # likewise
        "celery.app.trace": {"level": "WARNING"},  # one line a task is too many
        "celery.worker.strategy": {"level": "WARNING"},  # likewise
        "httpx": {"level": "WARNING"},  # its lines carry addresses
        "kombu.connection": {"level": "ERROR"},
        "axes": {"level": "ERROR"},  # its lines carry user names and addresses
    },
}
