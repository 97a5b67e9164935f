"""spaCy's convolutional word vectors for less work: the same numbers, bit for bit.

They are half of the parser's time. Layers are replaced where they are built as expected, and left
as they are elsewhere:

- *The embedding* of a token depends on a few of its attributes (form, prefix, suffix, shape …) and
  not on its neighbours. It is worked out once for each combination and then looked up.
- *The encoder* is worked out without what only training needs, on the pieces of its maxout laid out
  side by side, and, of the padding between sentences, only where a later layer sees it.
- *The features of the parser's states* go to the same memory each time.

Each row of a product comes out the same whatever the other rows are, so that nothing depends on
which sentences stand together (``tests/reading/test_lean.py``).
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray
    from spacy.language import Language

    Floats = NDArray[Any]

_LIMIT = 50_000  # embeddings kept, of 400 bytes each
_BLOCK = 32  # new ones are worked out so many at a time, so that each comes from one shape of work
_MOST_FEATURES = 4096  # tokens of a batch; of larger ones the room is given back
_EPSILON = 1e-08  # thinc's, in its layer normalisation


def make_lean(model: Language) -> None:
    """Replace layers of a model's shared word vectors and of its parser, where they are known."""
    from thinc.api import NumpyOps

    for name, component in model.pipeline:
        layers: Any = getattr(getattr(component, "model", None), "layers", None)
        if not layers or type(layers[0].ops) is not NumpyOps or not layers[0].ops.use_blis:
            continue
        if name == "tok2vec" and len(layers) == 2:
            if Embedding.fits(layers[0]):
                _replace(layers[0], Embedding(layers[0]))
            if Encoder.fits(layers[1]):
                _replace(layers[1], Encoder(layers[1]))
        elif name == "parser" and len(layers) == 3 and Features.fits(layers[1]):
            _replace(layers[1], Features(layers[1]))


def _replace(layer: Any, lean: Callable[[Any], Any]) -> None:
    """Have a layer predict in another way; training goes on as before."""
    stock = layer._func

    def forward(model: Any, inputs: Any, is_train: bool) -> Any:
        return stock(model, inputs, is_train) if is_train else (lean(inputs), _no_training)

    layer._func = forward


def _no_training(gradient: Any) -> Any:
    raise NotImplementedError("worked out for prediction only")


class Embedding:
    """Stands for spaCy's ``MultiHashEmbed`` without static vectors.

    Args:
        layer: one that :meth:`fits`.
    """

    def __init__(self, layer: Any):
        import numpy as np

        features, _, hashed, mixed, _ = layer.layers
        self._features = features
        self._hashed = hashed.layers[0]
        self._mixed = mixed.layers[0]
        self._places: dict[bytes, int] = {}
        width = _only(mixed.layers[0], "maxout").get_dim("nO")
        # room that is not written to takes no memory
        self._vectors = np.empty((_LIMIT, width), dtype="float32")
        self._lock = threading.Lock()  # readers in several threads may share a model

    @classmethod
    def fits(cls, layer: Any) -> bool:
        """Tell whether a layer is built as ``MultiHashEmbed`` builds it, from hashes alone."""
        return (
            [_kind(part) for part in layer.layers]
            == [
                "spacy.ml.featureextractor",
                "thinc.layers.list2ragged",
                "thinc.layers.with_array",
                "thinc.layers.with_array",
                "thinc.layers.ragged2list",
            ]
            and {_kind(part) for part in _leaves(layer.layers[2])}
            == {"thinc.layers.array_getitem", "thinc.layers.hashembed"}
            and [_kind(part) for part in _leaves(layer.layers[3])]
            == ["thinc.layers.maxout", "thinc.layers.layernorm", "thinc.layers.dropout"]
        )

    def __call__(self, docs: Sequence[Any]) -> list[Floats]:
        """Return an array of vectors for each text."""
        import numpy as np

        features = self._features.predict(docs)
        if not any(len(part) for part in features):
            return [np.zeros((0, self._vectors.shape[1]), dtype="float32") for _ in features]
        rows = np.ascontiguousarray(np.concatenate(features))
        keys = rows.view(f"V{rows.strides[0]}").ravel().tolist()
        with self._lock:
            vectors = self._look_up(keys, rows)
        return _parts(vectors, [len(part) for part in features])

    def _look_up(self, keys: list[bytes], rows: NDArray[Any]) -> Floats:
        known = self._places
        missing = {key: at for at, key in enumerate(keys) if key not in known}
        if missing:
            if len(known) + len(missing) > _LIMIT:
                known.clear()
                missing = {key: at for at, key in enumerate(keys)}
            if len(missing) > _LIMIT:  # one text with that many different words
                return self._work_out(rows)
            found = self._work_out(rows[list(missing.values())])
            first = len(known)
            self._vectors[first : first + len(missing)] = found
            known.update(zip(missing, range(first, first + len(missing)), strict=True))
        return self._vectors[[known[key] for key in keys]]

    def _work_out(self, rows: NDArray[Any]) -> Floats:
        import numpy as np

        count = len(rows)
        padded = np.concatenate([rows, np.repeat(rows[:1], -count % _BLOCK, axis=0)])
        done = [
            self._mixed.predict(self._hashed.predict(padded[start : start + _BLOCK]))
            for start in range(0, len(padded), _BLOCK)
        ]
        return np.concatenate(done)[:count]


