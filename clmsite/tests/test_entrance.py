"""Ways in: set-up, invitation, sign-in, roles."""

import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from clmsite.invite import (
    NotPossibleError,
    change_role,
    find_invitation,
    invite,
    join,
    make_first_administrator,
    switch_off,
)
from clmsite.kernel.access import role_of
from clmsite.models import ApiToken, Invitation, User
from conftest import make_user

PASSWORD = "a long enough phrase"


@pytest.mark.django_db
class TestFirstStart:
    def test_home_offers_to_create_the_administrator(self, client):
        assert client.get("/").headers["Location"] == "/setup"
        assert client.get("/account/login/").headers["Location"] == "/setup"

    def test_setup_makes_an_administrator_and_signs_in(self, client):
        data = {"name": "Ada", "email": "Ada@Example.com", "password": PASSWORD}
        response = client.post("/setup", data)

        assert response.status_code == 302
        user = User.objects.get()
        assert (user.email, role_of(user)) == ("ada@example.com", "administrator")
        assert client.get("/settings/").status_code == 200

    def test_setup_is_closed_once_somebody_is_there(self, client, marketer):
        response = client.post(
            "/setup", {"name": "Eve", "email": "eve@example.com", "password": PASSWORD}
        )

        assert response.headers["Location"] == "/account/login/"
        assert User.objects.count() == 1

    def test_a_weak_password_is_an_error_at_its_field_and_keeps_the_rest(self, client):
        response = client.post(
            "/setup", {"name": "Ada", "email": "ada@example.com", "password": "12345678"}
        )

        assert response.status_code == 422
        assert response.context["form"].errors.keys() == {"password"}
        assert b"ada@example.com" in response.content

    def test_production_asks_for_the_set_up_code(self, client, settings):
        settings.PRODUCTION = True
        settings.SETUP_CODE = "right"
        data = {"name": "Ada", "email": "ada@example.com", "password": PASSWORD, "code": "wrong"}

        assert client.post("/setup", data).status_code == 422
        assert client.post("/setup", data | {"code": "right"}).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_two_set_up_pages_at_once_make_one_administrator():
    make_user("administrator").delete()  # the role exists
    barrier, made = threading.Barrier(2), []

    def set_up(number):
        barrier.wait()
        try:
            made.append(
                make_first_administrator(email=f"{number}@example.com", name="x", password=PASSWORD)
            )
        except NotPossibleError:
            pass  # the loser of the race is told so; the count below is the point
        finally:
            connection.close()

    threads = [threading.Thread(target=set_up, args=[n]) for n in range(2)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert len(made) == 1
    assert User.objects.count() == 1


@pytest.mark.django_db
class TestInvitation:
    def test_the_administrator_gets_a_link_and_the_person_a_mail(self, client_of, administrator):
        response = client_of(administrator).post(
            "/settings/users", {"email": "New@Example.com", "role": "rep"}
        )

        assert "/join/" in response.context["link"]
        assert mail.outbox[0].to == ["new@example.com"]
        assert response.context["link"] in mail.outbox[0].body
        assert f'data-copy="{response.context["link"]}"' in response.content.decode()

    @pytest.mark.parametrize(
        ("server", "words"), [("", "was written to var/mail"), ("mx.example.com", "sent by mail")]
    )
    def test_the_page_says_where_the_mail_went(
        self, client_of, administrator, settings, server, words
    ):
        settings.SMTP_HOST = server

        page = client_of(administrator).post(
            "/settings/users", {"email": "new@example.com", "role": "rep"}
        )

        said = ["was written to var/mail", "sent by mail"]
        assert [one for one in said if one in page.content.decode()] == [words]

    def test_others_may_not_invite(self, client_of, marketer):
        response = client_of(marketer).post(
            "/settings/users", {"email": "new@example.com", "role": "administrator"}
        )

        assert response.status_code == 403
        assert not Invitation.objects.exists()

    def test_the_link_makes_an_account_with_the_role_once(self, client, administrator):
        now = timezone.now()
        _, token = invite(email="new@example.com", role="rep", by=administrator, now=now)

        first = client.post(f"/join/{token}", {"name": "New", "password": PASSWORD})
        again = client.get(f"/join/{token}")

        assert (first.status_code, again.status_code) == (302, 410)
        assert role_of(User.objects.get(email="new@example.com")) == "rep"

    def test_it_ends_after_seven_days_or_when_replaced(self, administrator):
        now = timezone.now()
        _, old = invite(email="new@example.com", role="rep", by=administrator, now=now)
        _, token = invite(email="new@example.com", role="rep", by=administrator, now=now)

        assert find_invitation(old, now=now) is None
        assert find_invitation(token, now=now + timedelta(days=7)) is None
        with pytest.raises(NotPossibleError):
            join(token=old, name="x", password=PASSWORD, now=now)

    def test_only_a_digest_is_stored(self, administrator):
        invitation, token = invite(
            email="new@example.com", role="rep", by=administrator, now=timezone.now()
        )

        assert token not in str(vars(invitation))


@pytest.mark.django_db
class TestPeople:
    def test_the_last_administrator_stays(self, administrator):
        with pytest.raises(NotPossibleError):
            change_role(user=administrator, role="rep", by=administrator)
        with pytest.raises(NotPossibleError):
            switch_off(user=administrator, by=administrator)

    def test_switching_off_ends_sessions_and_tokens(self, client_of, administrator, rep):
        client = client_of(rep)
        ApiToken.objects.create(rep, name="x")

        switch_off(user=rep, by=administrator)

        assert client.get("/settings/").status_code == 302
        assert not ApiToken.objects.exists()


@pytest.mark.django_db
def test_five_wrong_passwords_are_enough_for_a_quarter_of_an_hour(client, rep):
    data = {"login": rep.email, "password": "wrong"}
    answers = [client.post("/account/login/", data) for _ in range(6)]
    right = client.post("/account/login/", data | {"password": "correct horse"})

    assert b"Too many" in answers[-1].content
    assert right.status_code == 200  # still refused: the account waits
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
class TestTokens:
    def test_a_token_is_shown_once_and_its_digest_kept(self, client_of, marketer):
        client = client_of(marketer)
        page = client.post("/settings/tokens", {"name": "ads", "days": "30"})
        secret = page.context["secret"]

        assert secret.startswith("cl_")
        assert f'data-copy="{secret}"' in page.content.decode()
        assert secret not in client.get("/settings/tokens").content.decode()
        assert ApiToken.objects.get().is_read_only

    def test_nobody_deletes_another_persons_token(self, client_of, marketer, rep):
        token, _ = ApiToken.objects.create(marketer, name="x")

        response = client_of(rep).post(f"/settings/tokens/{token.pk}/delete")

        assert response.status_code == 404
        assert ApiToken.objects.exists()


@pytest.mark.django_db
def test_named_roles_must_set_up_a_second_factor_first(client_of, administrator, settings):
    settings.SECOND_FACTOR_ROLES = ["administrator"]

    response = client_of(administrator).get("/settings/users")

    assert response.headers["Location"] == "/account/2fa/totp/activate/"
