"""Writes modules.safetensors: the state of some PyTorch modules, inputs, and their outputs.

    python3 make.py        # PyTorch and NumPy
"""
import json
import struct

import numpy
import torch

torch.manual_seed(3)
tensors = {}


def keep(name, tensor):
    tensors[name] = tensor.detach().to(torch.float32).contiguous().numpy()


def module(name, made):
    with torch.no_grad():
        for parameter in made.parameters():
            parameter.copy_(0.4 * torch.randn_like(parameter))
    for key, value in made.state_dict().items():
        keep(f"{name}.{key}", value)
    return made.eval()


x = torch.randn(5, 3, 6)                                     # [steps, batch, width]
keep("x", x)
keep("linear.y", module("linear", torch.nn.Linear(6, 4))(x))
keep("norm.y", module("norm", torch.nn.LayerNorm(6))(x))
keep("embedding.y", module("embedding", torch.nn.Embedding(3, 2))(torch.tensor([2, 0, 1, 2])))
keep("lstm.y", module("lstm", torch.nn.LSTM(6, 4, num_layers=2))(x)[0])
keep("gru.y", module("gru", torch.nn.GRU(6, 4))(x)[0])
keep("attention.y", module("attention", torch.nn.MultiheadAttention(6, 2))(x, x, x)[0])
keep("encoder.y", module("encoder", torch.nn.TransformerEncoderLayer(6, 3, 8, dropout=0.0))(x))

header, data = {}, b""
for name, value in tensors.items():
    end = len(data) + value.nbytes
    header[name] = {"dtype": "F32", "shape": list(value.shape), "data_offsets": [len(data), end]}
    data += value.astype("<f4").tobytes()
text = json.dumps(header).encode()
with open("modules.safetensors", "wb") as file:
    file.write(struct.pack("<Q", len(text)) + text + data)
