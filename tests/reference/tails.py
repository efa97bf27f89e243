#!/usr/bin/env python3
"""Exact values and slopes of every activation and loss where they tend to a limit, near 0 and near zero crossings.

  python tails.py > tails.json

Needs mpmath only. Each number is computed with 50 digits and rounded once to float64. Every argument is a float32, so that the
same table holds single and double precision. Names are the project's own. Deterministic.
"""
import json, struct
import mpmath as mp

mp.mp.dps = 50
HALF, ONE = mp.mpf(1) / 2, mp.mpf(1)

def single(x): return struct.unpack("<f", struct.pack("<f", x))[0]

# ---------------------------------------------------------------- activations: (value, slope) by name
SCALE, ALPHA = mp.mpf("1.0507009873554804934193349852946"), mp.mpf("1.6732632423543772848170429916717")
def sigmoid(x): return 1 / (1 + mp.exp(-x))
def bump(x): return sigmoid(x) * sigmoid(-x)
def softplus(x): return mp.log1p(mp.exp(x))
def sech2(x): return 1 / mp.cosh(x) ** 2
def cdf(x): return mp.erfc(-x / mp.sqrt(2)) / 2
def pdf(x): return mp.exp(-x * x / 2) / mp.sqrt(2 * mp.pi)
def sign(x): return mp.sign(x)
def elu(x, a): return x if x > 0 else a * mp.expm1(x)
def elu_slope(x, a): return ONE if x > 0 else a * mp.exp(x)
ROOT, CUBE = mp.sqrt(8 / mp.pi), mp.mpf(0.044715)

ACTIVATIONS = {
    "linear": (lambda x: x, lambda x: ONE),
    "relu": (lambda x: max(x, mp.mpf(0)), lambda x: mp.mpf(x > 0)),
    "leaky-relu": (lambda x: x if x > 0 else x * mp.mpf(0.01), lambda x: ONE if x > 0 else mp.mpf(0.01)),
    "elu": (lambda x: elu(x, 1), lambda x: elu_slope(x, 1)),
    "selu": (lambda x: SCALE * elu(x, ALPHA), lambda x: SCALE * elu_slope(x, ALPHA)),
    "gelu": (lambda x: x * cdf(x), lambda x: cdf(x) + x * pdf(x)),
    "silu": (lambda x: x * sigmoid(x), lambda x: sigmoid(x) + x * bump(x)),
    "softplus": (softplus, sigmoid),
    "softsign": (lambda x: x / (1 + abs(x)), lambda x: 1 / (1 + abs(x)) ** 2),
    "sigmoid": (sigmoid, bump),
    "tanh": (mp.tanh, sech2),
    "hard-tanh": (lambda x: max(-ONE, min(ONE, x)), lambda x: mp.mpf(abs(x) < 1)),
    "sine": (mp.sin, mp.cos),
    "gaussian": (lambda x: mp.exp(-x * x), lambda x: -2 * x * mp.exp(-x * x)),
    "abs": (abs, sign),
    "mish": (lambda x: x * mp.tanh(softplus(x)), lambda x: mp.tanh(softplus(x)) + x * sech2(softplus(x)) * sigmoid(x)),
    "step": (lambda x: mp.mpf(x >= 0), lambda x: mp.mpf(0)),
    "step-gt": (lambda x: mp.mpf(x > 0), lambda x: mp.mpf(0)),
    "gelu-tanh": (lambda x: x * sigmoid(ROOT * (x + CUBE * x**3)),
                  lambda x: sigmoid(ROOT * (x + CUBE * x**3)) + x * bump(ROOT * (x + CUBE * x**3)) * ROOT * (1 + 3 * CUBE * x**2)),
}
# Arguments at which value or slope is a matter of convention.
KINKS = {"relu": [0], "leaky-relu": [0], "elu": [0], "selu": [0], "softsign": [0], "hard-tanh": [-1, 1], "abs": [0], "step": [0],
         "step-gt": [0]}

POSITIVE = [1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.05, 0.1, 0.2, 0.3, 0.34, 0.36, 0.5, 0.7, 0.75, 0.7518, 0.8, 0.9, 1.0, 1.1, 1.19, 1.2784645,
            1.3, 1.5, 1.5707964, 1.7, 2.0, 2.3, 2.6, 3.0, 3.1415927, 3.5, 4.0, 4.5, 5.0, 5.5, 6.0, 6.2831855, 6.5, 7.0, 7.7, 8.3, 9.0, 9.4, 10.0,
            11.0, 11.7, 12.9, 14.0, 15.5, 16.0, 16.5, 17.0, 17.4, 18.0, 19.0, 20.0, 22.0, 25.0, 25.5, 27.0, 28.3, 29.0, 30.0]
