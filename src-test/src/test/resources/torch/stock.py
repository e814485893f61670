"""Writes stock.safetensors with the stock library, in every type that Verge reads.

    python3 stock.py       # NumPy and safetensors 0.8.0
"""
import numpy
from safetensors.numpy import save_file

save_file({
    "weights/ü \U0001f600 \"q\" \\": numpy.arange(6, dtype="f4").reshape(2, 3) - 2.5,
    "double": numpy.array([numpy.pi, -0.0, numpy.nan, 5e-324]),
    "long": numpy.array([[-2**63, 2**63 - 1]], dtype="i8"),
    "flags": numpy.array([True, False, True]),
    "scalar": numpy.asarray(3.5, dtype="f4"),
    "none": numpy.zeros((0, 4), dtype="f4"),
}, "stock.safetensors", metadata={"key": "ü \u2028", "empty": ""})
