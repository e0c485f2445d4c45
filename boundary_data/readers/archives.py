"""Zipped Shapefiles: unpacked under safe names, whatever the packer called them."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from boundary_data.problems import Problem, UnusableInput

MOST_BYTES = 4 << 30
MOST_MEMBERS = 10_000
PARTS = frozenset({".shp", ".shx", ".dbf", ".prj", ".cpg", ".qpj"})
NAMED_IN_UTF8 = 0x800


@contextmanager
def unpacked_shapefile(path: Path, layer: str | None) -> Iterator[Path | None]:
    """Give the .shp of the archive `path`, gone afterwards; None if it holds no Shapefile.

    Args:
        path: A zip archive.
        layer: Name (without suffix) of the one that is meant, if it holds several.

    Raises:
        UnusableInput: if it is damaged, has a password, unpacks to more than 4 GB, or holds
            several Shapefiles and none of them was named.
    """
    try:
        with zipfile.ZipFile(path) as archive, TemporaryDirectory() as folder:
            stem = _chosen(path, _members(archive), layer)
            yield None if stem is None else _unpacked(archive, stem, Path(folder))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
        raise UnusableInput(
            [Problem("", f"压缩包“{path.name}”无法解开（{error}）", "请重新压缩，不设密码")]
        ) from error


def _members(archive: zipfile.ZipFile) -> dict[str, dict[str, zipfile.ZipInfo]]:
    """Return the parts of each Shapefile of the archive by its stem."""
    infos = archive.infolist()
    if len(infos) > MOST_MEMBERS or sum(info.file_size for info in infos) > MOST_BYTES:
        raise UnusableInput(
            [Problem("", "压缩包解开后过大", "请只压缩需要的图层，或改用 GeoPackage")]
        )
    found: dict[str, dict[str, zipfile.ZipInfo]] = {}
    for info in infos:
        name = PurePosixPath(_name(info).replace("\\", "/"))
        if name.suffix.lower() in PARTS and "__MACOSX" not in name.parts:
            found.setdefault(str(name.with_suffix("")), {})[name.suffix.lower()] = info
    return {stem: parts for stem, parts in found.items() if ".shp" in parts}


def _name(info: zipfile.ZipInfo) -> str:
    """Return the member's name; Chinese packers write GBK where the standard says cp437."""
    if info.flag_bits & NAMED_IN_UTF8:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return info.filename


def _chosen(
    path: Path, found: dict[str, dict[str, zipfile.ZipInfo]], layer: str | None
) -> dict[str, zipfile.ZipInfo] | None:
    names = {PurePosixPath(stem).name: parts for stem, parts in found.items()}
    if layer is not None and layer in names:
        return names[layer]
    if layer is not None and names:
        raise _ask(f"压缩包“{path.name}”中没有图层“{layer}”", sorted(names))
    if len(names) > 1:
        raise _ask(f"压缩包“{path.name}”中有 {len(names)} 个 Shapefile", sorted(names))
    return next(iter(names.values()), None)


def _ask(message: str, names: list[str]) -> UnusableInput:
    return UnusableInput(
        [Problem("layer", f"{message}：{'、'.join(names)}", "请用 --layer 指定其中之一")]
    )


def _unpacked(archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo], folder: Path) -> Path:
    for suffix, info in parts.items():
        with archive.open(info) as source, (folder / f"layer{suffix}").open("wb") as target:
            while block := source.read(1 << 20):
                target.write(block)
    return folder / "layer.shp"
