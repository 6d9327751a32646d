"""The footing of every pack model: frozen, no unknown fields, text stays text and numbers stay numbers."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StrictStr

Code = Annotated[StrictStr, Field(min_length=1, max_length=60, pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")]
Text = Annotated[StrictStr, Field(min_length=1, max_length=2000)]
Line = Annotated[StrictStr, Field(min_length=1, max_length=400)]
Label = Annotated[StrictStr, Field(max_length=400)]
Word = Annotated[StrictStr, Field(max_length=60)]
Flag = StrictBool
Minutes = Annotated[StrictInt, Field(ge=0, le=100_000)]
Seconds = Annotated[StrictInt, Field(ge=0, le=1_000_000)]
Day = date
Status = Literal["draft", "in_review", "approved", "live", "retired"]


class Frozen(BaseModel):
    """Read from YAML or from JSON kept in a database; written back under the same names."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
    )
