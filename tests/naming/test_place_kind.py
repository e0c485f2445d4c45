import pytest

from naming.generics import guess_kind
from naming.place_kind import PlaceKind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("石坡村", PlaceKind.COMMITTEE),
        ("龙湖社区", PlaceKind.COMMITTEE),
        ("中山新村", PlaceKind.BUILDING),
        ("人民路", PlaceKind.STREET),
    ],
)
def test_a_name_without_a_type_is_taken_for_what_its_ending_mostly_means(
    name: str, kind: PlaceKind
) -> None:
    assert guess_kind(name) is kind
