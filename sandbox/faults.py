"""Faults on demand: a method answers late, with a broken body, with a server error, or not at all."""

from dataclasses import dataclass, field
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Fault(BaseModel):
    """What goes wrong with the next `times` calls of `method` ("*": any). A `delay` lasts `seconds`. The
    others
    happen after the method has had its effect, or instead of it with `before`."""

    model_config = ConfigDict(extra="forbid")

    method: str = "*"
    kind: Literal["delay", "drop", "5xx", "html"]
    seconds: float = Field(default=0.0, ge=0.0, le=600.0)
    times: int = Field(default=1, ge=1)
    before: bool = False


@dataclass(slots=True)
class Faults:
    """The faults still to come, in the order they were asked for."""

    waiting: list[Fault] = field(default_factory=list)

    def take(self, method: str) -> Fault | None:
        """The fault of this call, if any; it counts as happened."""
        for fault in self.waiting:
            if fault.method in ("*", method):
                fault.times -= 1
                if fault.times == 0:
                    self.waiting.remove(fault)
                return fault
        return None
