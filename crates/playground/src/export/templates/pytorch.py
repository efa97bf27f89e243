# «title»
#
«head»#
# `python model_pytorch.py` checks itself against numbers of the page, and ends with code 0 if all hold, else 1.
# `python model_pytorch.py --train 50` goes on training and prints the loss of all training points after each step; `--save FILE` keeps the weights.
# `torchrun --nproc_per_node 1 model_pytorch.py --train 50` does so in processes that share each batch.
# As a module it offers NETWORK (positions on the plane to scores), score(x, y), predict(x, y)«offers» and train(steps).
#
# What goes on as on the page: weights and optimiser state, points and their order, batches, dropped units, learning rate, frozen weights.
# What does not: the page computes in 32 bits and sums in another order, so that losses agree to about six digits and not to the bit.
# The rules that end training, and what the page does where training diverges, are not here.

import argparse
import math
import os
import sys

import torch
from torch import nn
«imports»
DTYPE = torch.float64

«constants»
# Weights (units x inputs) and bias of each layer; what is switched off is 0.
LAYERS = «layers»

# Position, score and prediction, as the page has them.
CHECKS = «checks»
«helpers»«activations»

ACTIVATIONS = «names»


def features(plane):
    """From positions on the plane, points x 2, to the features: points x features."""
    x1, x2 = plane[:, 0], plane[:, 1]
«featurelines»    return torch.stack(«features», -1)


class Network(nn.Module):
    """From positions on the plane, points x 2, to the scores, points x outputs: what the last layer computes, before its activation."""

    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList()
        for weights, bias in LAYERS:
            layer = nn.Linear(len(weights[0]), len(bias), dtype=DTYPE)
            with torch.no_grad():
                layer.weight.copy_(torch.tensor(weights, dtype=DTYPE))
                layer.bias.copy_(torch.tensor(bias, dtype=DTYPE))
            self.layers.append(layer)

    def forward(self, plane, masks=None):
        a = features(plane)
        for k, layer in enumerate(self.layers):
            a = layer(a)
            if k + 1 < len(self.layers):
                a = ACTIVATIONS[k](a)
                if masks is not None:
                    a = a * masks[k]
        return a


NETWORK = Network()


def score(x, y):
    """The scores at the positions, numbers or lists of numbers: points x outputs."""
    x, y = torch.broadcast_tensors(
        torch.as_tensor(x, dtype=DTYPE).reshape(-1), torch.as_tensor(y, dtype=DTYPE).reshape(-1)
    )
«plane»    with torch.no_grad():
        return NETWORK(torch.stack([x1, x2], -1))


def predict(x, y):
    """The prediction at the positions, in the units of the data: points x outputs."""
    s = score(x, y)
«predictlines»    return «predict»
«classify»
«training»

def check():
    """How many of the checks are off."""
    wrong = 0
    for x, y, its_score, its_prediction in CHECKS:
        for name, expected, found in (("score", its_score, score(x, y)[0]), ("predict", its_prediction, predict(x, y)[0])):
            expected = torch.tensor(expected, dtype=DTYPE)
            if not torch.all(torch.abs(found - expected) <= 1e-5 * torch.clamp(torch.abs(expected), min=1)):
                print(f"{name}({x}, {y}) must be {expected.tolist()}, got {found.tolist()}")
                wrong += 1
    return wrong


def main():
    options = argparse.ArgumentParser(description="Checks a network, and goes on training it.")
    options.add_argument("--train", type=int, default=0, metavar="STEPS")
    options.add_argument("--save", metavar="FILE")
    chosen = options.parse_args()
    wrong = check()
    is_first = int(os.environ.get("RANK", "0")) == 0
    if is_first:
        print(f"{len(CHECKS)} checks hold" if wrong == 0 else f"{wrong} values are off")
    for step, loss in train(chosen.train):
        if is_first:
            print(step, loss)
    if chosen.save and is_first:
        torch.save(NETWORK.state_dict(), chosen.save)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
