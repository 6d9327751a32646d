"""How answers are written: JSON by orjson, several times quicker than the framework's own for a long list."""

from collections.abc import Mapping
from typing import Any

import orjson
from rest_framework.renderers import JSONRenderer

# Instants, numbers of arbitrary precision and lazy words are left to the framework's encoder, so that the text stays the same.
OPTIONS = orjson.OPT_NON_STR_KEYS | orjson.OPT_PASSTHROUGH_DATETIME


class QuickJSON(JSONRenderer):
    """The framework's JSON, sooner."""

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None) -> Any:
        """The answer as UTF-8 bytes."""
        if data is None:
            return b""
        try:
            return orjson.dumps(data, default=self.encoder_class().default, option=OPTIONS)
        except TypeError:  # what orjson will not write, such as half a character, the framework may
            return super().render(data, accepted_media_type, renderer_context)
