"""What the checks of the exports in Python share: the cases, loading a program, comparing numbers, counting."""

import importlib.util
import json
import pathlib
import subprocess
import sys
import time

import numpy as np

TOLERANCE = 1e-5


class Checks:
    """Counts what holds and names what does not."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.cases = json.loads((self.folder / "cases.json").read_text(encoding="utf-8"))
        self.passed, self.failed = 0, 0

    def each(self, title, check):
        """Runs a check for every case and counts one test: all hold, or the first that does not is named."""
        start, wrong = time.time(), []
        for k, case in enumerate(self.cases):
            try:
                check(self.folder / f"case_{k:03}", case)
            except Exception as error:  # any way to fail is a failure of the case
                wrong.append(f"{case['name']}: {type(error).__name__}: {error}")
        self.count(title, wrong, time.time() - start)

    def one(self, title, check):
        """Runs a single check."""
        start = time.time()
        try:
            check()
            self.count(title, [], time.time() - start)
        except Exception as error:
            self.count(title, [f"{type(error).__name__}: {error}"], time.time() - start)

    def count(self, title, wrong, seconds):
        print(f"{'FAILED' if wrong else 'ok    '} {title} ({seconds:.1f} s)", flush=True)
        for line in wrong[:8]:
            print(f"       {line}", flush=True)
        self.passed, self.failed = self.passed + (not wrong), self.failed + bool(wrong)

    def end(self):
        print(f"{self.passed} passed, {self.failed} failed")
        sys.exit(1 if self.failed else 0)


def close(what, found, expected, tolerance=TOLERANCE):
    """Compares as the page's files do: relative to 1 or the expected value."""
    found, expected = np.asarray(found, float), np.asarray(expected, float)
    if found.shape != expected.shape:
        raise AssertionError(f"{what} must have the shape {expected.shape}, got {found.shape}")
    off = np.abs(found - expected) / np.maximum(1, np.abs(expected))
    if not np.all(off <= tolerance):
        at = np.unravel_index(np.argmax(np.where(np.isnan(off), np.inf, off)), off.shape)
        raise AssertionError(f"{what} must be {expected[at]} at {at}, got {found[at]}")


def program(path):
    """A program as a module."""
    spec = importlib.util.spec_from_file_location(f"{path.parent.name}_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def predicts(module, case, numbers=np.asarray):
    """Compares scores, predictions and names of classes."""
    x, y = np.array(case["positions"]).T
    close("score", numbers(module.score(x, y)), case["score"])
    close("prediction", numbers(module.predict(x, y)), case["predict"])
    one = numbers(module.predict(float(x[3]), float(y[3])))
    close("prediction of one position", one, case["predict"][3:4])
    if case["classes"] is not None and module.classify(x, y) != case["classes"]:
        raise AssertionError("the classes are others")


def checks_itself(command, path, broken):
    """A program ends with 0; with another number among its checks it ends with 1."""
    done = subprocess.run([*command, path], capture_output=True, text=True)
    if done.returncode != 0 or "8 checks hold" not in done.stdout:
        raise AssertionError(f"it must end with 0, got {done.returncode}: {done.stdout}{done.stderr}")
    text = path.read_text(encoding="utf-8")
    before, after = text.split("CHECKS = [", 1)
    first, rest = after.split(", [", 1)
    number, end = rest.split("]", 1)
    broken.write_text(f"{before}CHECKS = [{first}, [{float(number.split(',')[0]) + 0.01}]{end}", encoding="utf-8")
    done = subprocess.run([*command, broken], capture_output=True, text=True)
    if done.returncode != 1 or "must be" not in done.stdout:
        raise AssertionError(f"it must end with 1, got {done.returncode}: {done.stdout}{done.stderr}")
