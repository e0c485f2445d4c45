"""Search at scale: every kind of question, beside naive SQL and beside Tantivy, in one run."""

from __future__ import annotations

import multiprocessing
import re
import socket
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path

import httpx2
import psycopg
import tantivy
import uvicorn

from api.store.checks import driver_url
from naming.mistyped import meant_by
from tests.benchmarks.at_scale.questions import Question, questions
from tests.benchmarks.at_scale.timing import HEAD, Times, at_once, timed, warm, write

CLIENTS, PAGE, MOST = 8, 20, 100
FEW = 3
"""Questions of a kind that naive SQL is asked: it takes seconds for each."""
PATIENCE_MS = 20_000

_SEARCH = """
SELECT * FROM diming_search_names(%(way)s, %(q)s, %(likely)s, %(day)s, NULL, NULL, NULL, NULL,
    %(west)s, %(south)s, %(east)s, %(north)s, %(lon)s, %(lat)s, 5000, %(division)s, true, %(most)s,
    %(page)s, 0)
"""
_NAIVE = {
    "characters": "name LIKE '%%' || %(q)s || '%%'",
    "letters": "(pinyin LIKE %(q)s || '%%' OR initials LIKE %(q)s || '%%')",
    "one wrong character": "levenshtein_less_equal(name, %(q)s, 1) <= 1",
    "one wrong letter": "levenshtein_less_equal(pinyin, %(q)s, 1) <= 1",
}


def search(url: str, names: int, *, plans: bool) -> None:
    """Print the table of searches; `url` as libpq takes it."""
    with psycopg.connect(url, autocommit=True) as link:
        warm(link)
        asked = questions(link, names)
        if plans:
            _plans(link, asked)
        write("", f"Search in {names:,} names, pages of {PAGE}, {CLIENTS} clients at once", HEAD)
        _by_sql(url, asked)
        _over_http(url, asked)


def beside_others(url: str, names: int) -> None:
    """Print the table of searches beside naive SQL and beside Tantivy, in one run."""
    with psycopg.connect(url, autocommit=True) as link:
        warm(link)
        anywhere = {
            kind: all_of
            for kind, all_of in questions(link, names).items()
            if all_of[0] == _anywhere(all_of[0])
        }
        write("", f"Search in {names:,} names, pages of {PAGE}, {CLIENTS} clients at once", HEAD)
        ours = _by_sql(url, anywhere)
        _beside_tantivy(link, anywhere, ours)
        _naive(link, anywhere, ours)


def _anywhere(asked: Question) -> Question:
    return Question(asked.text, asked.way)


def _ask(link: psycopg.Connection, asked: Question) -> int:
    """Ask as the service does: readings that may be meant only if nothing is found."""
    values = {"way": asked.way, "q": asked.text, "likely": [], "day": date.today()}  # noqa: DTZ011
    values |= {"most": MOST, "page": PAGE, "division": asked.division}
    values |= dict(zip(("lon", "lat"), asked.near or (None, None), strict=True))
    values |= dict(zip(("west", "south", "east", "north"), asked.box or (None,) * 4, strict=True))
    found = link.execute(_SEARCH, values).fetchone()
    if found and not found[0] and asked.way == "letters":
        found = link.execute(_SEARCH, values | {"likely": list(meant_by(asked.text))}).fetchone()
    return int(found[0]) if found else 0


def _client(link: psycopg.Connection) -> Callable[[Question], int]:
    return lambda asked: _ask(link, asked)


def _by_sql(url: str, asked: dict[str, list[Question]]) -> dict[str, Times]:
    found: dict[str, Times] = {}
    with ExitStack() as stack:
        links = [stack.enter_context(psycopg.connect(url, autocommit=True)) for _ in range(CLIENTS)]
        clients = [_client(link) for link in links]
        for kind, all_of in asked.items():
            at_once(all_of[:80], clients)  # the first questions of a session make its plans
            found[kind] = at_once(all_of, clients)
            hits = sum(1 for each in all_of if clients[0](each)) / len(all_of)
            write(f"{'sql: ' + kind:<44}{found[kind].cells()}   {hits:>5.0%} found")
    return found


