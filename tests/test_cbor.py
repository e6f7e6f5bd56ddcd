"""CBOR as search indexes use it: what is written can be read, and what is broken is refused."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patternbook.cbor import NoCbor, read_cbor, texts_in, write_cbor

VALUES = st.recursive(
    st.none() | st.booleans() | st.text() | st.integers(-(2**64), 2**64 - 1),
    lambda inner: st.lists(inner, max_size=30),
    max_leaves=60,
)


@given(VALUES)
def test_what_is_written_is_read_again(value):
    assert read_cbor(write_cbor(value)) == value


@given(st.binary(max_size=200))
def test_any_bytes_are_a_value_or_are_refused(content):
    with suppress(NoCbor):
        texts_in(read_cbor(content))


@pytest.mark.parametrize(
    ("content", "value"),
    [
        (bytes.fromhex("1903e8"), 1000),
        (bytes.fromhex("3863"), -100),
        (bytes.fromhex("6449455446"), "IETF"),
        (bytes.fromhex("83010203"), [1, 2, 3]),
        (bytes.fromhex("a201020304"), [[1, 2], [3, 4]]),
        (bytes.fromhex("4401020304"), b"\x01\x02\x03\x04"),
        (bytes.fromhex("fb3ff199999999999a"), 1.1),
        (bytes.fromhex("f93e00"), 1.5),
        (bytes.fromhex("f6"), None),
    ],
)
def test_examples_of_rfc_8949_are_read_as_it_says(content, value):
    assert read_cbor(content) == value


@pytest.mark.parametrize(
    "content",
    [b"", b"\x18", b"\x64abc", b"\x82\x01", b"\x9f\x01\xff", b"\x01\x01", b"\xc0\x01", b"\x61\xff"],
    ids=[
        "nothing",
        "a number cut",
        "a text cut",
        "a list cut",
        "no length",
        "two values",
        "a tag",
        "no text",
    ],
)
def test_what_is_broken_or_unknown_is_refused(content):
    with pytest.raises(NoCbor):
        read_cbor(content)


def test_a_value_as_deep_as_a_well_is_refused():
    with pytest.raises(NoCbor):
        read_cbor(b"\x81" * 1000 + b"\x01")


@pytest.mark.parametrize("value", [1.5, {1: 2}, b"x", 2**64])
def test_what_has_no_place_in_an_index_is_not_written(value):
    with pytest.raises(NoCbor):
        write_cbor([value])


def test_texts_are_found_at_any_depth_in_their_order():
    assert texts_in(["a", [1, ["b", [None, "c"]], "d"], b"e"]) == ["a", "b", "c", "d", "e"]
