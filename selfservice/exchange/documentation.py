"""The tables of the contract as they stand in `site/docs/exchange.md`, written from the models."""

from __future__ import annotations

from selfservice.exchange.contract import Column, Kind, Table, contract

BEGIN = "<!-- tables: written by `manage.py document_exchange`, do not edit by hand -->"
END = "<!-- end of tables -->"


def tables_as_markdown() -> str:
    """One section a table: key, then every column with its type, whether it is required, and meaning."""
    return "\n".join(_section(table) for table in contract().values())


def inserted(page: str) -> str:
    """The page with the tables between its two marks.

    Raises:
        ValueError: the page lacks a mark.
    """
    before, _, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        raise ValueError("The page has no marks for the tables.")
    return f"{before}{BEGIN}\n\n{tables_as_markdown()}\n{END}{after}"


def _section(table: Table) -> str:
    rows = "".join(f"{_row(table, column)}\n" for column in table.columns)
    return (
        f"### {table.name}\n\n{_about(table)} Key: `{'`, `'.join(table.key)}`.\n\n"
        f"| column | type | required | meaning |\n| --- | --- | --- | --- |\n{rows}"
    )


def _about(table: Table) -> str:
    """The first paragraph of the model's docstring."""
    first = (table.model.__doc__ or "").partition("\n\n")[0]
    return " ".join(first.split())


def _row(table: Table, column: Column) -> str:
    required = "yes" if column.required else ""
    reference = f" (-> `{column.references}`)" if column.references else ""
    return f"| `{column.name}` | {_type(column)}{reference} | {required} | {column.meaning} |"


def _type(column: Column) -> str:
    match column.kind:
        case Kind.TEXT:
            return f"text, {column.max_length}"
        case Kind.CHOICE:
            return " or ".join(column.choices)
        case Kind.DECIMAL:
            return f"decimal({column.digits},{column.decimals})"
        case Kind.INTEGER:
            return f"whole number, {column.digits} digits"
        case Kind.NRB:
            return "account number, 26 digits"
        case Kind.PATH:
            return "path below `files/`"
        case Kind.DATE:
            return "day"
        case Kind.INSTANT:
            return "instant"
        case Kind.BOOLEAN:
            return "1 or 0"
