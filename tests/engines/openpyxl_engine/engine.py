"""What xlwings calls an engine, and its running Excels."""

import datetime as dt
import itertools
from collections.abc import Iterator
from typing import Any

import pandas as pd
from xlwings import base_classes

from engines.openpyxl_engine.application import App
from engines.openpyxl_engine.cell_values import error_texts


class Engine:
    """The engine named "openpyxl"."""

    name = "openpyxl"
    type = "desktop"

    def __init__(self) -> None:
        self.apps = Apps(self)

    @staticmethod
    def prepare_xl_data_element(x: Any, options: object) -> Any:
        """A value on its way into a cell, made as xlwings' Windows engine makes it."""
        if isinstance(x, dt.datetime | dt.date):
            if x is pd.NaT:
                return ""
            moment = x if isinstance(x, dt.datetime) else dt.datetime(x.year, x.month, x.day)
            return pd.Timestamp(moment).to_pydatetime().replace(tzinfo=None)
        if pd.api.types.is_scalar(x) and pd.isna(x):
            return ""
        if type(x).__module__ == "numpy":
            return x.item()
        return x

    @staticmethod
    def clean_value_data(
        data: Any, datetime_builder: Any, empty_as: Any, number_builder: Any, err_to_str: bool
    ) -> list[list[Any]]:
        """Values on their way out of cells, cleaned as xlwings' Windows engine cleans them."""

        def clean(value: Any) -> Any:
            if value is None or value == "":
                return empty_as
            if isinstance(value, dt.datetime):
                date, time = value.date(), value.time()
                return datetime_builder(
                    year=date.year,
                    month=date.month,
                    day=date.day,
                    hour=time.hour,
                    minute=time.minute,
                    second=time.second,
                    microsecond=time.microsecond,
                    tzinfo=None,
                )
            if isinstance(value, float) and number_builder is not None:
                return number_builder(value)
            if isinstance(value, int) and value in error_texts:
                return error_texts[value] if err_to_str else None
            return value

        return [[clean(value) for value in row] for row in data]


class Apps(base_classes.Apps):
    """The running instances, the active one first."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._running: list[App] = []
        self._numbers = itertools.count(1)

    def keys(self) -> list[int]:
        return [app.pid for app in self._running]

    def add(
        self, spec: object = None, add_book: bool = True, xl: object = None, visible: bool | None = None
    ) -> "App":
        app = App(self, next(self._numbers))
        self._running.insert(0, app)
        if add_book:
            app.books.add()
        return app

    def raise_to_front(self, app: "App") -> None:
        self._running.remove(app)
        self._running.insert(0, app)

    def remove(self, app: "App") -> None:
        if app in self._running:
            self._running.remove(app)

    def __iter__(self) -> Iterator["App"]:
        return iter(list(self._running))

    def __len__(self) -> int:
        return len(self._running)

    def __getitem__(self, pid: int) -> "App":
        for app in self._running:
            if app.pid == pid:
                return app
        raise KeyError("Could not find an Excel instance with this PID.")
