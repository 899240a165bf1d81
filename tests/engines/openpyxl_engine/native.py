"""The base of the `api` objects: the few members of Excel's own model that exist, and a refusal for the rest."""

from typing import Any


class Native:
    """An object of Excel's model; a member it does not have raises NotImplementedError, on reading and writing."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        raise NotImplementedError(f"{type(self).__name__}.{name}")

    def __setattr__(self, name: str, value: object) -> None:
        member = getattr(type(self), name, None)
        if name.startswith("_") or (isinstance(member, property) and member.fset is not None):
            super().__setattr__(name, value)
            return
        raise NotImplementedError(f"{type(self).__name__}.{name} = …")
