"""Runs the exports for PyTorch, and lets them go on training.

Usage: check_torch.py FOLDER, where FOLDER is what the program `exports` has written.
"""

import re
import subprocess
import sys

import torch

from common import Checks, checks_itself, close, predicts, program

torch.set_num_threads(1)


def torch_predicts(folder, case):
    module = program(folder / "model_pytorch.py")
    predicts(module, case, lambda tensor: tensor.numpy())
    if module.check() != 0:
        raise AssertionError("its own checks must hold")


def torch_trains(folder, case):
    if case["losses"] is None:
        return
    module = program(folder / "model_pytorch.py")
    found = [loss for _, loss in module.train(len(case["losses"]))]
    close("the losses of the next steps", found, case["losses"])


def torchrun(checks):
    """In one process and in two: the same losses."""
    k = next(k for k, case in enumerate(checks.cases) if case["name"] == "adam")
    path = checks.folder / f"case_{k:03}" / "model_pytorch.py"
    for n in (1, 2):
        command = [sys.executable, "-m", "torch.distributed.run", "--nproc_per_node", str(n), "--master_port", "29541"]
        # Output to files and to here: the default fails in PyTorch 1.13 under Python 3.11.
        command += ["--redirects", "1", "--tee", "1", "--log_dir", str(checks.folder / "torchrun")]
        done = subprocess.run([*command, path, "--train", "50"], capture_output=True, text=True)
        lines = re.findall(r"^\[default0\]:(\d+) ([-\d.e]+)$", done.stdout, re.MULTILINE)
        if done.returncode != 0:
            raise AssertionError(f"it must end with 0, got {done.returncode}: {done.stderr[-2000:]}")
        close(f"the losses in {n} processes", [float(loss) for _, loss in lines], checks.cases[k]["losses"])


def main():
    checks = Checks(sys.argv[1])
    checks.each("PyTorch predicts what the page predicts", torch_predicts)
    checks.each("PyTorch goes on training as the page does", torch_trains)
    first, broken = checks.folder / "case_000", checks.folder / "broken.py"
    checks.one("model_pytorch.py checks itself", lambda: checks_itself([sys.executable], first / "model_pytorch.py", broken))
    checks.one("torchrun trains in one process and in two", lambda: torchrun(checks))
    checks.end()


if __name__ == "__main__":
    main()
