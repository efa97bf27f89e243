"""Runs the exports for NumPy, Keras, ONNX and safetensors, and reads the tables.

Usage: KERAS_BACKEND=numpy check.py FOLDER, where FOLDER is what the program `exports` has written.
"""

import csv
import json
import os
import struct
import sys

os.environ.setdefault("KERAS_BACKEND", "numpy")

import numpy as np
import onnx
import onnxruntime
import safetensors.numpy

from common import Checks, checks_itself, close, predicts, program

np.seterr(all="ignore")


def numpy_predicts(folder, case):
    predicts(program(folder / "model_numpy.py"), case)


def keras_predicts(folder, case):
    module = program(folder / "model_keras.py")
    predicts(module, case)


def onnx_runs(folder, case):
    path = folder / "model.onnx"
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    names = [node.name for node in model.graph.node]
    if len(set(names)) != len(names) or not all(node.doc_string for node in model.graph.node):
        raise AssertionError("each node must have a name of its own and a text")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    inputs = {"position": np.array(case["positions"], np.float32)}
    score, prediction = session.run(["score", "predict"], inputs)
    close("score", score, case["score"])
    close("prediction", prediction, case["predict"])


def safetensors_reads(folder, case):
    path = folder / "model.safetensors"
    tensors = safetensors.numpy.load_file(path)
    model = json.loads((folder / "gradient-playground-model.json").read_text(encoding="utf-8"))
    if len(tensors) != 2 * len(model["layers"]):
        raise AssertionError(f"there must be two tensors for each layer, got {list(tensors)}")
    off = model["config"]["off"]
    for k, layer in enumerate(model["layers"]):
        if not off:
            weights = np.array(layer["weights"], np.float32).reshape(layer["units"], -1)
            np.testing.assert_array_equal(tensors[f"layers.{k}.weight"], weights)
            np.testing.assert_array_equal(tensors[f"layers.{k}.bias"], np.array(layer["bias"], np.float32))
    data = path.read_bytes()
    head = json.loads(data[8 : 8 + struct.unpack("<Q", data[:8])[0]])
    if json.loads(head["__metadata__"]["config"]) != model["config"]:
        raise AssertionError("the configuration must be that of the run")


def points_read(folder, case):
    with open(folder / "points.csv", encoding="utf-8", newline="") as file:
        head, *rows = list(csv.reader(file))
    config = json.loads((folder / "gradient-playground-model.json").read_text(encoding="utf-8"))["config"]
    axes = (config["axisNames"] or ["x", "y"]) + ["y"]
    if head[:2] != axes[:2] or len(rows) != len(case["points"]):
        raise AssertionError(f"the table must have {len(case['points'])} rows under {axes[:2]}, got {len(rows)} under {head}")
    mean, scale = np.array(case["scaling"]["mean"]), np.array(case["scaling"]["scale"])
    # A point of a curve is drawn at its value, in whose units it is.
    place = [0, 2] if config["task"] == "curve" else [0, 1]
    for row, point in zip(rows, case["points"]):
        xy = (np.array([float(row[0]), float(row[1])]) - mean[place]) / scale[place]
        expected = np.array([point["x"], point["y"]])
        if np.any(xy.astype(np.float32) != expected.astype(np.float32)):
            raise AssertionError(f"a point must be {expected}, got {xy}")
        if (row[3] == "test") != point.get("test", False):
            raise AssertionError("training and test points are mixed up")
        if config["task"] == "classification":
            names = config["classNames"]
            label = names[int(point["label"]) - 1] if names else str(int(point["label"]))
            if row[2].lstrip("'") != label:
                raise AssertionError(f"a class must be {label}, got {row[2]}")
        else:
            value = (float(row[2]) - mean[2]) / scale[2]
            if np.float32(value) != np.float32(point["label"]):
                raise AssertionError(f"a value must be {point['label']}, got {value}")


def curve_reads(folder, case):
    with open(folder / "curve.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    losses = json.loads((folder / "gradient-playground-model.json").read_text(encoding="utf-8"))["record"]["losses"]
    found = [(int(row["step"]), int(row["epoch"]), float(row["training_loss"])) for row in rows]
    if found != [(entry["step"], entry["epoch"], entry["trainLoss"]) for entry in losses]:
        raise AssertionError("the table must hold the losses of the file")


def main():
    checks = Checks(sys.argv[1])
    checks.each("NumPy predicts what the page predicts", numpy_predicts)
    checks.each("Keras predicts what the page predicts", keras_predicts)
    checks.each("ONNX is well made, and onnxruntime predicts what the page predicts", onnx_runs)
    checks.each("safetensors holds the weights and the configuration", safetensors_reads)
    checks.each("the table of points reads back to the points", points_read)
    checks.each("the table of the curve holds the losses", curve_reads)
    first, broken = checks.folder / "case_000", checks.folder / "broken.py"
    for name in ("numpy", "keras"):
        path = first / f"model_{name}.py"
        checks.one(f"{path.name} checks itself", lambda: checks_itself([sys.executable], path, broken))
    checks.end()


if __name__ == "__main__":
    main()
