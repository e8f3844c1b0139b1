"""Reading accounts: what is accepted, where each field stands, and what is said about what is wrong."""

from __future__ import annotations

import json
import os
import re
import tempfile
import time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qbrgen.errors import AccountInvalid, SourceError
from qbrgen.sources import Loaded, Rejected, load, survey
from qbrgen.sources.json_file import read_json_text
from qbrgen.sources.tree import MAX_DEPTH
from qbrgen.sources.validate import validate
from qbrgen.sources.yaml_file import read_yaml_text
from tests.test_output import as_an_ordinary_user

SOUND = """\
name: Acme
contract: {signed: 2025-10-01, currency: USD, arr: 120000}
objectives:
  - id: faster
    title: Close deals faster
"""
JARGON = ("pydantic", "Input should", "input_type", "https://errors", "Value error", "validation error", "type=")


def written(folder: Path, text: str | bytes, name: str = "acme.yaml") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def only(path: Path) -> Loaded:
    (loaded,) = load([path])
    return loaded


def problems(text: str) -> list[str]:
    """What is said about the only account of a YAML text, without the file's name."""
    with pytest.raises(SourceError) as caught:
        [validate(raw) for raw in read_yaml_text(text, "a.yaml")]
    said = str(caught.value).splitlines()
    assert not [line for line in said if any(word in line for word in JARGON)]
    return [line.removeprefix("a.yaml:") for line in said]


def refusal(path: Path | str) -> str:
    with pytest.raises(SourceError) as caught:
        list(load([path]))
    return str(caught.value)


# What is read


def test_an_account_with_a_name_a_contract_and_one_objective_is_valid(tmp_path: Path) -> None:
    loaded = only(written(tmp_path, SOUND))
    assert (loaded.account.id, loaded.account.name) == ("acme", "Acme")


def test_every_field_knows_its_line_and_one_without_the_line_around_it(tmp_path: Path) -> None:
    place = only(written(tmp_path, SOUND)).place
    lines = {
        path: place.spot(path).line for path in ("name", "contract.arr", "objectives[0].title", "contract.seats")
    }
    assert lines == {"name": 1, "contract.arr": 2, "objectives[0].title": 5, "contract.seats": 2}


def test_json_knows_the_same_lines(tmp_path: Path) -> None:
    data = {"name": "Acme", "contract": {"signed": "2025-10-01", "currency": "USD", "arr": 1}, "objectives": [
        {"id": "faster", "title": "Close deals faster"}]}  # fmt: skip
    place = only(written(tmp_path, json.dumps(data, indent=1), "acme.json")).place
    assert place.spot("contract.arr").line == 6
    assert place.spot("objectives[0].title").line == 11


def test_a_file_may_hold_a_list_or_several_documents(tmp_path: Path) -> None:
    one, two = SOUND, SOUND.replace("Acme", "Brook")
    listed = "\n".join("- " + text.replace("\n", "\n  ").rstrip() for text in (one, two))
    for text in (listed, f"{one}---\n{two}"):
        assert [each.account.id for each in load([written(tmp_path, text)])] == ["acme", "brook"]


def test_no_and_yes_and_dates_and_country_codes_stay_text() -> None:
    (raw,) = read_yaml_text("a: no\nb: yes\nc: 2026-01-01\nd: 12:30:00\ne: on\nf: 1_000\n", "a.yaml")
    assert raw.data == {"a": "no", "b": "yes", "c": "2026-01-01", "d": "12:30:00", "e": "on", "f": "1_000"}


def test_numbers_keep_every_digit_they_were_written_with() -> None:
    text = "a: 0.1\nb: 1234567890.123456789012345\nc: 12\nd: 1e3\ne: 0x1F\n"
    (raw,) = read_yaml_text(text, "a.yaml")
    assert raw.data == {"a": Decimal("0.1"), "b": Decimal("1234567890.123456789012345"), "c": 12,
                        "d": Decimal("1e3"), "e": 31}  # fmt: skip
    (raw,) = read_json_text('{"a": 0.1, "b": 1234567890.123456789012345}', "a.json")
    assert raw.data == {"a": Decimal("0.1"), "b": Decimal("1234567890.123456789012345")}


