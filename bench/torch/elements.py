"""PyTorch's exp, log, sigmoid and tanh, for bench/compare-elements: the protocol of ElementProbe."""
import re
import sys
import time

import torch

torch.set_num_threads(1)
FUNCTIONS = {"exp": torch.exp, "log": torch.log, "sigmoid": torch.sigmoid, "tanh": torch.tanh}


def measure(function, n, milliseconds):
    f = FUNCTIONS[function]
    torch.manual_seed(1)
    x = torch.randn(n)
    if function == "log":
        x = x.abs()
    y = torch.empty(n)
    batch = 1 + 100000 // n
    for part in (0.2, 1.0):                                 # the first one warms the caches
        calls = 0
        begin = time.thread_time_ns()
        while True:
            for _ in range(batch):
                f(x, out=y)
            calls += batch
            elapsed = time.thread_time_ns() - begin
            if elapsed >= part * 1e6 * milliseconds:
                break
    return elapsed / calls / n


capability = re.search("CPU capability usage: (.*)", torch.__config__.show())
print("PyTorch %s, %s" % (torch.__version__, capability.group(1) if capability else "CPU"),
      flush=True)
for line in sys.stdin:
    name, size, duration = line.split()
    print("%.4f" % measure(name, int(size), int(duration)), flush=True)
