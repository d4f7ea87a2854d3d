"""Anything at all, typed in any field: a page each time, the right status, and never a crash."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dossier.base import new_sign_code
from tests.kit.portal import House
from tests.kit.visitor import Answer, Visitor

ROUX = "roux.jeanne"
TYPED = st.one_of(
    st.text(max_size=60),
    st.text(alphabet=st.characters(categories=["Cc", "Cf", "Zs", "Nd", "Lo", "So"]), max_size=40),
    st.sampled_from(
        ["\x00", "roux.jeanne\x00", "ＲＯＵＸ．jeanne", "%s%n", "{{7*7}}", "'; --", "١٢٣٤٥٦٧٨", "²" * 8, "a" * 5000]
    ),
)
FUZZ = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None)


def _always_answers(page: Answer, visitor: Visitor, path: str, field: str, statuses: set[int]) -> None:
    token = page.form("/quitter").untouched["jeton"]

    @FUZZ
    @given(value=TYPED)
    def each(value: str) -> None:
        answer = visitor.post(path, {"jeton": token, field: value})
        assert answer.status in statuses, repr(value)

    each()


def test_any_identifier_leads_to_the_password_page_and_is_shown_as_text(house: House) -> None:
    visitor = house.visitor()
    token = visitor.get("/connexion").form().untouched["jeton"]

    @FUZZ
    @given(value=TYPED)
    def each(value: str) -> None:
        answer = visitor.post("/connexion", {"jeton": token, "identifier": value})
        can_be_seen = any(sign.isprintable() and not sign.isspace() for sign in value)
        assert answer.status == (303 if can_be_seen else 422), repr(value)
        if answer.status == 303:
            assert visitor.follow(answer).heading == "Votre mot de passe"

    each()


def test_any_password_is_wrong_or_too_often_tried(house: House) -> None:
    visitor = house.visitor()
    page = visitor.send(visitor.get("/connexion"), identifier=ROUX)
    _always_answers(page, visitor, "/connexion/mot-de-passe", "password", {422, 429})


def test_any_password_can_be_shown_as_it_was_typed(house: House) -> None:
    visitor = house.visitor()
    page = visitor.send(visitor.get("/connexion"), identifier=ROUX)
    token = page.form().untouched["jeton"]

    @FUZZ
    @given(value=st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=60))
    def each(value: str) -> None:
        answer = visitor.post("/connexion/mot-de-passe", {"jeton": token, "password": value, "afficher": ""})
        box = next(one for one in answer.tree.iter("input") if one.get("name") == "password")
        assert (answer.status, box.get("value")) == (200, value)

    each()


def test_any_code_is_wrong_or_too_often_tried(house: House) -> None:
    visitor = house.visitor()
    _always_answers(visitor.give_password(ROUX), visitor, "/connexion/code", "code", {422, 429})


def test_any_button_is_taken_as_none_that_is_known(house: House) -> None:
    visitor = house.visitor()
    _always_answers(visitor.give_password(ROUX), visitor, "/connexion/code", "action", {422})


def test_any_record_that_is_not_hers_is_refused(house: House) -> None:
    visitor = house.signed_in(ROUX)
    _always_answers(visitor.page, visitor, "/dossiers", "record", {403})


def test_any_size_of_print_or_of_text_outside_the_list_is_told_kindly(house: House) -> None:
    visitor = house.signed_in(ROUX)
    _always_answers(visitor.page, visitor, "/imprimer", "size", {422})
    _always_answers(visitor.page, visitor, "/taille", "size", {422})


def test_anything_typed_about_a_letter_or_a_receipt_has_its_page(house: House) -> None:
    visitor = house.visitor()
    page = visitor.send(visitor.get("/opposition/code"), code=new_sign_code())
    boxes = {
        "/opposition/code": ("code",),
        "/opposition/naissance": ("day", "month", "year"),
        "/opposition/numero": ("number",),
        "/opposition/pas-pour-moi": ("code",),
        "/opposition/sans-code": ("birth_name", "first_name"),
        "/opposition/sans-code/numero": ("number",),
        "/opposition/verifier": ("way", "dire-non"),
        "/recepisse": ("number",),
        "/recepisse/suivi": ("number", "year"),
    }
    for path, names in boxes.items():
        for name in names:
            _always_answers(page, visitor, path, name, {303, 422, 429})


def test_any_way_back_stays_on_this_site(house: House) -> None:
    visitor = house.visitor()
    token = visitor.get("/taille").form("/quitter").untouched["jeton"]

    @FUZZ
    @given(value=st.one_of(TYPED, st.text(alphabet="/\\.:@?#%\t\n\r éa", max_size=12)))
    def each(value: str) -> None:
        answer = visitor.post("/taille", {"jeton": token, "size": "20", "retour": value})
        assert answer.status == 303
        assert answer.location.startswith("/"), answer.location
        assert not answer.location.startswith(("//", "/\\")), answer.location
        assert answer.location.isascii(), answer.location
        assert answer.location.isprintable(), answer.location

    each()