GRID = [single(x) for x in [-x for x in reversed(POSITIVE)] + [0.0] + POSITIVE]

def size(f, x):
    """What an error is relative to: the value's own size, or near a zero crossing the function's size around it.
    At a crossing in 0 the value's own size is asked for, because numbers near 0 keep all their digits."""
    own, (below, above) = abs(f(mp.mpf(x))), (f(mp.mpf(x) - HALF), f(mp.mpf(x) + HALF))
    if below * above >= 0 or f(mp.mpf(0)) == 0 and abs(x) < HALF: return own
    return max(own, abs(below), abs(above))

def floats(numbers): return [float(x) for x in numbers]
def crossings(values, sizes):
    """The sizes that are not the value's own, by position."""
    return {k: float(size) for k, (value, size) in enumerate(zip(values, sizes)) if float(size) != abs(float(value))}

def activation(name):
    f, slope = ACTIVATIONS[name]
    x = [x for x in GRID if x not in KINKS.get(name, [])]
    values, slopes = [[g(mp.mpf(x)) for x in x] for g in (f, slope)]
    near = [crossings(exact, [size(g, x) for x in x]) for g, exact in ((f, values), (slope, slopes))]
    return {"activation": name, "x": x, "value": floats(values), "slope": floats(slopes), "crossings": near}

# ---------------------------------------------------------------- losses of one output: (value, slope) of y and t
def clipped(d): return max(-ONE, min(ONE, d))
ENTRY = {
    "log": (lambda y, t: (1 - t) * softplus(y) + t * softplus(-y), lambda y, t: sigmoid(y) - t if 0 < t < 1 else (1 - t) * sigmoid(y) - t * sigmoid(-y)),
    "logistic": (lambda y, t: softplus(-t * y), lambda y, t: -t * sigmoid(-t * y)),
    "hinge": (lambda y, t: max(mp.mpf(0), 1 - t * y), lambda y, t: -t if t * y < 1 else mp.mpf(0)),
    "squared-hinge": (lambda y, t: max(mp.mpf(0), 1 - t * y) ** 2, lambda y, t: -2 * t * max(mp.mpf(0), 1 - t * y)),
    "exponential": (lambda y, t: mp.exp(-t * y), lambda y, t: -t * mp.exp(-t * y)),
    "squared": (lambda y, t: (y - t) ** 2 / 2, lambda y, t: y - t),
    "absolute": (lambda y, t: abs(y - t), lambda y, t: sign(y - t)),
    "huber": (lambda y, t: clipped(y - t) * (y - t - clipped(y - t) / 2), lambda y, t: clipped(y - t)),
    "mse": (lambda y, t: (y - t) ** 2, lambda y, t: 2 * (y - t)),
    "log-probability": (lambda y, t: -(t * mp.log(y) if t else 0) - ((1 - t) * mp.log1p(-y) if t < 1 else 0),
                        lambda y, t: -(t / y if t else 0) + ((1 - t) / (1 - y) if t < 1 else 0)),
}
TARGETS = {"log": [0.0, 1.0, 0.25], "log-probability": [0.0, 1.0], **dict.fromkeys(["logistic", "hinge", "squared-hinge", "exponential"], [-1.0, 1.0])}
SHARES = [1e-7, 1e-5, 1e-3, 0.1, 0.25, 0.5, 0.6, 0.75, 0.9, 0.99, 0.999, 0.99999, 1 - 2.0**-23, 1 - 2.0**-24]

def entry(name):
    f, slope = ENTRY[name]
    ys = [single(x) for x in SHARES] if name == "log-probability" else GRID[::2]
    pairs = [(y, t) for t in TARGETS.get(name, [-1.0, 0.5, 30.0]) for y in ys]
    # Kinks: the absolute loss at 0, the hinge at margin 1.
    pairs = [(y, t) for y, t in pairs if not (name == "absolute" and y == t) and not ("hinge" in name and t * y == 1)]
    values, slopes = [[g(mp.mpf(y), mp.mpf(t)) for y, t in pairs] for g in (f, slope)]
    about = lambda g: [size(lambda y: g(y, mp.mpf(t)), y) for y, t in pairs]
    near = [{}, {}] if name == "log-probability" else [crossings(values, about(f)), crossings(slopes, about(slope))]
    return {"loss": name, "y": [[y for y, _ in pairs]], "t": [[t for _, t in pairs]],
            "value": floats(values), "slope": [floats(slopes)], "crossings": near}