def test_anchors_are_followed_in_measure() -> None:
    (raw,) = read_yaml_text("a: &x {k: [1, 2]}\nb: *x\nc: &s text\nd: *s\n", "a.yaml")
    assert raw.data == {"a": {"k": [1, 2]}, "b": {"k": [1, 2]}, "c": "text", "d": "text"}


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["without BOM", "with BOM"])
def test_utf_8_is_read_with_or_without_a_byte_order_mark(tmp_path: Path, mark: bytes) -> None:
    loaded = only(written(tmp_path, mark + SOUND.replace("Acme", "Zürich 株").encode()))
    assert loaded.account.name == "Zürich 株"


def test_windows_line_ends_are_read(tmp_path: Path) -> None:
    loaded = only(written(tmp_path, SOUND.replace("\n", "\r\n")))
    assert loaded.place.spot("objectives[0].title").line == 5


def test_a_folder_gives_its_files_sorted_and_leaves_the_rest_alone(tmp_path: Path) -> None:
    for name in ("b.yaml", "a.yml", "sub/c.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        written(tmp_path, SOUND.replace("Acme", Path(name).stem), name)
    written(tmp_path, "not an account", "README.md")
    written(tmp_path, "{}", "account.schema.json")
    written(tmp_path, "{}", ".hidden.json")
    assert [each.account.id for each in load([tmp_path])] == ["a", "b", "c"]


def test_a_pattern_is_followed_where_the_shell_does_not(tmp_path: Path) -> None:
    written(tmp_path, SOUND)
    assert [each.account.id for each in load([str(tmp_path / "*.yaml")])] == ["acme"]
    assert "matches no file" in refusal(str(tmp_path / "*.json"))


def test_what_is_left_empty_counts_as_not_given(tmp_path: Path) -> None:
    account = only(written(tmp_path, SOUND + "industry:\ntier:\nmilestones:\n")).account
    assert (account.industry, account.tier, account.milestones) == ("", None, ())


# What is said about what is wrong


def test_all_problems_of_a_file_are_told_at_once_in_the_order_of_the_file() -> None:
    said = problems("""\
name: Acme
tier: enterprize
contract:
  signed: 2026-03-01
  start: 2026-02-01
  arr: $120k
  seats: -5
objectives:
  - id: a
    title: T
    owner: nobody
    metric: {name: N, unit: days, bettr: lower}
""")
    assert [line.split(" (found")[0].split(". ")[0] for line in said] == [
        "2: tier: is not one of the words allowed here",
        "3: contract.currency: is missing",
        "5: contract.start: start 2026-02-01 is before signed 2026-03-01",
        "6: contract.arr: a number is needed here",
        "7: contract.seats: cannot be negative",
        "11: objectives[0].owner: refers to stakeholder 'nobody', which is not in the account (there: none)",
        "12: objectives[0].metric.bettr: unknown field",
    ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("name: Acme", "nmae: Acme"), "1: nmae: unknown field. Did you mean 'name'? 'qbrgen schema' lists every field."),
        (("arr: 120000", "arr: 120000, bettr: 1"), ("2: contract.bettr: unknown field. Allowed here: signed, start, renewal,"
         " currency, arr, seats, storage_limit, storage_used, api_call_limit, api_calls_used, discount_percent, list_price,"
         " private_note.")),
        (("name: Acme", "name: Acme\nrenewal: 2027-01-01"), ("2: renewal: unknown field. There is contract.renewal."
         " 'qbrgen schema' lists every field.")),
        (("currency: USD, ", ""), ("2: contract.currency: is missing. ISO 4217 code of every amount that names no other;"
         " for example: currency: USD.")),
        (("USD", "usd"), ("2: contract.currency: is not a currency code (found 'usd'). Write its three capital letters"
         " (ISO 4217), such as USD, EUR or JPY.")),
        (("USD", "ERU"), ("2: contract.currency: 'ERU' is not a currency (found 'ERU'). Write its ISO 4217 code, such as"
         " USD, EUR or JPY.")),
        (("120000", "12,500"), "2: contract.500: unknown field."),
        (("120000", '"1,200,000"'), ("2: contract.arr: a number is needed here (found '1,200,000'). Write 1200000: digits"
         " only, without a currency, a unit or separators.")),
        (("120000", "-1"), "2: contract.arr: cannot be negative (found -1). Check the sign."),
        (("120000", "1e99999999"), ("2: contract.arr: numbers of 10^18 and more are refused (found 1E+99999999). Check the"
         " unit.")),
        (("120000", "120000, seats: 1e99999999"), ("2: contract.seats: numbers of 10^18 and more are refused (found"
         " 1E+99999999). Check the unit.")),
        (("120000", "120000, seats: 2.5"), ("2: contract.seats: a whole number is needed here (found 2.5). Write digits only,"
         " such as 12.")),
        (("2025-10-01", "1.10.2025"), ("2: contract.signed: this is not a date (found '1.10.2025'). Write year-month-day,"
         " such as 2026-10-03.")),
        (("2025-10-01", "2025-02-30"), ("2: contract.signed: is not a date (found '2025-02-30'). Write year-month-day, such as"
         " 2026-10-03.")),
        (("2025-10-01", "86400"), ("2: contract.signed: this is not a date (found 86400). Write year-month-day, such as"
         " 2026-10-03.")),
        (("2025-10-01", "0202-10-01"), ("2: contract.signed: the year 202 is not between 1900 and 2199 (found '0202-10-01')."
         " Check the date.")),
        (("id: faster", "id: faster deals"), ("4: objectives[0].id: is not a short key (found 'faster deals'). Use letters,"
         " digits, dot, dash and underscore, without spaces, such as faster-deals.")),
        (("title: Close deals faster", "title:"), ("5: objectives[0].title: is missing. The outcome the customer wants, in"
         " business words; for example: title: Close deals faster.")),
        (("title: Close deals faster", 'title: ""'), ("5: objectives[0].title: is empty. Write it out, or leave"
         " the field away if it may be left out.")),
        (("title: Close deals faster", "title: true"), ("5: objectives[0].title: text is needed here (found true). Put it in"
         ' quotes: "true".')),
        (("title: Close deals faster", f"title: {'x' * 401}"), ("5: objectives[0].title: is longer than 400 characters (it"
         " has 401). Shorten it.")),
        (("  - id: faster\n    title: Close deals faster", "  id: faster"), ("3: objectives: a list is needed here (found a"
         " group of fields (id)). Start each entry with '- ' in YAML, or put them in [ ] in JSON.")),
        (("  - id: faster\n    title: Close deals faster", "  []"), "3: objectives: needs at least 1 entry."),
        (("  - id: faster\n    title: Close deals faster", "  - Close deals faster"), ("4: objectives[0]: a group of fields"
         " is needed here. Write its fields below it, such as id, title, priority, function, owner, metric.")),
        (("objectives:\n  - id: faster\n    title: Close deals faster\n", ""), ("1: objectives: is missing. What the customer"
         " wants to achieve; at least one. Each needs id, title.")),
        (("name: Acme", "name: Acme\ncsm: {name: D, email: dana}"), ("2: csm.email: is not an e-mail address (found 'dana')."
         " Write it as name@company.com.")),
        (("name: Acme", "name: Acme\nlocale: tlh-XX"), ("2: locale: 'tlh-XX' is not a locale (found 'tlh-XX'). Write a"
         " language and country, such as en-US or de-DE.")),
        (("name: Acme", "name: Acme\ncommercial_recommendations: maybe"), ("2: commercial_recommendations: true or false is"
         " needed here (found 'maybe').")),
        (("name: Acme", "name: Acme\nname: Brook"), ("2: name: 'name' is written twice here (first in line 1). Keep one of the"
         " two.")),
        (("120000", ".nan"), ("2: contract.arr: infinite and undefined numbers are refused (found .nan). Leave the field out"
         " if it is unknown.")),
        (("name: Acme", "name: !!python/object:os.system x"), ("1: name: the tag !!python/object:os.system is not read: an"
         " account holds values, not objects. Remove the tag.")),
    ],
)  # fmt: skip
def test_one_clear_message_for_each_kind_of_mistake(change: tuple[str, str], said: str) -> None:
    assert change[0] in SOUND
    assert problems(SOUND.replace(*change))[0].startswith(said)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("value_items: [{id: v, title: T, category: risk_reduced, amount: 5, since: 2026-01-01}]",
         "value_items[0].amount: value item 'v' is soft (risk_reduced), and soft value is never turned into money."),
        ("value_items: [{id: v, title: T, category: costs_reduced, since: 2026-01-01}]",
         "value_items[0]: value item 'v' has no formula. Give exactly one of amount, time_saved"),
        ("value_items: [{id: v, title: T, category: costs_reduced, amount: 1, since: 2026-01-01, until: 2025-01-01}]",
         "value_items[0].until: value item 'v': until 2025-01-01 is before since 2026-01-01."),
        (("value_items: [{id: v, title: T, category: costs_reduced, amount: 1, since: 2026-01-01,"
         " standing: customer_validated}]"),
         "value_items[0].validated_by: value item 'v' is customer_validated but does not say by whom and when."),
        ("milestones: [{id: m, title: T, done_on: 2026-01-01}]", "milestones[0].state: 'm' has done_on 2026-01-01 but"),
        ("wishes: [{id: w, title: T, asked_on: 2026-01-01, state: shipped}]", "wishes[0].shipped_on: wish 'w' is shipped"),
        ("milestones: [{id: m, title: T}, {id: m, title: U}]", "milestones[1].id: 'm' is used twice in milestones"),
        ("usage: [{month: 2026-01, active_users: 1}, {month: 2026-01, active_users: 2}]", "usage[1].month: usage has"),
        ("quotes: [{id: q, text: T, by: zoe}]", "quotes[0].by: refers to stakeholder 'zoe', which is not in the account"),
    ],
)  # fmt: skip
def test_a_rule_between_fields_names_the_field(more: str, said: str) -> None:
    (line,) = problems(SOUND + more)
    assert line.startswith(f"6: {said}"), line


