import pytest
from django.core.management import CommandError, call_command

from experiments.models import Report, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo_settings(settings, tmp_path):
    settings.DEMO = True
    settings.VAR_DIR = tmp_path
    return settings


def assert_nothing_was_made(settings):
    assert not User.objects.exists()
    assert not Report.objects.exists()
    assert not (settings.VAR_DIR / "demo_password").exists()


def test_a_service_in_use_gets_no_made_up_reports(demo_settings):
    call_command("load_agencies")
    demo_settings.DEMO = False

    with pytest.raises(CommandError, match="DEMO=on"):
        call_command("load_demo")

    assert_nothing_was_made(demo_settings)


def test_the_agencies_must_be_there_first(demo_settings):
    with pytest.raises(CommandError, match=r"agencies are missing: avi, .*load_agencies"):
        call_command("load_demo")

    assert_nothing_was_made(demo_settings)
