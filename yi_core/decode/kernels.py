"""The fused step in numba: one token through all layers, exact top-p included. Compiled once, then cached on disk."""

# mypy: ignore-errors

import numpy as np
from numba import config, njit, prange, set_num_threads

GROUP = 64  # as in quantise.py; numba takes it as a constant
FAST = {"cache": True, "fastmath": {"contract", "reassoc", "nsz", "arcp"}, "nogil": True}


def use_threads(count):
    """How many threads numba may use, no more than it started with."""
    set_num_threads(min(count, config.NUMBA_NUM_THREADS))


@njit(**FAST)
def dot(codes, scales, x, bits):
    """One quantised row (groups, bytes of a group) times x (groups, 64).

    Inner loops run over a length that only the run knows and over an index of their own: then LLVM vectorises them.
    """
    total, count = np.float32(0), codes.shape[1]
    for g in range(scales.shape[0]):
        part = np.float32(0)
        if bits == 8:
            for j in range(count):
                part += np.float32(np.int8(codes[g, j])) * x[g, j]
        else:
            low, high = x[g, :count], x[g, count:]
            for j in range(count):
                part += np.float32(np.int8(codes[g, j] & 15) - np.int8(8)) * low[j]
                part += np.float32(np.int8(codes[g, j] >> 4) - np.int8(8)) * high[j]
        total += part * scales[g]
    return total


@njit(**FAST)
def add_row(codes, scales, by, out, bits):
    """out (groups, 64) += by * row."""
    count = codes.shape[1]
    for g in range(scales.shape[0]):
        scale = by * scales[g]
        if bits == 8:
            for j in range(count):
                out[g, j] += scale * np.float32(np.int8(codes[g, j]))
        else:
            low, high = out[g, :count], out[g, count:]
            for j in range(count):
                low[j] += scale * np.float32(np.int8(codes[g, j] & 15) - np.int8(8))
            for j in range(count):
                high[j] += scale * np.float32(np.int8(codes[g, j] >> 4) - np.int8(8))


@njit(**FAST)
def unpack(codes, scales, bits, out):
    """out (rows, groups, 64) = the numbers that the codes stand for."""
    for row in range(codes.shape[0]):
        out[row] = 0
        add_row(codes[row], scales[row], np.float32(1), out[row], bits)


@njit(**FAST)
def product_one(codes, scales, x, out, bits):
    """out (rows,) = matrix times x (groups, 64), on this thread."""
    for row in range(codes.shape[0]):
        out[row] = dot(codes[row], scales[row], x, bits)


@njit(parallel=True, **FAST)
def product_many(codes, scales, x, out, bits):
    """out = matrix x, rows shared out among numba's threads."""
    for row in prange(codes.shape[0]):
        out[row] = dot(codes[row], scales[row], x, bits)


@njit(**FAST)
def product(codes, scales, x, out, bits, threads):
    """On this thread where `threads` is None (which numba settles when it compiles); on all where there is enough to do."""
    if threads is None:  # noqa: SIM114 (joined, numba would compile both branches for None)
        product_one(codes, scales, x, out, bits)
    elif codes.size < 200_000:
        product_one(codes, scales, x, out, bits)
    else:
        product_many(codes, scales, x, out, bits)


@njit(**FAST)
def rms(x, weight, eps, out):
    """out = x / rms(x) * weight; out may be x."""
    total = np.float32(0)
    for i in range(x.shape[0]):
        total += x[i] * x[i]
    scale = np.float32(1) / np.sqrt(total / np.float32(x.shape[0]) + np.float32(eps))
    for i in range(x.shape[0]):
        out[i] = x[i] * scale * weight[i]


@njit(**FAST)
def turn(x, position, frequencies):
    """Rotary embedding of one head, in place."""
    half = frequencies.shape[0]
    for i in range(half):
        angle = np.float32(position) * frequencies[i]
        cos, sin, low, high = np.cos(angle), np.sin(angle), x[i], x[i + half]
        x[i], x[i + half] = low * cos - high * sin, high * cos + low * sin


