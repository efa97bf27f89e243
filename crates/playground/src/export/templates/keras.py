# «title»
#
«head»#
# As a program it checks itself against numbers of the page: `python model_keras.py` ends with code 0 if all hold, else 1.
# As a module it offers make_model(), a Keras model from positions on the plane to scores, and score(x, y), predict(x, y)«offers».
# It runs with each of Keras' backends: KERAS_BACKEND=numpy, jax, torch or tensorflow.

«imports»import os
import sys

os.environ.setdefault("KERAS_BACKEND", "numpy")

import keras
import numpy as np
from keras import ops

«constants»
# Weights (units x inputs) and bias of each layer; what is switched off is 0.
LAYERS = «layers»

# Position, score and prediction, as the page has them.
CHECKS = «checks»
«helpers»«activations»

ACTIVATIONS = «names»


@keras.saving.register_keras_serializable("gradient_playground")
class Features(keras.layers.Layer):
    """From positions on the plane, points x 2, to the features: points x features."""

    def call(self, positions):
        x1, x2 = positions[:, 0], positions[:, 1]
«featurelines»        return ops.stack(«features», axis=-1)


def make_model():
    """The network, from positions on the plane to scores."""
    layers = [keras.Input((2,), name="position"), Features(name="features", dtype="float64")]
    for k, ((_, bias), activation) in enumerate(zip(LAYERS, ACTIVATIONS)):
        name = f"hidden_{k + 1}" if k + 1 < len(LAYERS) else "score"
        layers.append(keras.layers.Dense(len(bias), activation=activation, name=name, dtype="float64"))
    model = keras.Sequential(layers)
    for layer, (weights, bias) in zip(model.layers[1:], LAYERS):
        layer.set_weights([np.array(weights).reshape(len(bias), -1).T, np.array(bias)])
    return model


MODEL = make_model()


def score(x, y):
    """What the last layer computes at the positions, before its activation: points x outputs."""
    x, y = np.broadcast_arrays(np.atleast_1d(np.asarray(x, float)), np.atleast_1d(np.asarray(y, float)))
«plane»    return ops.convert_to_numpy(MODEL(np.stack([x1, x2], axis=-1)))


def predict(x, y):
    """The prediction at the positions, in the units of the data: points x outputs."""
    s = ops.convert_to_tensor(score(x, y))
«predictlines»    return ops.convert_to_numpy(«predict»)
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
