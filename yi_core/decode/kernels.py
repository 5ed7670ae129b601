"""The fused step in numba: one token through all layers, exact top-p included. Compiled once, then cached on disk."""

# mypy: ignore-errors

import numpy as np
from numba import config, njit, prange, set_num_threads

GROUP = 32
FAST = {"cache": True, "fastmath": {"contract", "reassoc", "nsz", "arcp"}, "nogil": True}


def use_threads(count):
    """How many threads numba may use, no more than it started with."""
    set_num_threads(min(count, config.NUMBA_NUM_THREADS))


@njit(**FAST)
def dot(codes, scales, x, bits):
    """One quantised row times x."""
    total = np.float32(0)
    for g in range(scales.shape[0]):
        part = np.float32(0)
        at = g * GROUP
        if bits == 8:
            for j in range(GROUP):
                part += np.float32(np.int8(codes[at + j])) * x[at + j]
        else:
            for j in range(GROUP // 2):
                byte = codes[at // 2 + j]
                part += np.float32(np.int32(byte & 15) - 8) * x[at + j] + np.float32(np.int32(byte >> 4) - 8) * x[at + GROUP // 2 + j]
        total += part * scales[g]
    return total


@njit(**FAST)
def add_row(codes, scales, by, out, bits):
    """out += by * row."""
    for g in range(scales.shape[0]):
        scale, at = by * scales[g], g * GROUP
        if bits == 8:
            for j in range(GROUP):
                out[at + j] += scale * np.float32(np.int8(codes[at + j]))
        else:
            for j in range(GROUP // 2):
                byte = codes[at // 2 + j]
                out[at + j] += scale * np.float32(np.int32(byte & 15) - 8)
                out[at + GROUP // 2 + j] += scale * np.float32(np.int32(byte >> 4) - 8)


@njit(**FAST)
def unpack(codes, scales, bits, out):
    """out (rows, columns) = the numbers that the codes stand for."""
    for row in range(codes.shape[0]):
        out[row] = 0
        add_row(codes[row], scales[row], np.float32(1), out[row], bits)


@njit(**FAST)
def product_one(codes, scales, x, out, bits):
    """out = matrix x, on this thread."""
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


@njit(cache=True, nogil=True)
def route(router, bias, sharpness, x, sizes, p, weights):
    """Fill `weights` (experts), 0 where an expert is not kept; returns how many are kept."""
    count = sizes.experts
    logits = np.empty(count, np.float32)
    for e in range(count):
        total = bias[e]
        for j in range(x.shape[0]):
            total += router[e, j] * x[j]
        logits[e] = total
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
    """partial (threads, hidden) = the shared expert and each kept one; neurons shared out among the threads."""
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
    each expert's weight, `partial` (threads, hidden) is room to work in."""
    hidden, size, bits = w.norm1.shape[1], sizes.head_dim, sizes.bits
    x, n = np.zeros(hidden, np.float32), np.empty(hidden, np.float32)
    query, mixed = np.empty(sizes.heads * size, np.float32), np.empty(sizes.heads * size, np.float32)
    key, value = np.empty(sizes.kv_heads * size, np.float32), np.empty(sizes.kv_heads * size, np.float32)
    add_row(w.embedding[token], w.embedding_s[token], np.float32(1), x, 8)
    for layer in range(sizes.layers):
        full, cache = layout.full[layer], layout.cache[layer]
        rms(x, w.norm1[layer], sizes.eps, n)
        product(w.q[layer], w.q_s[layer], n, query, bits, threads)
        query += w.q_bias[layer]
        for head in range(sizes.heads):
            part = query[head * size : (head + 1) * size]
            if sizes.qk_norm:
                rms(part, w.q_norm[layer], sizes.eps, part)
            turn(part, position, w.frequencies[full])
        if layout.owns[layer]:
            product(w.k[cache], w.k_s[cache], n, key, bits, threads)
            product(w.v[cache], w.v_s[cache], n, value, bits, threads)
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
        product(w.o[layer], w.o_s[layer], mixed, n, bits, threads)
        x += n
        rms(x, w.norm2[layer], sizes.eps, n)
        route(w.router[layer], w.router_bias[layer], w.sharpness[layer], n, sizes, top_p[layer], chosen[layer])
        feed_all(w, sizes, layer, n, chosen[layer], partial, threads)
        for t in range(partial.shape[0]):
            x += partial[t]
    rms(x, w.final_norm, sizes.eps, n)
    product(w.head, w.head_s, n, logits, 8, threads)