@njit(**FAST)
def attend(query, keys, values, heads, position, first, out):
    """Softmax attention of one token over positions first..position of a ring buffer (slots, kv_heads, head_dim)."""
    slots, kv_heads, size = keys.shape
    scale = np.float32(1) / np.sqrt(np.float32(size))
    scores = np.empty(position - first + 1, np.float32)
    for head in range(heads):
        kv, at = head // (heads // kv_heads), head * size
        top = np.float32(-1e30)
        for i in range(scores.shape[0]):
            slot, total = (first + i) % slots, np.float32(0)
            for j in range(size):
                total += query[at + j] * keys[slot, kv, j]
            scores[i] = total * scale
            top = max(top, scores[i])
        whole = np.float32(0)
        for i in range(scores.shape[0]):
            scores[i] = np.exp(scores[i] - top)
            whole += scores[i]
        for j in range(size):
            out[at + j] = 0
        for i in range(scores.shape[0]):
            slot, share = (first + i) % slots, scores[i] / whole
            for j in range(size):
                out[at + j] += share * values[slot, kv, j]


@njit(**FAST)
def product_plain(matrix, x, out):
    """out = matrix times x, both in fp32."""
    for row in range(matrix.shape[0]):
        total = np.float32(0)
        for j in range(x.shape[0]):
            total += matrix[row, j] * x[j]
        out[row] = total


@njit(cache=True, nogil=True)
def route(router, bias, sharpness, x, sizes, p, weights):
    """Fill `weights` (experts), 0 where an expert is not kept; returns how many are kept."""
    count = sizes.experts
    logits = np.empty(count, np.float32)
    product_plain(router, x, logits)
    logits += bias
    if sizes.router_norm:
        mean = logits.mean()
        spread = np.sqrt(((logits - mean) ** 2).mean() + np.float32(1e-5))
        logits = (logits - mean) / spread * sharpness
    shares = np.exp(logits - logits.max())
    shares /= shares.sum()
    order = np.arange(count)
    for i in range(1, count):  # insertion sort: stable, quick to compile, and the experts are few
        j, mine = i, order[i]
        while j > 0 and shares[order[j - 1]] < shares[mine]:
            order[j] = order[j - 1]
            j -= 1
        order[j] = mine
    before, kept = 0.0, 0
    weights[:] = 0
    for rank in range(count):
        share = shares[order[rank]]
        if sizes.top_k:
            if rank >= sizes.top_k:
                break
        elif rank >= sizes.most or not (np.float32(before) < p or rank < sizes.least or p >= 1):
            break
        weights[order[rank]] = share if sizes.weight_by_share else np.float32(1)
        before += share
        kept += 1
    return kept


@njit(**FAST)
def neurons(w, layer, first, last, x, by, out, bits):
    """out += by * down(silu(gate x) * up x) over neurons first..last."""
    for n in range(first, last):
        gate = dot(w.gate[layer, n], w.gate_s[layer, n], x, bits)
        up = dot(w.up[layer, n], w.up_s[layer, n], x, bits)
        add_row(w.down[layer, n], w.down_s[layer, n], by * up * gate / (np.float32(1) + np.exp(-gate)), out, bits)


