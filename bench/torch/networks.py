"""PyTorch's side of bench/compare-networks: answers lines "workload milliseconds".

Each workload is the network that verge.bench trains under the same name, with the same sizes,
loss and optimiser. The answer is the median milliseconds of one run by the processor time of the
thread.
"""
import statistics
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

WARM_UP_SECONDS = 1.0


def trained(model, loss, optimiser=None, limit=None):
    optimiser = optimiser or torch.optim.Adam(model.parameters(), 1e-3)

    def step():
        optimiser.zero_grad()
        loss().backward()
        if limit:
            nn.utils.clip_grad_norm_(model.parameters(), limit)
        optimiser.step()
    return step


def without_gradients(pass_):
    def decide():
        with torch.no_grad():
            pass_()
    return decide


def lstm(hidden, steps, batch):
    model = nn.LSTM(hidden, hidden, 2)
    x, y = torch.randn(2, steps, batch, hidden)
    return trained(model, lambda: F.mse_loss(model(x)[0], y))


class Dueling(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(5, 20)
        self.layers = nn.Sequential(nn.Linear(40, 20), nn.ReLU(), nn.Linear(20, 20), nn.ReLU())
        self.value = nn.Linear(20, 1)
        self.advantage = nn.Linear(20, 6)

    def forward(self, loads, state):
        last = self.lstm(loads)[0][-1]
        h = self.layers(torch.cat([last, state], 1))
        advantage = self.advantage(h)
        return self.value(h) + advantage - advantage.mean(1, keepdim=True)


def dueling(batch):
    online, target = Dueling(), Dueling()
    loads, next_loads = torch.randn(2, 10, batch, 5)
    state, next_state = torch.randn(2, batch, 20)
    action = torch.randint(0, 6, (batch, 1))
    reward = torch.randn(batch)

    def loss():
        with torch.no_grad():
            best = online(next_loads, next_state).argmax(1, keepdim=True)
            y = reward + 0.9 * target(next_loads, next_state).gather(1, best).squeeze(1)
        return F.mse_loss(online(loads, state).gather(1, action).squeeze(1), y)
    return trained(online, loss, torch.optim.RMSprop(online.parameters(), 1e-3))


def dueling_decision():
    online, loads, state = Dueling(), torch.randn(10, 1, 5), torch.randn(1, 20)
    return without_gradients(lambda: int(online(loads, state).argmax(1)))


class Graph(nn.Module):
    def __init__(self):
        super().__init__()
        self.source = nn.Linear(16, 64, bias=False)
        self.attend_source = nn.Parameter(0.1 * torch.randn(4, 16))
        self.attend_destination = nn.Parameter(0.1 * torch.randn(4, 16))
        self.gru = nn.GRUCell(64, 64)
        self.head = nn.Linear(64, 5)

    def forward(self, x, edges, memory):
        z = self.source(x).view(len(x), 4, 16)
        source = (z * self.attend_source).sum(2)
        destination = (z * self.attend_destination).sum(2)
        score = F.leaky_relu(destination[:, None] + source[None], 0.2)
        alpha = F.softmax(score.masked_fill(~edges[:, :, None], -1e9), 1)
        seen = F.elu(torch.einsum("dsh,shc->dhc", alpha, z).reshape(len(x), 64))
        return self.head(self.gru(seen, memory))


def graph(nodes, training=True):
    model = Graph()
    x, memory, y = torch.randn(nodes, 16), torch.randn(nodes, 64), torch.randn(nodes, 5)
    edges = (torch.rand(nodes, nodes) < 0.4) | torch.eye(nodes, dtype=torch.bool)
    if training:
        return trained(model, lambda: F.mse_loss(model(x, edges, memory), y))
    return without_gradients(lambda: model(x, edges, memory))


def graph_decision(nodes):
    return graph(nodes, False)


def transformer(batch, training=True):
    layer = nn.TransformerEncoderLayer(64, 4, 128, dropout=0.0, batch_first=True)
    model = nn.Sequential(nn.Linear(16, 64), nn.TransformerEncoder(layer, 2), nn.Linear(64, 2))
    x, y = torch.randn(batch, 20, 16), torch.randn(batch, 20, 2)
    if training:
        return trained(model, lambda: F.mse_loss(model(x), y))
    model.eval()
    return without_gradients(lambda: model(x))


def transformer_decision():
    return transformer(1, False)


class Seq2Seq(nn.Module):
    def __init__(self, heads, h=128, choices=2):
        super().__init__()
        self.heads, self.h, self.choices = heads, h, choices
        self.embedding = nn.Linear(17, h)
        self.encoder = nn.LSTM(h, h, 2)
        self.decoder = nn.ModuleList([nn.LSTMCell(2 * h, h), nn.LSTMCell(h, h)])
        self.chosen = nn.Embedding(choices + 1, h)
        self.query = nn.Linear(h, h, bias=heads > 0)
        self.key = nn.Linear(h, h)
        self.value = nn.Linear(h, h) if heads else None
        self.v = None if heads else nn.Linear(h, 1, bias=False)
        self.policy = nn.Linear(2 * h, choices)
        self.critic = nn.Linear(2 * h, 1)

    def context(self, query, keys, values):
        if self.heads:
            q = self.query(query).view(-1, self.heads, 1, self.h // self.heads)
            w = F.softmax(q @ keys / (self.h // self.heads) ** 0.5, 3)
            return (w @ values).reshape(-1, self.h)
        w = F.softmax(self.v(torch.tanh(keys + self.query(query)[:, None])), 1)
        return (w.transpose(1, 2) @ values).squeeze(1)

    def split(self, x):
        return x.view(*x.shape[:2], self.heads, -1).transpose(1, 2)

    def forward(self, x, given=None):
        tasks, batch, _ = x.shape
        outputs, (h, c) = self.encoder(torch.tanh(self.embedding(x)))
        h, c = list(h), list(c)
        memory = outputs.transpose(0, 1)
        keys, values = self.key(memory), memory
        if self.heads:
            keys = self.split(keys).transpose(2, 3)
            values = self.split(self.value(memory))
        context = torch.zeros(batch, self.h)
        choice = torch.full((batch,), self.choices)
        chosen, critics, entropies = [], [], []
        for t in range(tasks):
            step = torch.cat([self.chosen(choice), context], 1)
            for layer, cell in enumerate(self.decoder):
                h[layer], c[layer] = cell(step, (h[layer], c[layer]))
                step = h[layer]
            context = self.context(step, keys, values)
            z = torch.cat([step, context], 1)
            logp = F.log_softmax(self.policy(z), 1)
            choice = torch.argmax(logp, 1) if given is None else given[t]
            chosen.append(logp.gather(1, choice[:, None]).squeeze(1))
            critics.append(self.critic(z).squeeze(1))
            entropies.append(-(logp.exp() * logp).sum(1))
        return torch.stack(chosen), torch.stack(critics), torch.stack(entropies)


def seq2seq(batch, heads=8):
    model = Seq2Seq(heads)
    x = torch.randn(20, batch, 17)
    given = torch.randint(0, 2, (20, batch))
    advantage, returns = torch.randn(2, 20, batch)

    def loss():
        logp, value, entropy = model(x, given)
        ratio = torch.exp(logp + 0.7)
        surrogate = torch.min(ratio * advantage, ratio.clamp(0.8, 1.2) * advantage)
        return 0.5 * F.mse_loss(value, returns) - surrogate.mean() - 0.01 * entropy.mean()
    return trained(model, loss, limit=1.0)


def seq2seq_decision(heads=8):
    model, x = Seq2Seq(heads), torch.randn(20, 1, 17)
    return without_gradients(lambda: model(x))


def additive(batch):
    return seq2seq(batch, 0)


def additive_decision():
    return seq2seq_decision(0)


def make(name):
    words = name.split(":")
    return globals()[words[0].replace("-", "_")](*map(int, words[1:]))


def measure(run, seconds):
    run()
    samples = []
    limit = time.thread_time() + seconds
    begin = time.thread_time()
    while begin < limit or len(samples) < 3:
        run()
        end = time.thread_time()
        samples.append(1e3 * (end - begin))
        begin = end
    return statistics.median(samples)


def main():
    torch.set_num_threads(1)
    torch.manual_seed(0)
    print("torch " + torch.__version__, flush=True)
    workloads = {}
    for line in sys.stdin:
        name, milliseconds = line.split()
        if name not in workloads:
            workloads[name] = make(name)
            measure(workloads[name], WARM_UP_SECONDS)
        print("%.6f" % measure(workloads[name], 1e-3 * int(milliseconds)), flush=True)


if __name__ == "__main__":
    main()