def test_rules_are_checked_although_other_fields_of_the_record_are_wrong() -> None:
    item = "{id: v, title: T, category: costs_reduced, amount: many, since: 2026-01-01, until: 2025-01-01}"
    assert len(problems(f"{SOUND}value_items: [{item}]")) == 2


def test_a_list_names_the_account_in_front_of_the_path() -> None:
    listed = "\n".join("- " + text.replace("\n", "\n  ").rstrip() for text in (SOUND, SOUND.replace("120000", "x")))
    (line,) = problems(listed)
    assert line.startswith("7: [1].contract.arr: a number is needed here")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: [1, 2\nb: 3\n", "Look at this line"),
        ("a:\n\t- b\n", "tabs"),
        ("a: b: c\n", "quotes when it holds a colon"),
        ("a: *x\n", "*x refers to an anchor that is not above it"),
        ("a: &x [*x]\n", "refers to the very thing it stands in"),
        ("? [a, b]\n: c\n", "cannot be a field's name"),
        ("a: &x {b: 1}\nc: {<<: *x}\n", "merge keys (<<) are not read"),
        ('a: "\\UFFFFFFFF"\n', "is not YAML"),
        ("a: \x07\n", "is not YAML"),
    ],
)
def test_what_is_not_yaml_is_refused_with_its_line(text: str, said: str) -> None:
    (line,) = problems(text)
    assert said in line


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"a": 1,}', "a.json:1: is not JSON here: a field name in double quotes is needed, found }"),
        ('{"a": 1\n"b": 2}', "a.json:2: is not JSON here: a comma or the closing bracket is needed"),
        ('{"a" 1}', "a.json:1: is not JSON here: a colon is needed"),
        ('{"a": [1, 2', "a.json:1: ends before it is complete"),
        ('{"a": 1} {"b": 2}', "a.json:1: is not JSON here: nothing may follow"),
        ('{"a": 01}', "a.json:1: this is not a JSON number: 01"),
        ('{"a": wahr}', "a.json:1: is not JSON here: a value is needed, found wahr"),
        ('{"a": "\\x"}', "a.json:1: this text has an escape that JSON does not know"),
        ("{'a': 1}", "a.json:1: is not JSON here"),
    ],
)
def test_what_is_not_json_is_refused_with_its_line(text: str, said: str) -> None:
    with pytest.raises(SourceError) as caught:
        list(read_json_text(text, "a.json"))
    assert str(caught.value).startswith(said)


