"""Questions to the database that every page asks: put into SQL once, then asked with other values.

Building and compiling a queryset costs ten times what SQLite needs to answer it. `Prepared` keeps the compiled half.
"""

from collections.abc import Callable
from copy import copy
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Expression, Field, Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row", bound=Model)


class Given(Expression):
    """Stands in a queryset for a value that is named when the question is asked."""

    def __init__(self, name: str, field: Field[Any, Any]) -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (self,)

    def among(self, values: dict[str, Any]) -> Any:
        """Its value, as the database takes it."""
        return self.output_field.get_db_prep_value(values[self.name], connection)


class Prepared(Generic[Row]):
    """`Prepared(build)(person=…)` gives the rows of `build()` with its givens filled in.

    `build` is called when first asked. Rows, not a queryset: nothing can be filtered any more.
    """

    def __init__(self, build: Callable[[], QuerySet[Row]]) -> None:
        self._build = build

    def __call__(self, **values: Any) -> list[Row]:
        compiler, sql, params = self._compiled
        filled = tuple(one.among(values) if isinstance(one, Given) else one for one in params)
        asking: Any = copy(compiler)
        asking.connection, asking.as_sql = connection, lambda *args, **kwargs: (sql, filled)
        asking.get_converters = lambda fields: self._converters
        query: Any = copy(compiler.query)
        query.get_compiler = lambda *args, **kwargs: asking
        return list(QuerySet(compiler.query.model, query))

    @cached_property
    def _compiled(self) -> tuple[SQLCompiler, str, tuple[Any, ...]]:
        compiler = self._build().query.get_compiler(connection=connection)
        return compiler, *compiler.as_sql()

    @cached_property
    def _converters(self) -> Any:
        """How each column becomes a value of its field."""
        compiler = self._compiled[0]
        return compiler.get_converters([column[0] for column in compiler.select[: compiler.col_count]])
