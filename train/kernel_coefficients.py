"""Print the coefficients of src/model/kernels.c: near-minimax polynomials for exp, 2^x and GELU.

    python train/kernel_coefficients.py
"""

import math

import numpy as np
from numpy.polynomial import chebyshev


def fit(u, target, weight, degree, exact=None):
    """Weighted minimax over u in [-1, 1] by reweighted least squares; `exact`: the value wanted at u = 1."""
    basis = chebyshev.chebvander(u, degree)
    importance = np.ones_like(u)
    for _ in range(200):
        rows = np.sqrt(importance) * weight
        a, b = basis * rows[:, None], target * rows
        if exact is not None:
            a = np.vstack([a, 1e5 * chebyshev.chebvander(np.array([1.0]), degree)])
            b = np.concatenate([b, [1e5 * exact]])
        c = np.linalg.lstsq(a, b, rcond=None)[0]
        error = np.abs(basis @ c - target) * weight
        importance *= error / error.max() + 1e-3
        importance /= importance.max()
    return chebyshev.cheb2poly(c), error.max()


def show(name, coefficients, error, what):
    print("/* %s: largest error %.1e before rounding */" % (what, error))
    print("static const float %s[] = {%s};" % (name, ", ".join("%.9ef" % c for c in coefficients[::-1])))


def main():
    u = np.cos(np.pi * (np.arange(4000) + 0.5) / 4000)
    r = u * math.log(2) / 2 * 1.0001
    c, error = fit(u, np.exp(r), 1 / np.exp(r), 6)
    c = c / (math.log(2) / 2 * 1.0001) ** np.arange(7)
    show("exp_c", c, error, "exp(r), |r| <= ln 2 / 2, relative")

    f = u / 2
    c, error = fit(u, np.exp2(f), 1 / np.exp2(f), 4)
    show("exp2_c", c * 2.0 ** np.arange(5), error, "2^f, |f| <= 1/2, relative")

    end = 5.4
    t = (u + 1) / 2 * end ** 2
    x = np.sqrt(t)
    phi = np.array([0.5 * math.erf(v / math.sqrt(2)) for v in x])
    c, error = fit(u, phi / x, t, 13, exact=0.5 / end)
    show("gelu_c", c, error, "(Phi(x) - 1/2) / x in u = 2 x^2 / 5.4^2 - 1, |x| <= 5.4, times x^2")


if __name__ == "__main__":
    main()