# ---------------------------------------------------------------- losses of one point with one output per class
SCORES = [[0, 0, 0], [1, 1, 1], [2, 2, -1], [5, 5, -30], [-3, 4, 4], [1e-7, 0, 0], [0, 1e-7, -1e-7], [0.5, -0.25, 0.125], [1, 0, -1], [3, 0, 1],
          [8, 0, 1], [12, -1, 0], [16, 0, 0.5], [17, 0, 0], [20, 1, 0.5], [25, 0, -30], [30, 0, -30], [30, -30, -30], [-30, 30, 0], [-20, -19, -1],
          [-25, -30, -28], [30, 29, -30], [30, 30, -30]]

def softmax(y):
    powers = [mp.exp(y) for y in y]
    return [power / sum(powers) for power in powers]

def cross_entropy(y, t): return mp.log(sum(mp.exp(y) for y in y)) - sum(t * y for t, y in zip(t, y))
def informative(t): return sum(t * mp.log(t) for t in t if t)
def residual(y, t):
    """softmax − t, in which nothing cancels for a target of one class: 50 digits are enough."""
    return [p - t for p, t in zip(softmax(y), t)]

POINT = {
    "cross-entropy": (cross_entropy, residual),
    "kl": (lambda y, t: cross_entropy(y, t) + informative(t), residual),
    "kl-log-probability": (lambda y, t: informative(t) - sum(t * y for t, y in zip(t, y)), lambda y, t: [-t for t in t]),
    "kl-probability": (lambda y, t: informative(t) - sum(t * mp.log(y) for t, y in zip(t, y) if t), lambda y, t: [-t / y if t else mp.mpf(0) for t, y in zip(t, y)]),
}
ONE_CLASS = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]

def point(name):
    f, slope = POINT[name]
    scores = {"kl-log-probability": [[-1e-7, -16, -17], [-0.5, -1, -2], [-30, -1e-3, -8]],
              "kl-probability": [[1e-7, 0.5, 1 - 2.0**-24], [0.25, 0.7, 0.05], [0.999, 1e-5, 1e-3]]}.get(name, SCORES)
    targets = ONE_CLASS + ([[0.25, 0.25, 0.5]] if name == "cross-entropy" else [])
    pairs = [([single(y) for y in y], [float(t) for t in t]) for t in targets for y in scores]
    exact = [(f(y, t), slope(y, t)) for y, t in ((list(map(mp.mpf, y)), list(map(mp.mpf, t))) for y, t in pairs)]
    rows = lambda columns: [list(row) for row in zip(*columns)]
    # A slope crosses zero where the probability is the target's: there it is a difference of both.
    slopes = rows(g for _, g in exact)
    about = [[max(abs(g), mp.mpf(t)) if 0 < t < 1 else abs(g) for g, t in zip(g, t)] for (_, g), (_, t) in zip(exact, pairs)]
    flat = lambda matrix: [number for row in matrix for number in row]
    return {"loss": name, "y": rows(y for y, _ in pairs), "t": rows(t for _, t in pairs), "value": floats(v for v, _ in exact),
            "slope": [floats(row) for row in slopes], "crossings": [{}, crossings(flat(slopes), flat(rows(about)))]}

def main():
    cases = [activation(name) for name in ACTIVATIONS] + [entry(name) for name in ENTRY] + [point(name) for name in POINT]
    doc = {"schema": 1, "file": "tails", "source": "mpmath, 50 digits", "convention":
           "slope = derivative by x or y of the value, not of a mean; an error is relative to the number, or near a zero crossing to the size of the function around it, which crossings gives by position, of values and of slopes"}
    head = ",\n".join(f"  {json.dumps(k)}: {json.dumps(v)}" for k, v in doc.items())
    print("{\n" + head + ',\n  "cases": [\n' + ",\n".join("    " + json.dumps(c, allow_nan=False) for c in cases) + "\n  ]\n}")

main()