@njit(parallel=True, **FAST)
def feed(w, sizes, layer, x, weights, partial, threads):
    """partial (threads, groups, 64) = the shared expert and each kept one; neurons shared out among the threads."""
    for t in prange(threads):
        partial[t] = 0
        neurons(w, layer, sizes.shared * t // threads, sizes.shared * (t + 1) // threads, x, np.float32(1), partial[t], sizes.bits)
        for e in range(sizes.experts):
            if weights[e] != 0:
                start, size = sizes.shared + e * sizes.expert, sizes.expert
                neurons(w, layer, start + size * t // threads, start + size * (t + 1) // threads, x, weights[e], partial[t], sizes.bits)


@njit(**FAST)
def feed_one(w, sizes, layer, x, weights, partial):
    """The same on this thread."""
    partial[0] = 0
    neurons(w, layer, 0, sizes.shared, x, np.float32(1), partial[0], sizes.bits)
    for e in range(sizes.experts):
        if weights[e] != 0:
            start = sizes.shared + e * sizes.expert
            neurons(w, layer, start, start + sizes.expert, x, weights[e], partial[0], sizes.bits)


@njit(**FAST)
def feed_all(w, sizes, layer, x, weights, partial, threads):
    """On this thread or on `threads`."""
    if threads is None:
        feed_one(w, sizes, layer, x, weights, partial)
    else:
        feed(w, sizes, layer, x, weights, partial, threads)


@njit(cache=True, nogil=True)
def step(w, sizes, layout, keys, values, window, top_p, token, position, threads, partial, logits, chosen):
    """One token. `keys`, `values` (slots of all caches, kv_heads, head_dim) hold a ring buffer a cache; `chosen` (layers, experts) gets
    each expert's weight, `partial` (threads, groups, 64) is room to work in."""
    hidden, size, bits = w.norm1.shape[1], sizes.head_dim, sizes.bits
    x, n = np.zeros(hidden, np.float32), np.empty(hidden, np.float32)
    query, mixed = np.empty(sizes.heads * size, np.float32), np.empty(sizes.heads * size, np.float32)
    key, value = np.empty(sizes.kv_heads * size, np.float32), np.empty(sizes.kv_heads * size, np.float32)
    n_groups, mixed_groups = n.reshape(-1, GROUP), mixed.reshape(-1, GROUP)
    add_row(w.embedding[token], w.embedding_s[token], np.float32(1), x.reshape(-1, GROUP), 8)
    for layer in range(sizes.layers):
        full, cache = layout.full[layer], layout.cache[layer]
        rms(x, w.norm1[layer], sizes.eps, n)
        product(w.q[layer], w.q_s[layer], n_groups, query, bits, threads)
        query += w.q_bias[layer]
        for head in range(sizes.heads):
            part = query[head * size : (head + 1) * size]
            if sizes.qk_norm:
                rms(part, w.q_norm[layer], sizes.eps, part)
            turn(part, position, w.frequencies[full])
        if layout.owns[layer]:
            product(w.k[cache], w.k_s[cache], n_groups, key, bits, threads)
            product(w.v[cache], w.v_s[cache], n_groups, value, bits, threads)
            key += w.k_bias[cache]
            value += w.v_bias[cache]
            slot = layout.start[cache] + position % layout.slots[cache]
            for head in range(sizes.kv_heads):
                part = key[head * size : (head + 1) * size]
                if sizes.qk_norm:
                    rms(part, w.k_norm[cache], sizes.eps, part)
                turn(part, position, w.frequencies[full])
                keys[slot, head] = part
                values[slot, head] = value[head * size : (head + 1) * size]
        first = 0 if full else max(0, position - window + 1)
        ring = slice(layout.start[cache], layout.start[cache] + layout.slots[cache])
        attend(query, keys[ring], values[ring], sizes.heads, position, first, mixed)
        product(w.o[layer], w.o_s[layer], mixed_groups, n, bits, threads)
        x += n
        rms(x, w.norm2[layer], sizes.eps, n)
        route(w.router[layer], w.router_bias[layer], w.sharpness[layer], n, sizes, top_p[layer], chosen[layer])
        feed_all(w, sizes, layer, n_groups, chosen[layer], partial, threads)
        for t in range(partial.shape[0]):
            x += partial[t].reshape(-1)
    rms(x, w.final_norm, sizes.eps, n)
    product(w.head, w.head_s, n_groups, logits, 8, threads)