def test_json_refuses_doubled_keys_and_nan_together_with_what_the_model_finds(tmp_path: Path) -> None:
    path = written(tmp_path, '{"name": "A",\n "name": "B",\n "contract": {"arr": NaN}}', "a.json")
    said = refusal(path)
    assert "a.json:2: name: 'name' is written twice here" in said
    assert "a.json:3: contract.arr: infinite and undefined numbers are refused (found NaN)" in said
    assert "a.json:3: contract.currency: is missing" in said


# What is refused before it is parsed


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty. 'qbrgen new' writes an account to start from."),
        (b"# only a remark\n", "is empty."),
        (b"[]", "is an empty list."),
        (b"PK\x03\x04rest", "is not a text file; it looks like a ZIP archive or an Office file."),
        (b"\x89PNG\r\n\x1a\n", "it looks like a PNG picture."),
        (b"name: A\0B", "is not a text file: it holds zero bytes."),
        ("name: Acme".encode("utf-16"), "is written in UTF-16. Save it again as UTF-8."),
        ("a: b\nname: Zürich".encode("latin-1"), ":2: this byte is not UTF-8: 0xFC. Save the file again as UTF-8."),
    ],
)
def test_a_file_without_an_account_is_refused_in_plain_words(tmp_path: Path, content: bytes, said: str) -> None:
    path = written(tmp_path, content)
    assert refusal(path).startswith(str(path))
    assert said in refusal(path)


