"""What this package changes in pyOpenVBA, as a list: every member added to a class of its Excel model, every function
of it that is wrapped, every constant that is another one. Nothing is changed when a module is imported; `applied()`
puts the list in place and takes it back, so the installed package is never touched."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from pyopenvba.interpreter._objects import MemberSpec

Function = TypeVar("Function", bound=Callable[..., Any])


@dataclass(frozen=True)
class Member:
    """A property, its setter or a method given to a class of the object model."""

    owner: Any
    name: str
    kind: str
    function: Callable[..., Any]


@dataclass(frozen=True)
class Wrapped:
    """A function or method of pyOpenVBA that is called through another one, which gets it as its first argument."""

    owner: Any
    name: str
    function: Callable[..., Any]


@dataclass(frozen=True)
class Constant:
    """A value of a module of pyOpenVBA that is another one."""

    owner: Any
    name: str
    value: object


MEMBERS: list[Member] = []
WRAPPED: list[Wrapped] = []
CONSTANTS: list[Constant] = []


def gives(owner: Any, name: str) -> Callable[[Function], Function]:
    """The decorated function is the property `name` of the class `owner`."""
    return _member(owner, name, "property")


def sets(owner: Any, name: str) -> Callable[[Function], Function]:
    """The decorated function sets the property `name` of the class `owner`."""
    return _member(owner, name, "setter")


def does(owner: Any, name: str) -> Callable[[Function], Function]:
    """The decorated function is the method `name` of the class `owner`."""
    return _member(owner, name, "method")


def _member(owner: Any, name: str, kind: str) -> Callable[[Function], Function]:
    def register(function: Function) -> Function:
        MEMBERS.append(Member(owner, name, kind, function))
        return function

    return register


def wraps(owner: Any, name: str) -> Callable[[Function], Function]:
    """The decorated function stands in for `owner.name`, whose original it gets as its first argument."""

    def register(function: Function) -> Function:
        WRAPPED.append(Wrapped(owner, name, function))
        return function

    return register


def replaces(owner: Any, name: str, value: object) -> None:
    """`owner.name` is `value`."""
    CONSTANTS.append(Constant(owner, name, value))


@contextmanager
def applied() -> Iterator[None]:
    """pyOpenVBA with everything listed here, for as long as the block runs."""
    undo: list[Callable[[], None]] = []
    try:
        for member in MEMBERS:
            undo.append(_add_member(member))
        for wrapped in WRAPPED:
            undo.append(_wrap(wrapped))
        for constant in CONSTANTS:
            undo.append(
                functools.partial(
                    setattr, constant.owner, constant.name, getattr(constant.owner, constant.name)
                )
            )
            setattr(constant.owner, constant.name, constant.value)
        yield
    finally:
        for step in reversed(undo):
            step()


def _set(constant: Constant) -> Callable[[], None]:
    before = getattr(constant.owner, constant.name)
    setattr(constant.owner, constant.name, constant.value)
    return lambda: setattr(constant.owner, constant.name, before)


def _add_member(member: Member) -> Callable[[], None]:
    members, key = member.owner._vba_members, member.name.lower()
    before = members.get(key)
    members[key] = _spec(member, before)

    def restore() -> None:
        if before is None:
            del members[key]
        else:
            members[key] = before

    return restore


def _spec(member: Member, before: Any) -> Any:
    if member.kind == "setter":
        known = before if before is not None else MemberSpec(name=member.name, kind="property")
        return replace(known, setter=member.function)
    parameters = list(inspect.signature(member.function).parameters.values())[1:]
    return MemberSpec(
        name=member.name,
        kind=member.kind,
        getter=member.function,
        setter=None if before is None else before.setter,
        default=before is not None and before.default,
        parameters=tuple(one.name for one in parameters),
    )


def _wrap(wrapped: Wrapped) -> Callable[[], None]:
    original = wrapped.owner.__dict__[wrapped.name]
    if isinstance(original, property):
        setattr(wrapped.owner, wrapped.name, property(functools.partial(wrapped.function, original.fget)))
    else:

        @functools.wraps(original)
        def stand_in(*args: Any, **named: Any) -> Any:
            return wrapped.function(original, *args, **named)

        setattr(wrapped.owner, wrapped.name, stand_in)
    return lambda: setattr(wrapped.owner, wrapped.name, original)
