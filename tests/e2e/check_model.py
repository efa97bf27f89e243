"""Computes the checks of a weights JSON again, from the JSON alone, with numpy in 64-bit floats.

Usage: check_model.py MODEL.json. It shares no code with the engine: names and formulas are those
of the published format. Exits non-zero and names the difference if one exceeds 1e-5.
"""

import json
import math
import re
import sys

import numpy as np

TOLERANCE = 1e-5

FUNCTIONS = {
    "sin": np.sin, "cos": np.cos, "tan": np.tan, "exp": np.exp, "ln": np.log, "log": np.log,
    "sqrt": np.sqrt, "abs": np.abs, "tanh": np.tanh, "sign": np.sign,
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)), "relu": lambda x: np.maximum(x, 0),
    "softplus": lambda x: np.logaddexp(x, 0), "min": np.minimum, "max": np.maximum,
    "pi": math.pi, "e": math.e,
}

SELU_SCALE, SELU_ALPHA = 1.0507009873554805, 1.6732632423543772

erf = np.vectorize(math.erf)


def activation(spec, z):
    """The activation that `spec` names, with its parameters."""
    p = {key: value for key, value in spec.items() if key != "name"}
    softplus = np.logaddexp(z, 0)
    below = np.expm1(np.minimum(z, 0))
    table = {
        "linear": lambda: z,
        "relu": lambda: np.maximum(z, 0),
        "leaky-relu": lambda: np.where(z > 0, z, p.get("negative_slope", 0.01) * z),
        "elu": lambda: np.where(z > 0, z, p.get("alpha", 1.0) * below),
        "selu": lambda: SELU_SCALE * np.where(z > 0, z, SELU_ALPHA * below),
        "gelu": lambda: z / 2 * (1 + erf(z / math.sqrt(2))),
        "silu": lambda: z / (1 + np.exp(-z)),
        "softplus": lambda: softplus,
        "softsign": lambda: z / (1 + np.abs(z)),
        "sigmoid": lambda: 1 / (1 + np.exp(-z)),
        "tanh": lambda: np.tanh(z),
        "hard-tanh": lambda: np.clip(z, -1, 1),
        "sine": lambda: np.sin(z),
        "gaussian": lambda: np.exp(-z * z),
        "abs": lambda: np.abs(z),
        "mish": lambda: z * np.tanh(softplus),
        "step": lambda: (z >= 0).astype(float),
    }
    if spec["name"] not in table:
        raise SystemExit(f"activation must be a known one, got {spec['name']}")
    return table[spec["name"]]()


def feature(text, x1, x2):
    """The value of a feature: a formula of x1 and x2, or r."""
    if text == "r":
        return np.hypot(x1, x2)
    if not re.fullmatch(r"[\w\s.+\-*/^(),]+", text):
        raise SystemExit(f"feature must be a formula of x1 and x2, got {text}")
    python = re.sub(r"(?<![A-Za-z\d])(\d+\.?\d*)\s*(?=[A-Za-z(])", r"\1*", text).replace("^", "**")
    return eval(python, {"__builtins__": {}}, {**FUNCTIONS, "x1": x1, "x2": x2})


def score(model, points):
    """What the last layer computes before the output activation: outputs × points."""
    x1, x2 = points.T
    rows = [np.broadcast_to(feature(text, x1, x2), x1.shape) for text in model["features"]]
    values = np.array(rows, dtype=float)
    off = [re.fullmatch(r"(\d+)\.(\d+)(?:<(\d+|b))?", name).groups() for name in model["config"]["off"]]
    for index, layer in enumerate(model["layers"]):
        weights = np.array(layer["weights"], dtype=float).reshape(layer["units"], -1)
        bias = np.array(layer["bias"], dtype=float)
        here = [(int(unit) - 1, part) for place, unit, part in off if int(place) == index + 1]
        for unit, part in here:
            if part == "b":
                bias[unit] = 0
            elif part:
                weights[unit, int(part) - 1] = 0
        z = weights @ values + bias[:, None]
        is_output = index + 1 == len(model["layers"])
        values = z if is_output else activation(layer["activation"], z)
        values[[unit for unit, part in here if part is None]] = 0
    return values


def predict(config, s):
    """The published prediction for a task and loss."""
    if config["task"] != "classification":
        return s
    if config["loss"] == "cross-entropy":
        powers = np.exp(s - s.max(axis=0))
        return powers / powers.sum(axis=0)
    if config["loss"] in ("log", "logistic"):
        return 1 / (1 + np.exp(-s))
    if config["loss"] in ("squared", "absolute", "huber"):
        return (np.tanh(s) + 1) / 2
    return np.clip((s + 1) / 2, 0, 1)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        model = json.load(file)
    found = (model["format"], model["version"])
    if found != ("gradient-playground/model", 1):
        raise SystemExit(f"format must be gradient-playground/model version 1, got {found}")
    checks = model["checks"]
    if len(checks) != 8:
        raise SystemExit(f"a model must hold 8 checks, got {len(checks)}")
    s = score(model, np.array([check["input"] for check in checks], dtype=float))
    p = predict(model["config"], s)
    for index, check in enumerate(checks):
        for name, own in (("score", s), ("predict", p)):
            theirs = np.atleast_1d(np.array(check[name], dtype=float))
            ours = own[:, index]
            gap = np.abs(theirs - ours) / np.maximum(1, np.abs(ours))
            if theirs.shape != ours.shape or not np.all(gap <= TOLERANCE):
                raise SystemExit(f"check {index} at {check['input']}: {name} must be {ours}, got {theirs}")
    print(f"8 checks hold, {len(model['layers'])} layers")


if __name__ == "__main__":
    main()
