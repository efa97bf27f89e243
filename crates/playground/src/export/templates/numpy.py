# «title»
#
«head»#
# As a program it checks itself against numbers of the page: `python model_numpy.py` ends with code 0 if all hold, else 1.
# As a module it offers score(x, y), predict(x, y)«offers», for numbers or lists of numbers.

«imports»import sys

import numpy as np

«constants»
# Weights (units x inputs) and bias of each layer; what is switched off is 0.
LAYERS = «layers»

# Position, score and prediction, as the page has them.
CHECKS = «checks»
«helpers»«activations»

ACTIVATIONS = «names»


def score(x, y):
    """What the last layer computes at the positions, before its activation: points x outputs."""
    x, y = np.broadcast_arrays(np.atleast_1d(np.asarray(x, float)), np.atleast_1d(np.asarray(y, float)))
«plane»«featurelines»    a = np.stack(«features», axis=-1)
    for (weights, bias), activation in zip(LAYERS, ACTIVATIONS):
        z = a @ np.array(weights).reshape(len(bias), -1).T + np.array(bias)
        a = activation(z)
    return z


def predict(x, y):
    """The prediction at the positions, in the units of the data: points x outputs."""
    s = score(x, y)
«predictlines»    return «predict»
«classify»

def main():
    wrong = 0
    for x, y, its_score, its_prediction in CHECKS:
        for name, expected, found in (("score", its_score, score(x, y)[0]), ("predict", its_prediction, predict(x, y)[0])):
            if not np.all(np.abs(found - expected) <= 1e-5 * np.maximum(1, np.abs(expected))):
                print(f"{name}({x}, {y}) must be {expected}, got {found.tolist()}")
                wrong += 1
    print(f"{len(CHECKS)} checks hold" if wrong == 0 else f"{wrong} values are off")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