class Encoder:
    """Stands for spaCy's ``MaxoutWindowEncoder`` with a window of one.

    Args:
        layer: one that :meth:`fits`.
    """

    def __init__(self, layer: Any):
        import numpy as np

        self._gemm = layer.ops.gemm
        self._pad: int = layer.attrs["pad"]
        self._layers: list[tuple[Floats, Floats, Floats, Floats]] = []
        for block in _blocks(layer):
            maxout, norm = _only(block, "maxout"), _only(block, "layernorm")
            weights, bias = maxout.get_param("W"), maxout.get_param("b")
            self._width, self._pieces, inputs = weights.shape
            # all of the first pieces, then all of the second …: the largest of a few long stretches
            # is found faster than the largest of each few numbers
            side = np.ascontiguousarray(weights.transpose(1, 0, 2)).reshape(-1, inputs)
            gain, shift = norm.get_param("G"), norm.get_param("b")
            self._layers.append((side, np.ascontiguousarray(bias.T).reshape(-1), gain, shift))

    @classmethod
    def fits(cls, layer: Any) -> bool:
        """Tell whether a layer is built as ``MaxoutWindowEncoder`` builds it."""
        if _kind(layer) != "thinc.layers.with_array" or len(layer.layers) != 1:
            return False
        blocks = _blocks(layer)
        return layer.attrs["pad"] == len(blocks) and all(
            _kind(block) == "thinc.layers.residual"
            and [_kind(part) for part in _leaves(block)]
            == [
                "thinc.layers.expand_window",
                "thinc.layers.maxout",
                "thinc.layers.layernorm",
                "thinc.layers.dropout",
            ]
            and _only(block, "expand_window").attrs["window_size"] == 1
            and _only(block, "maxout").get_param("W").dtype == "float32"
            for block in blocks
        )

    def __call__(self, texts: Sequence[Floats]) -> list[Floats]:
        """Return the vectors of each text's tokens in their context."""
        import numpy as np
        from numpy.lib.stride_tricks import as_strided

        width, pad = self._width, self._pad
        lengths = [len(text) for text in texts if len(text)]
        if not lengths:
            return [np.zeros((0, width), dtype="float32") for _ in texts]
        starts = np.cumsum([pad, *(length + pad for length in lengths[:-1])])
        spans = list(zip(starts.tolist(), lengths, strict=True))
        values = np.zeros((sum(lengths) + pad * (len(lengths) + 1), width), dtype="float32")
        tokens = np.concatenate([np.arange(start, start + length) for start, length in spans])
        values[tokens] = np.concatenate([text for text in texts if len(text)])
        # row i of this view is the window about row i + 1
        windows = as_strided(
            values,
            (len(values) - 2, 3 * width),
            (values.strides[0], values.itemsize),
            writeable=False,
        )
        for number, (weights, bias, gain, shift) in enumerate(self._layers, start=1):
            reach = len(self._layers) - number  # how far from a token later layers look
            if 2 * reach >= pad:
                rows = np.arange(pad - reach, len(values) - pad + reach)
            elif reach:
                rows = np.concatenate([np.arange(s - reach, s + n + reach) for s, n in spans])
            else:
                rows = tokens
            product = self._gemm(windows[rows - 1], weights, trans2=True)
            product += bias
            best = product[:, :width]
            for piece in range(1, self._pieces):
                best = np.maximum(best, product[:, piece * width : (piece + 1) * width])
            # layer normalisation in thinc's order of operations
            best = best - np.add.reduce(best, axis=1, keepdims=True) / width
            variance = np.add.reduce(best * best, axis=1, keepdims=True) / width
            variance += _EPSILON
            best *= variance ** (-1.0 / 2.0)
            best *= gain
            best += shift
            values[rows] += best
        return _parts(values[tokens], [len(text) for text in texts])


class Features:
    """Stands for spaCy's ``PrecomputableAffine``: what each token adds to a state of the parser.

    The result is megabytes for each batch, so the room for it is used again.

    Args:
        layer: one that :meth:`fits`.
    """

    def __init__(self, layer: Any):
        import numpy as np

        weights = layer.get_param("W")
        self._gemm = layer.ops.gemm
        self._shape = weights.shape[:-1]
        self._weights = np.ascontiguousarray(weights.reshape(-1, weights.shape[-1]))
        self._padding = layer.get_param("pad").reshape(-1)
        self._room = threading.local()  # readers in several threads may share a model

    @classmethod
    def fits(cls, layer: Any) -> bool:
        """Tell whether a layer works as ``PrecomputableAffine`` does."""
        return _kind(layer) == "spacy.ml._precomputable_affine"

    def __call__(self, vectors: Floats) -> Floats:
        """Return the features of each token after those of none; valid until the next call."""
        import numpy as np

        room = getattr(self._room, "array", None)
        if room is None or len(room) <= len(vectors):
            room = np.empty((len(vectors) + 1, len(self._weights)), dtype="float32")
            room[0] = self._padding
            self._room.array = room if len(room) <= _MOST_FEATURES else None
        out = room[: len(vectors) + 1]
        self._gemm(vectors, self._weights, trans2=True, out=out[1:])
        return out.reshape(len(out), *self._shape)


def _parts(rows: Floats, lengths: list[int]) -> list[Floats]:
    parts, start = [], 0
    for length in lengths:
        parts.append(rows[start : start + length])
        start += length
    return parts


def _blocks(layer: Any) -> list[Any]:
    inner = layer.layers[0]
    return list(inner.layers) if _kind(inner) == "thinc.layers.chain" else [inner]


def _kind(layer: Any) -> str:
    """Return the module whose way of working a layer has."""
    return str(getattr(layer._func, "__module__", ""))


def _leaves(layer: Any) -> list[Any]:
    return [part for part in layer.walk(order="dfs_pre") if not part.layers]


def _only(layer: Any, name: str) -> Any:
    (found,) = [part for part in _leaves(layer) if _kind(part) == f"thinc.layers.{name}"]
    return found
