"""What Hornbill promises, and whether measurements keep it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Check:
    """A measured number beside its target."""

    what: str
    value: float
    target: float
    unit: str = "×"
    at_least: bool = True

    def holds(self, margin: float = 0.0) -> bool:
        """Whether the target is reached, or missed by less than a share `margin` of it."""
        if self.at_least:
            return self.value >= self.target * (1 - margin)
        return self.value <= self.target * (1 + margin)

    def __str__(self) -> str:
        mark = "✓" if self.holds() else "✗"
        sign = "≥" if self.at_least else "≤"
        return f"{mark} {self.what:<58} {self.value:>8.2f} {self.unit:<3} target {sign} {self.target:g} {self.unit}"


# How many times as fast as the fastest peer a training step is.
STEP_RATIO = {"mlp-512": 1.3, "mlp-128": 1.4, "mlp-32": 5.0, "mlp-wide": 2.5}
ROOFLINE_SHARE = {"mlp-512": 80.0}
TITLES = {
    "mlp-512": "MLP 784-512-10, batch 512",
    "mlp-128": "MLP 784-512-10, batch 128",
    "mlp-32": "MLP 784-64-64-10, batch 32",
    "mlp-wide": "MLP 2000-50-25-7, batch 256",
}


def checks(results: dict, shares: dict[str, float], eager: dict) -> list[Check]:
    """The checks that the measurements allow. `results[workload][engine]` holds a workload's best figures."""
    found: list[Check] = []
    ratios: dict[str, list[float]] = {"predict": [], "import": [], "memory": []}
    own: dict[str, list[float]] = {"predict": [], "import": [], "first": []}
    for workload, engines in results.items():
        if "hornbill" not in engines:
            continue
        mine, peers = engines["hornbill"], [one for name, one in engines.items() if name != "hornbill"]
        own["predict"].append(mine["predict"] * 1e6)
        own["import"].append(mine["import"])
        own["first"].append((mine["first_fit"] - mine["later_fit"]) * 1e3)
        if peers:
            ratio = min(peer["step"] for peer in peers) / mine["step"]
            found.append(Check(f"{TITLES[workload]}, ratio to the fastest peer", ratio, STEP_RATIO[workload]))
            for key, values in ratios.items():
                values.append(min(peer[key] for peer in peers) / mine[key])
        if workload in ROOFLINE_SHARE:
            share = Check(f"{TITLES[workload]}, share of the roofline", shares[workload], ROOFLINE_SHARE[workload], "%")
            found.append(share)
    if ratios["predict"]:
        found.append(Check("predict of one sample, ratio to the fastest peer", min(ratios["predict"]), 20))
        found.append(Check("import, ratio to the fastest peer", min(ratios["import"]), 25))
        found.append(Check("peak memory, the leanest peer's over Hornbill's", min(ratios["memory"]), 3))
    if own["predict"]:
        found.append(Check("predict of one sample", max(own["predict"]), 30, "µs", False))
        found.append(Check("import", max(own["import"]), 0.1, "s", False))
        found.append(Check("first fit over a later one", max(own["first"]), 50, "ms", False))
    for name, row in eager.items():
        found.append(Check(f"{name}, NumPy's time over Hornbill's", row["numpy"] / row["hornbill"], 1))
    return found