def test_a_file_of_a_hundred_megabytes_is_refused_within_a_second(tmp_path: Path) -> None:
    for name in ("big.yaml", "big.json"):
        path = tmp_path / name
        with path.open("wb") as stream:
            stream.truncate(100_000_000)
        start = time.monotonic()
        assert re.search(r"is larger than \d+ MB \(100 MB\)\. Split it", refusal(path))
        assert time.monotonic() - start < 1


@pytest.mark.parametrize("levels", [MAX_DEPTH + 1, 100_000])
@pytest.mark.parametrize("opening", ["[", '{"a":', "- ", "[\n"])
def test_deep_nesting_is_refused_at_once(tmp_path: Path, levels: int, opening: str) -> None:
    start = time.monotonic()
    name = "deep.json" if opening == '{"a":' else "deep.yaml"
    assert "nested more than 40 levels deep" in refusal(written(tmp_path, opening * levels, name))
    assert time.monotonic() - start < 5


def test_a_bomb_of_aliases_is_refused_at_once(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]" for level in range(1, 10)]
    start = time.monotonic()
    assert "repeats too much by aliases" in refusal(written(tmp_path, "\n".join(lines)))
    assert time.monotonic() - start < 2


def test_a_file_that_is_not_there_names_the_one_that_was_probably_meant(tmp_path: Path) -> None:
    path = written(tmp_path, SOUND)
    assert refusal(tmp_path / "acme.yml").endswith(f"there is no such file. Did you mean {path}?")
    assert "and no folder" in refusal(tmp_path / "none" / "acme.yaml")


def test_an_empty_folder_and_an_unknown_kind_of_file_say_what_is_read(tmp_path: Path) -> None:
    assert "holds no account file" in refusal(tmp_path)
    assert "'.txt' files are not read" in refusal(written(tmp_path, SOUND, "acme.txt"))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_file_that_may_not_be_read_says_so() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        path = written(folder, SOUND)
        path.chmod(0)
        said = as_an_ordinary_user(lambda: refusal(path))
    assert said == f"{path}: may not be read. Change its permissions (chmod u+r) or ask its owner."


# Many at once


def test_the_same_id_twice_in_a_run_names_both_places(tmp_path: Path) -> None:
    written(tmp_path, "# one\n" + SOUND.replace("name: Acme", "id: acme\nname: Acme"), "a.yaml")
    written(tmp_path, SOUND.replace("Acme", "ACME").replace("name:", "id: ACME\nname:"), "b.yaml")
    first, second = survey([tmp_path])
    assert isinstance(first, Loaded)
    assert isinstance(second, Rejected)
    assert f"{tmp_path}/b.yaml:1: id: the account 'ACME' is also in {tmp_path}/a.yaml:2." in str(second.error)


