import datetime as dt
import shutil

import pytest
from django.core.management import CommandError, call_command

from experiments.actions.agencies import HEADER
from experiments.management.commands.load_agencies import REGISTER
from experiments.models import Agency
from tests.factories import AgencyFactory

pytestmark = pytest.mark.django_db

OLD = "vanha,Vanha virasto,Gamla ämbetsverket,Old Agency,VV,agency,vanha.example,,2025-12-31,uusi"
NEW = "uusi,Uusi virasto,,,,ministry,,2026-01-01,,"


@pytest.fixture
def register(tmp_path):
    """Return a function that writes these lines under the header and gives the file."""

    def write(*lines, header=HEADER):
        path = tmp_path / "agencies.csv"
        path.write_text("\n".join([",".join(header), *lines]) + "\n", encoding="utf-8")
        return path

    return write


def load(path, capsys):
    call_command("load_agencies", path)
    return capsys.readouterr().out.strip()


def everything():
    return list(Agency.objects.order_by("slug").values())


def test_an_agency_comes_with_all_its_facts_and_its_successor(register, capsys):
    said = load(register(OLD, NEW), capsys)

    old = Agency.objects.get(slug="vanha")
    assert said == "Agencies: 2 new, 0 changed, 0 unchanged."
    assert (old.name_fi, old.name_sv, old.name_en) == (
        "Vanha virasto",
        "Gamla ämbetsverket",
        "Old Agency",
    )
    assert (old.abbreviation, old.kind, old.email_domains) == ("VV", "agency", "vanha.example")
    assert (old.valid_from, old.valid_to) == (None, dt.date(2025, 12, 31))
    assert old.successor == Agency.objects.get(slug="uusi")


def test_a_second_run_changes_nothing(register, capsys, django_assert_num_queries):
    path = register(OLD, NEW)
    load(path, capsys)
    before = everything()

    with django_assert_num_queries(4):  # transaction begins, agencies, their keys, transaction ends
        said = load(path, capsys)

    assert said == "Agencies: 0 new, 0 changed, 2 unchanged."
    assert everything() == before


def test_what_differs_is_corrected_in_place(register, capsys):
    load(register(OLD, NEW), capsys)
    keys = dict(Agency.objects.values_list("slug", "pk"))

    said = load(
        register(OLD.replace("uusi", ""), NEW.replace("Uusi virasto", "Uudempi virasto")), capsys
    )

    assert said == "Agencies: 0 new, 2 changed, 0 unchanged."
    assert dict(Agency.objects.values_list("slug", "pk")) == keys
    assert Agency.objects.get(slug="uusi").name_fi == "Uudempi virasto"
    assert Agency.objects.get(slug="vanha").successor is None


def test_agencies_that_the_file_does_not_know_stay(register, capsys):
    by_hand = AgencyFactory(slug="kasin")

    load(register(NEW), capsys)

    assert Agency.objects.filter(pk=by_hand.pk).exists()


def test_a_file_from_a_spreadsheet_is_read_too(register, capsys):
    path = register(NEW)
    text = path.read_text(encoding="utf-8").replace("\n", "\r\n")
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())

    assert load(path, capsys) == "Agencies: 1 new, 0 changed, 0 unchanged."


@pytest.mark.parametrize(
    ("lines", "place"),
    [
        ([NEW, "!,Virasto,,,,agency,,,,"], "line 3, column slug: "),
        ([NEW, "toinen,,,,,agency,,,,"], "line 3, column name_fi: "),
        ([NEW, "toinen,Virasto,,,,council,,,,"], "line 3, column kind: "),
        ([NEW, "toinen,Virasto,,,,agency,,31.12.2025,,"], "line 3, column valid_from: "),
        ([NEW, "toinen,Virasto,,,,agency,,2026-01-02,2026-01-01,"], "line 3, column valid_to: "),
        ([NEW, f"toinen,{'V' * 151},,,,agency,,,,"], "line 3, column name_fi: "),
        ([NEW, "toinen,Virasto,,,,agency,,,,tuntematon"], "line 3, column successor_slug: "),
        ([NEW, "toinen,Virasto,,,,agency,,,,toinen"], "line 3, column successor_slug: "),
        ([NEW, NEW], "line 3, column slug: uusi is already on line 2"),
        ([NEW, "toinen,Virasto,,,,agency,,,"], "line 3: there must be 10 values"),
        ([NEW, "toinen,Virasto,,,,agency,,,,,"], "line 3: there must be 10 values"),
        ([NEW, 'toinen,"Virasto', OLD], "line 3: unexpected end of data"),
    ],
)
def test_a_broken_line_is_named_and_nothing_is_loaded(register, capsys, lines, place):
    with pytest.raises(CommandError) as refusal:
        load(register(*lines), capsys)

    assert f": {place}" in str(refusal.value)
    assert not Agency.objects.exists()


def test_other_columns_are_refused(register, capsys):
    with pytest.raises(CommandError, match="line 1: the columns must be slug, name_fi, "):
        load(register(NEW, header=["slug", "name_fi"]), capsys)


def test_a_file_that_is_not_there_or_not_utf8_is_refused(tmp_path, capsys):
    latin = tmp_path / "latin.csv"
    latin.write_bytes("Mäntän virasto".encode("latin-1"))

    with pytest.raises(CommandError, match="No such file"):
        load(tmp_path / "missing.csv", capsys)
    with pytest.raises(CommandError, match="utf-8"):
        load(latin, capsys)


def test_the_register_that_comes_with_the_service_loads(
    tmp_path, capsys, django_assert_max_num_queries
):
    copy = shutil.copy(REGISTER, tmp_path)

    with django_assert_max_num_queries(12):
        said = load(copy, capsys)

    assert said == f"Agencies: {Agency.objects.count()} new, 0 changed, 0 unchanged."
    assert Agency.objects.filter(successor__isnull=False).count() > 15
    assert Agency.objects.get(slug="avi").successor.slug == "lvv"
