"""views.imports: a file by file walk through the pages, and who may not."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from campaigns.models import Campaign, Spend
from clmsite.kernel import outbox
from clmsite.kernel.models import ImportJob
from clmsite.kernel.tests.importing import import_text, ready, table, upload
from conftest import make_user
from leads.models import Lead

pytestmark = pytest.mark.django_db

TEXT = table("day,campaign,cost", "2026-10-01,A,5.50", "2026-10-02,A,x")


def post_file(client, data: bytes | str, kind: str = "spend", name: str = "costs.csv"):
    content = data.encode() if isinstance(data, str) else data
    return client.post("/imports/new", {"kind": kind, "file": SimpleUploadedFile(name, content)})


def mapping_form(**more):
    return {
        "source-campaign": "1",
        "source-channel": "constant",
        "constant-channel": "paid_social",
        "source-spent_on": "0",
        "source-amount": "2",
        "source-currency": "constant",
        "constant-currency": "EUR",
        "decimal_mark": ".",
        "date_order": "iso",
        "empty_words": "n/a, -",
        "action": "check",
    } | more


def test_a_file_goes_from_upload_to_undo_without_javascript(manager, client_of):
    client = client_of(manager)

    answer = post_file(client, TEXT)
    job = ImportJob.objects.get()
    assert answer.status_code == 302
    assert answer.url == f"/imports/{job.pk}/columns"
    page = client.get(answer.url).content.decode()
    assert "5.50" in page
    assert "costs.csv" in page

    answer = client.post(f"/imports/{job.pk}/columns", mapping_form())
    assert answer.url == f"/imports/{job.pk}/"
    assert "Checking" in client.get(answer.url).content.decode()
    outbox.run_all()
    page = client.get(answer.url).content.decode()
    assert "nothing has been written yet" in page
    assert "Amount is not a number" in page
    assert not Spend.objects.exists()

    client.post(f"/imports/{job.pk}/start")
    assert "Waits for a worker" in client.get(answer.url).content.decode()
    outbox.run_all()
    page = client.get(answer.url).content.decode()
    assert "Refused rows as CSV" in page
    assert Spend.objects.count() == 1

    client.post(f"/imports/{job.pk}/undo")
    outbox.run_all()
    page = client.get(answer.url).content.decode()
    assert "Taken back" in page
    assert not Spend.objects.exists()
    assert not Campaign.objects.exists()
    assert "costs.csv" in client.get("/imports/").content.decode()


@override_settings(IMPORT_MAX_BYTES=2048)
def test_a_file_that_is_too_large_is_an_error_of_its_field(manager, client_of):
    answer = post_file(client_of(manager), "a,b\n" + "1,2\n" * 1000)

    assert answer.status_code == 413
    assert "larger than" in answer.content.decode()
    assert not ImportJob.objects.exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "The file is empty"),
        (b"\n\n", "The file is empty"),
        (b"PK\x03\x04 and so on", "Excel or zip file"),
        (b"%PDF-1.7 and so on", "not a CSV file"),
        (b",".join(b"c%d" % i for i in range(300)) + b"\n1\n", "more than 256 columns"),
    ],
)
def test_what_is_no_csv_is_an_error_of_its_field(manager, client_of, data, words):
    answer = post_file(client_of(manager), data)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not ImportJob.objects.exists()


def test_the_name_of_a_file_never_becomes_a_path(manager, client_of):
    post_file(client_of(manager), TEXT, name="../../etc/passwd.html")

    job = ImportJob.objects.get()
    assert job.file.name.endswith(f"{job.pk}.csv")
    assert ".." not in job.file.name


def test_markup_in_a_file_is_shown_as_text(manager, client_of):
    bad = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'
    cell = bad.replace('"', '""')
    client = client_of(manager)
    post_file(client, f'"{cell}",campaign,cost\n"{cell}",A,5\n', name=f"{bad}.csv"[-90:])
    job = ImportJob.objects.get()

    page = client.get(f"/imports/{job.pk}/columns").content.decode()

    assert "<img src=x" not in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_rep_may_not_import(rep, client_of):
    client = client_of(rep)

    assert client.get("/imports/").status_code == 403
    assert post_file(client, TEXT).status_code == 403
    assert not ImportJob.objects.exists()


def test_a_marketer_sees_neither_deals_imports_nor_their_files(marketer, manager, client_of):
    deals = upload("deals", table("email,amount", "a@example.com,5"), actor=manager)
    client = client_of(marketer)

    assert post_file(client, TEXT, kind="deals").status_code == 422
    for path in ("", "columns", "errors.csv"):
        assert client.get(f"/imports/{deals.pk}/{path}").status_code == 404
    assert client.post(f"/imports/{deals.pk}/start").status_code == 404


def test_a_marketer_is_not_offered_the_fields_of_deals(marketer, client_of):
    client = client_of(marketer)
    post_file(client, table("email,converted", "a@example.com,1"), kind="leads")
    job = ImportJob.objects.get()

    assert "source-outcome" not in client.get(f"/imports/{job.pk}/columns").content.decode()
    form = {
        "source-email": "0",
        "source-outcome": "1",
        "first_day": "2026-10-01",
        "action": "check",
    }
    client.post(f"/imports/{job.pk}/columns", form)
    job.refresh_from_db()
    assert "outcome" not in job.mapping


def test_missing_sources_are_named_at_their_fields(manager, client_of):
    client = client_of(manager)
    post_file(client, table("campaign,cost", "A,5"))
    job = ImportJob.objects.get()
    form = mapping_form() | {"source-campaign": "", "source-amount": "1", "source-spent_on": ""}

    answer = client.post(f"/imports/{job.pk}/columns", form)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose a column or a value" in page
    assert "The file has no dates" in page
    assert ImportJob.objects.get().state == "uploaded"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ({"first_day": "2026-10-02", "last_day": "2026-10-01"}, "before the first"),
        ({"first_day": "2099-10-02"}, "lies ahead"),
        ({"last_day": "2026-10-01"}, "Choose the first day, too"),
        ({"first_day": "2010-10-01", "last_day": "2026-10-01"}, "longer than three years"),
    ],
)
def test_days_must_make_a_range(manager, client_of, days, words):
    client = client_of(manager)
    post_file(client, table("day,campaign,cost", "2026-10-01,A,5"))
    job = ImportJob.objects.get()

    answer = client.post(f"/imports/{job.pk}/columns", mapping_form(**days))

    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_words_of_a_column_can_be_given_another_meaning(manager, client_of):
    client = client_of(manager)
    post_file(client, table("email,lead source", "a@example.com,Olark Chat"), kind="leads")
    job = ImportJob.objects.get()
    form = {
        "source-email": "0",
        "source-channel": "1",
        "words-channel": "1",
        "word-channel-0": "Olark Chat",
        "value-channel-0": "referral",
        "first_day": "2026-10-01",
        "decimal_mark": ".",
        "date_order": "iso",
        "known": "fill",
        "action": "check",
    }

    client.post(f"/imports/{job.pk}/columns", form)
    outbox.run_all()
    client.post(f"/imports/{job.pk}/start")
    outbox.run_all()

    touch = Lead.objects.get().identities.get().visitor.touches.get()
    assert touch.channel.key == "referral"


def test_the_reading_of_a_file_can_be_changed(manager, client_of):
    client = client_of(manager)
    post_file(client, "name;Ort\nJörg;Köln\n".encode("cp1252"), kind="leads")
    job = ImportJob.objects.get()
    form = {"encoding": "cp1251", "delimiter": ";", "has_header": "on"}

    client.post(f"/imports/{job.pk}/reading", form)

    page = client.get(f"/imports/{job.pk}/columns").content.decode()
    assert "Kцln" in page
    client.post(f"/imports/{job.pk}/reading", form | {"encoding": "utf-8"})
    job.refresh_from_db()
    assert (job.encoding, job.rows_total) == ("utf-8", 1)


def test_htmx_gets_the_part_it_asks_for(manager, client_of):
    client = client_of(manager)
    job = ready("spend", TEXT, actor=manager, mapping={"channel": {"constant": "email"}})

    part = client.get(f"/imports/{job.pk}/", headers={"HX-Request-Type": "partial"})

    assert part.content.decode().strip().startswith('<div id="import-job"')
    assert "HX-Request-Type" in part.headers["Vary"]


@pytest.mark.django_db(transaction=True)
def test_a_file_can_be_thrown_away_before_it_is_imported(client_of):
    manager = make_user("manager")
    job = ready("spend", TEXT, actor=manager, mapping={"channel": {"constant": "email"}})
    storage, name = job.file.storage, job.file.name

    client_of(manager).post(f"/imports/{job.pk}/discard")

    assert not ImportJob.objects.exists()
    assert not storage.exists(name)


def test_what_is_no_longer_possible_is_said(manager, client_of):
    job = import_text("spend", TEXT, actor=manager, mapping={"channel": {"constant": "email"}})
    client = client_of(manager)

    answer = client.post(f"/imports/{job.pk}/cancel", follow=True)

    assert "no longer possible" in answer.content.decode()
    assert client.post(f"/imports/{job.pk}/explode").status_code == 404
    assert client.get(f"/imports/{job.pk}/undo").status_code == 405


def test_the_same_file_again_is_noticed(manager, client_of):
    import_text("spend", TEXT, actor=manager, mapping={"channel": {"constant": "email"}})
    again = ready("spend", TEXT, actor=manager)

    page = client_of(manager).get(f"/imports/{again.pk}/").content.decode()

    assert "imported before" in page