def test_one_bad_account_does_not_stop_the_others(tmp_path: Path) -> None:
    written(tmp_path, "name: [", "a.yaml")
    written(tmp_path, SOUND, "b.yaml")
    found = list(survey([tmp_path / "nothing.yaml", tmp_path]))
    assert [type(each) for each in found] == [Rejected, Rejected, Loaded]


def test_load_stops_at_the_first_that_cannot_be_used(tmp_path: Path) -> None:
    path = written(tmp_path, SOUND.replace("120000", "x"))
    with pytest.raises(AccountInvalid) as caught:
        list(load([path]))
    assert [problem.path for problem in caught.value.problems] == ["contract.arr"]


# Anything at all


SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(
        ["2026-01-01", "1e999999999", "0e-99999999", "-0", "USD", "acme", "9" * 5000, "2026-13", "𝟙", "٣"]
    )
)
NAMES = st.sampled_from(
    [
        "id",
        "name",
        "contract",
        "signed",
        "start",
        "renewal",
        "currency",
        "arr",
        "seats",
        "objectives",
        "title",
        "priority",
        "metric",
        "unit",
        "better",
        "baseline",
        "value",
        "date",
        "target",
        "readings",
        "value_items",
        "category",
        "amount",
        "time_saved",
        "since",
        "until",
        "standing",
        "validated_by",
        "stakeholders",
        "role",
        "usage",
        "month",
        "active_users",
        "features",
        "feature",
        "percent",
        "product",
        "nps",
        "score",
        "quotes",
        "by",
        "consent",
        "scope",
        "internal",
        "notes",
        "text",
        "business_case",
        "benefits",
        "costs",
        "years",
        "locale",
        "tier",
        "commitments",
        "done_on",
        "state",
        "waivers",
        "health",
        "weight",
    ]
) | st.text(max_size=6)
TREES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=6), max_leaves=25
)


def attempt(path: Path) -> None:
    for each in survey([path]):
        assert isinstance(each, Loaded | Rejected)
        if isinstance(each, Rejected):
            said = str(each.error)
            assert said.strip()
            assert not [word for word in JARGON if word in said and word not in path.read_text("utf-8", "replace")]


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.sampled_from([".yaml", ".json"]))
def test_any_bytes_give_accounts_or_a_source_error(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, end: str
) -> None:
    attempt(written(tmp_path_factory.mktemp("bytes"), data, f"any{end}"))


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("abn&*!|>{}[],:#'\"%@`-? \n\t\\0123xu.<~é\u2028\x85"), max_size=60))
def test_any_yaml_like_text_gives_accounts_or_a_source_error(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    attempt(written(tmp_path_factory.mktemp("text"), text, "any.yaml"))


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(NAMES, TREES, max_size=10) | TREES)
def test_any_structure_gives_accounts_or_problems(tmp_path_factory: pytest.TempPathFactory, data: object) -> None:
    attempt(written(tmp_path_factory.mktemp("tree"), json.dumps(data), "any.json"))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_sound_account_with_one_field_replaced_gives_an_account_or_problems(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    sample = Path(__file__).parent.parent / "fixtures" / "solstice-every-field.yaml"
    (raw,) = read_yaml_text(sample.read_text("utf-8"), "sample")
    spots: list[tuple[dict[str, object] | list[object], object]] = []

    def collect(value: object) -> None:
        if isinstance(value, dict):
            spots.extend((value, key) for key in value)
            for inner in value.values():
                collect(inner)
        elif isinstance(value, list):
            spots.extend((value, index) for index in range(len(value)))
            for inner in value:
                collect(inner)

    collect(raw.data)
    holder, key = data.draw(st.sampled_from(spots))
    holder[key] = data.draw(TREES)  # type: ignore[call-overload, index]
    attempt(written(tmp_path_factory.mktemp("one"), json.dumps(raw.data, default=str), "any.json"))


@settings(max_examples=150, deadline=None)
@given(TREES)
def test_json_is_read_as_pythons_own_reader_reads_it(data: object) -> None:
    text = json.dumps(data, allow_nan=True)
    if "NaN" in text or "Infinity" in text or data is None or data == []:
        return
    expected = json.loads(text, parse_float=Decimal)
    found = [raw.data for raw in read_json_text(text, "a.json")]
    assert found == (expected if isinstance(expected, list) else [expected])
