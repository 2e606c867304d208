"""Logs as JSON lines on standard error, each with the id of its request.

JSON escapes line ends and control characters, so nothing that a client sends can forge a line.
"""

from __future__ import annotations

import logging.config

import structlog

QUIETER = {
    # Every request has its own line with the status; Django's warnings would repeat it.
    "django.request": "ERROR",
    # Beat's rounds would fill the log with "sending", "received" and "succeeded".
    "celery.beat": "WARNING",
    "django_tasks": "WARNING",
    "wagtail": "WARNING",
    "celery.worker.strategy": "WARNING",
    "celery.app.trace": "WARNING",
    "kombu.connection": "ERROR",
}


def configure(*, level: str) -> None:
    """Send structlog and the standard library through one JSON formatter."""
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "json": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "foreign_pre_chain": shared,
                    "processors": [
                        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                        structlog.processors.format_exc_info,
                        structlog.processors.JSONRenderer(),
                    ],
                }
            },
            "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
            "root": {"handlers": ["console"], "level": level},
            "loggers": {name: {"level": quiet} for name, quiet in QUIETER.items()},
        }
    )