@contextmanager
def _served(url: str) -> Iterator[str]:
    """Serve the application from a process of its own, as `./diming up` does."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    server = multiprocessing.get_context("fork").Process(target=_serve, args=(url, listener))
    server.start()
    base = f"http://127.0.0.1:{listener.getsockname()[1]}"
    try:
        for _ in range(100):
            try:
                httpx2.get(f"{base}/api/v1/names?limit=1&q=x")
                break
            except httpx2.TransportError:
                time.sleep(0.2)
        yield base
    finally:
        server.terminate()
        server.join()


def _serve(url: str, listener: socket.socket) -> None:
    from api.app import create_app
    from api.problems.wire import Wire
    from api.settings import load_settings

    settings = load_settings(database_url=driver_url(url), log_json=True, log_level="ERROR")
    config = uvicorn.Config(create_app(settings), http=Wire, log_config=None, access_log=False)
    uvicorn.Server(config).run([listener])


def _over_http(url: str, asked: dict[str, list[Question]]) -> None:
    with _served(url) as base, ExitStack() as stack:
        clients = [
            _http_client(stack.enter_context(httpx2.Client(base_url=base, timeout=60)))
            for _ in range(CLIENTS)
        ]
        for all_of in asked.values():
            at_once(all_of[:40], clients)  # every connection makes its plans once
        for kind, all_of in asked.items():
            write(f"{'http: ' + kind:<44}{at_once(all_of, clients).cells()}")


def _http_client(client: httpx2.Client) -> Callable[[Question], object]:
    def ask(asked: Question) -> object:
        where = {
            "near": asked.near and ",".join(map(str, asked.near)),
            "bbox": asked.box and ",".join(map(str, asked.box)),
            "division": asked.division,
        }
        params = {key: value for key, value in where.items() if value}
        told = client.get("/api/v1/names", params={"q": asked.text, "limit": PAGE} | params)
        assert told.status_code == 200, told.text
        return told

    return ask


def _naive(
    link: psycopg.Connection, asked: dict[str, list[Question]], ours: dict[str, Times]
) -> None:
    """Time what one would write first, one client: a pattern, all hits sorted, a page of them."""
    write("", "Naive SQL on the same table, one client", HEAD)
    link.execute(f"SET statement_timeout = {PATIENCE_MS}".encode())
    link.execute("CREATE EXTENSION IF NOT EXISTS fuzzystrmatch")
    for kind, all_of in asked.items():
        times = []
        for each in all_of[:FEW]:
            statement = (
                f"SELECT id, name FROM place_name WHERE {_NAIVE.get(kind) or _NAIVE[each.way]}"
                f" ORDER BY char_length(name), id LIMIT {PAGE}"
            )

            def ask(statement: str = statement, each: Question = each) -> None:
                try:
                    link.execute(statement.encode(), {"q": each.text}).fetchall()
                except psycopg.errors.QueryCanceled:
                    return  # it took the whole of the time given

            times.append(timed(ask))
        naive = Times(times, sum(times) / 1000)
        ratio = naive.median / ours[kind].median
        write(f"{'naive: ' + kind:<44}{naive.cells()}   {ratio:>6.0f} times ours at {CLIENTS}")
    link.execute("RESET statement_timeout")


def _beside_tantivy(
    link: psycopg.Connection, asked: dict[str, list[Question]], ours: dict[str, Times]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        index = _indexed(link, folder)
        took = time.perf_counter() - begun
        size = sum(file.stat().st_size for file in Path(folder).iterdir()) / 1e6
        write(
            "",
            f"Tantivy {tantivy.__version__} on the same names, {CLIENTS} clients"
            f" (built in {took:.0f} s, {size:.0f} MB; ids only, no validity, no places)",
            HEAD,
        )
        index.reload()
        searcher = index.searcher()
        for kind, all_of in asked.items():
            queries = [_query(index.schema, kind, each) for each in all_of]
            clients = [lambda q: searcher.search(q, PAGE, count=False).hits] * CLIENTS
            at_once(queries[:40], clients)
            theirs = at_once(queries, clients)
            hits = sum(1 for query in queries if clients[0](query)) / len(queries)
            ratio = ours[kind].median / theirs.median
            write(
                f"{'tantivy: ' + kind:<44}{theirs.cells()}   {hits:>5.0%} found,"
                f" ours takes {ratio:.2f} of it in the middle,"
                f" {ours[kind].p99 / theirs.p99:.2f} at p99"
            )


def _indexed(link: psycopg.Connection, folder: str) -> tantivy.Index:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("id", stored=True, indexed=False)
    builder.add_text_field("grams", tokenizer_name="grams", index_option="position")
    for field in ("name", "pinyin", "initials"):
        builder.add_text_field(field, tokenizer_name="raw", index_option="basic")
    index = tantivy.Index(builder.build(), path=folder)
    pieces = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(1, 2, False)).build()
    index.register_tokenizer("grams", pieces)
    writer = index.writer(400_000_000, 2)
    with link.transaction(), link.cursor("all_names") as cursor:
        cursor.itersize = 20_000
        cursor.execute("SELECT id, name, pinyin, initials FROM place_name")
        for id, name, pinyin, initials in cursor:
            document = tantivy.Document()
            document.add_integer("id", id)
            document.add_text("grams", name)
            document.add_text("name", name)
            document.add_text("pinyin", pinyin)
            document.add_text("initials", initials)
            writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    return index


def _query(schema: tantivy.Schema, kind: str, asked: Question) -> tantivy.Query:
    make = tantivy.Query
    if kind == "one wrong character":
        return make.fuzzy_term_query(schema, "name", asked.text, 1, True, False)
    if kind == "one wrong letter":
        return make.fuzzy_term_query(schema, "pinyin", asked.text, 1, True, False)
    if asked.way == "letters":
        fields = ("pinyin", "initials")
        begins = [make.regex_query(schema, field, asked.text + ".*") for field in fields]
        return make.boolean_query([(tantivy.Occur.Should, query) for query in begins])
    if len(asked.text) <= 2:
        return make.term_query(schema, "grams", asked.text)
    pairs = [asked.text[at : at + 2] for at in range(len(asked.text) - 1)]
    return make.boolean_query(
        [(tantivy.Occur.Must, make.term_query(schema, "grams", pair)) for pair in pairs]
    )


def _plans(link: psycopg.Connection, asked: dict[str, list[Question]]) -> None:
    """Print how the statements inside the functions are carried out: nodes, keys, rows, times."""
    write("", "Plans of what is walked for one question of each kind")
    link.execute("LOAD 'auto_explain'")
    for setting in (
        "auto_explain.log_min_duration = 0",
        "auto_explain.log_nested_statements = on",
        "auto_explain.log_analyze = on",
        "client_min_messages = log",
    ):
        link.execute(f"SET {setting}".encode())
    said: list[str] = []
    link.add_notice_handler(lambda notice: said.append(notice.message_primary or ""))
    for kind, all_of in asked.items():
        for _ in range(2):  # the second time the plans are made and the pages are there
            said.clear()
            _ask(link, all_of[0])
        write("", f"-- {kind}: {all_of[0].text}")
        for plan in said:
            if " on place_name n" in plan and "json_build_object" not in plan:
                write(*_shown(plan))
    link.execute("RESET ALL")


def _shown(plan: str) -> list[str]:
    """Return the nodes of a plan that were executed and what they look up, without costs."""
    lines = plan.partition("  (cost=")[0].splitlines()[-1:] + plan.splitlines()
    kept = [plan.splitlines()[0]]
    for line in lines[1:]:
        node = re.match(r"(\s*(?:->)?\s*\S.*?)  \(cost=.*\) \((actual.*)\)", line)
        if node and "Subquery Scan" not in line:
            kept.append(f"{node[1]} ({node[2]})")
        elif "Index Cond" in line:
            kept.append(line[:160])
    return kept
