"""import_progress: what the page of a checked file promises."""

import pytest

from clmsite.kernel import outbox
from clmsite.kernel.models import ImportJob
from clmsite.kernel.tests.importing import table
from clmsite.tests.test_imports_pages import TEXT, mapping_form, post_file

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["2026-10-01,A,5.50", "2026-10-02,A,x", "2026-10-03,A,7"], "Import 2 rows<"),
        (["2026-10-01,A,5.50", "2026-10-02,A,x"], "Import 1 row<"),
        (["2026-10-02,A,x"], "there is nothing to import"),
    ],
)
def test_the_button_says_how_many_rows_it_will_import(manager, client_of, lines, said):
    client = client_of(manager)
    post_file(client, table("day,campaign,cost", *lines))
    job = ImportJob.objects.get()
    client.post(f"/imports/{job.pk}/columns", mapping_form())
    outbox.run_all()

    page = client.get(f"/imports/{job.pk}/").content.decode()

    assert said in page
    assert ("/start" in page) is ("Import " in said)


def test_rows_that_were_not_checked_are_not_promised(manager, client_of, monkeypatch):
    monkeypatch.setattr("clmsite.kernel.imports.checking.CHECK_ROWS", 1)
    client = client_of(manager)
    post_file(client, TEXT)
    job = ImportJob.objects.get()
    client.post(f"/imports/{job.pk}/columns", mapping_form())
    outbox.run_all()

    assert "Import what is right of 2 rows" in client.get(f"/imports/{job.pk}/").content.decode()
