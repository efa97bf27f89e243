
# The training points on the plane, and what the outputs are to be for each.
POINTS = «points»
TARGETS = «targets»

# What is learnt: none if everything is, else 1 or 0 for each weight and bias.
LEARNS = «learns»
# The optimiser's state, for each weight and bias.
STATE = «state»

STEP, EPOCH, POSITION, OPTIMISER_STEP = «progress»
BATCH_SIZE, SHUFFLES, SEED = «batch»
DROPOUT, CLIP = «dropout», «clip»
PENALTY_RATE, L1_SHARE, WEIGHT_DECAY = «rates»


def losses(s, t):
    """The loss of each point, «loss»: scores and targets, points x outputs, to points x 1."""
«outputlines»    y = «output»
«losslines»    return «losstext»


def penalty(w):
    """The penalty on the weights of a layer: «penaltyname»."""
«penaltylines»    return «penalty»


def rate(step):
    """The learning rate of an update, if so many were made: «schedule»."""
    return «rate»


class Optimiser(torch.optim.Optimizer):
    """«optimiser»"""

    def __init__(self, network):
        super().__init__(network.parameters(), {"lr": rate(STEP), "step": OPTIMISER_STEP})
        for k, p in enumerate(network.parameters()):
            for name, values in STATE.items():
                self.state[p][name] = torch.tensor(values[k // 2][k % 2], dtype=DTYPE)

    @torch.no_grad()
    def step(self, closure=None):
        (group,) = self.param_groups
        parameters = [(p, learn(k)) for k, p in enumerate(group["params"])]
        if CLIP is not None:
            norm = math.sqrt(sum(float(((p.grad * where) ** 2).sum()) for p, where in parameters))
            if norm > CLIP:
                for p, _ in parameters:
                    p.grad *= CLIP / norm
        group["step"] += 1
        lr, step = (torch.tensor(float(group[name]), dtype=DTYPE) for name in ("lr", "step"))
        for p, where in parameters:
            g, state = p.grad, self.state[p]
«updatelines»            p.copy_(torch.where(where != 0, new_p, p))
            for name, values in new_state.items():
                state[name].copy_(torch.where(where != 0, values, state[name]))


def learn(k):
    """1 or 0 for each number of the parameters k, in their order: weights and bias of each layer."""
    of = torch.tensor(LAYERS[k // 2][k % 2], dtype=DTYPE)
    return torch.ones_like(of) if LEARNS is None else torch.tensor(LEARNS[k // 2][k % 2], dtype=DTYPE)


class Stream:
    """The page's random numbers: PCG32, whose seed is a hash of keys."""

    def __init__(self, *keys):
        state = 0
        for key in keys:
            state = self.mixed(state ^ key)
        self.increment = (self.mixed(state) << 1 | 1) % 2**64
        self.state = state + self.increment
        self.advance()

    @staticmethod
    def mixed(bits):
        z = (bits + 0x9E3779B97F4A7C15) % 2**64
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 % 2**64
        z = (z ^ z >> 27) * 0x94D049BB133111EB % 2**64
        return z ^ z >> 31

    def advance(self):
        self.state = (self.state * 6364136223846793005 + self.increment) % 2**64

    def word(self):
        state = self.state
        self.advance()
        bits, turn = (state >> 18 ^ state) >> 27 & 0xFFFFFFFF, state >> 59
        return (bits >> turn | bits << (32 - turn)) & 0xFFFFFFFF

    def uniform(self):
        high, low = self.word() >> 5, self.word() >> 6
        return (high << 26 | low) / 2**53

    def below(self, n):
        limit = 2**32 - 1 - 2**32 % n
        while True:
            word = self.word()
            if word <= limit:
                return word % n

    def shuffled(self, n):
        order = list(range(n))
        for last in range(n - 1, 0, -1):
            other = self.below(last + 1)
            order[last], order[other] = order[other], order[last]
        return order


def batches():
    """The points of one step after the other, as on the page: an order for each epoch, and an epoch ends with what is left."""
    epoch, position = EPOCH, POSITION
    while True:
        if position >= len(POINTS):
            epoch, position = epoch + 1, 0
        order = Stream(SEED << 32 | 4, epoch).shuffled(len(POINTS)) if SHUFFLES else list(range(len(POINTS)))
        while position < len(POINTS):
            yield order[position : position + BATCH_SIZE]
            position += BATCH_SIZE


def dropped(step, n):
    """For each hidden layer and point 0 for units that a step drops, else what makes up for them; none without dropout."""
    if DROPOUT == 0:
        return None
    stream, masks = Stream(SEED << 32 | 5, step), []
    for _, bias in LAYERS[:-1]:
        rows = [[0.0 if stream.uniform() < DROPOUT else 1 / (1 - DROPOUT) for _ in range(BATCH_SIZE)] for _ in bias]
        masks.append(torch.tensor(rows, dtype=DTYPE)[:, :n].T)
    return masks


def train(steps):
    """Goes on training NETWORK; after each step its number and the mean loss of all training points."""
    if steps == 0 or len(POINTS) == 0:
        return
    points, targets = torch.tensor(POINTS, dtype=DTYPE), torch.tensor(TARGETS, dtype=DTYPE)
    network, rank, world = NETWORK, 0, 1
    if "RANK" in os.environ:  # started by torchrun
        torch.distributed.init_process_group("gloo")
        rank, world = torch.distributed.get_rank(), torch.distributed.get_world_size()
        network = nn.parallel.DistributedDataParallel(NETWORK)
    optimiser, order = Optimiser(NETWORK), batches()
    for step in range(STEP, STEP + steps):
        batch, masks = next(order), dropped(step, BATCH_SIZE)
        share = list(range(rank, len(batch), world))
        if masks is not None:
            masks = [mask[share] for mask in masks]
        chosen = [batch[k] for k in share]
        # The mean of the processes' gradients is that of the whole batch.
        loss = losses(network(points[chosen], masks), targets[chosen]).sum() * world / len(batch)
        loss = loss + sum(penalty(layer.weight) for layer in NETWORK.layers)
        optimiser.zero_grad()
        loss.backward()
        for group in optimiser.param_groups:
            group["lr"] = rate(step)
        optimiser.step()
        with torch.no_grad():
            yield step + 1, float(losses(NETWORK(points), targets).mean())
    if "RANK" in os.environ:
        torch.distributed.destroy_process_group()
