"""The fused step in numba: a block of tokens through all layers, exact top-p included. Compiled once, then cached on disk.

All matrices go through one product (product.py). Each thread runs `advance` itself and takes pieces of work, phase after phase: nothing is
started or joined inside a step. No sum depends on who computed what, so any number of threads gives the same bits.
"""

# mypy: ignore-errors

import numpy as np
from numba import carray, njit

from yi_core.decode.product import (
    EXACT,
    FAST,
    GROUP,
    INPUT,
    ROWS,
    SCALES,
    accumulate,
    address,
    another,
    begin,
    end,
    point,
    pointer,
    power_of_two,
    store,
)

PHASES = 9  # of a layer
PIECE, WIDE = 8, 24  # records from top to bottom that are one piece of work, where rows are long and where they are short


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
def round_group(x, codes):
    """64 numbers to a group of activations, int8 (72,): codes, fp32 scale, int32 sum of the codes."""
    top, total = np.float32(0), np.int32(0)
    for i in range(GROUP):
        top = max(top, abs(x[i]))
    scale = top / np.float32(127)
    inverse = np.float32(1) / scale if scale > 0 else np.float32(0)
    for i in range(GROUP):
        code = np.int8(np.rint(x[i] * inverse))
        codes[i] = code
        total += np.int32(code)
    store(address(codes) + GROUP, scale)
    store(address(codes) + GROUP + 4, np.int32(total))  # numba made it 64 bits wide, four bytes of which would fall on the next group


@njit(**EXACT)
def round_row(x, groups):
    """A row of activations to its groups (groups, 72)."""
    for g in range(groups.shape[0]):
        round_group(x[g * GROUP : (g + 1) * GROUP], groups[g])


@njit(**EXACT)
def copy(x, out):
    """out = x."""
    for i in range(x.shape[0]):
        out[i] = x[i]


@njit(**FAST)
def turn(x, cos, sin):
    """Rotary embedding of one head, in place."""
    half = cos.shape[0]
    for i in range(half):
        low, high = x[i], x[i + half]
        x[i], x[i + half] = low * cos[i] - high * sin[i], high * cos[i] + low * sin[i]


@njit(**FAST)
def exponential(x):
    """e^x to the last digit or two of fp32, x held between -87 and 87, in steps that LLVM turns into vector code."""
    x = min(max(x, np.float32(-87)), np.float32(87))
    twos = np.rint(x * np.float32(1.4426950408889634))
    rest = x - twos * np.float32(0.693359375) + twos * np.float32(2.12194440e-4)  # ln 2 in two parts
    series = np.float32(1 / 5040)
    for divisor in (720, 120, 24, 6, 2, 1, 1):
        series = series * rest + np.float32(1 / divisor)
    return series * power_of_two(np.int32(twos))


@njit(**FAST)
def attend(query, keys, values, head, position, first, scores, out):
    """Softmax attention of one query (size,) over positions first..position of one head of a ring buffer (slots, kv_heads, size)."""
    slots, size = keys.shape[0], query.shape[0]
    scale, count = np.float32(1) / np.sqrt(np.float32(size)), position - first + 1
    top, slot = np.float32(-1e30), first % slots
    for i in range(count):
        key, total = keys[slot, head], np.float32(0)
        for j in range(size):
            total += query[j] * key[j]
        scores[i] = total * scale
        top = max(top, scores[i])
        slot = slot + 1 if slot + 1 < slots else 0
    whole = np.float32(0)
    for i in range(count):
        scores[i] = exponential(scores[i] - top)
        whole += scores[i]
    out[:] = 0
    slot = first % slots
    for i in range(count):
        value, share = values[slot, head], scores[i] / whole
        for j in range(size):
            out[j] += share * value[j]
        slot = slot + 1 if slot + 1 < slots else 0


@njit(**FAST)
def router_logits(matrix, bias, x, out):
    """out = matrix times x plus bias, in fp32."""
    for row in range(matrix.shape[0]):
        total = np.float32(0)
        for j in range(x.shape[0]):
            total += matrix[row, j] * x[j]
        out[row] = total + bias[row]


@njit(**EXACT)
def shares_of(logits, sharpness, sizes):
    """Router logits to shares, in place."""
    count = logits.shape[0]
    if sizes.router_norm:
        mean, square = np.float32(0), np.float32(0)
        for i in range(count):
            mean += logits[i] / np.float32(count)
        for i in range(count):
            square += (logits[i] - mean) ** 2 / np.float32(count)
        for i in range(count):
            logits[i] = (logits[i] - mean) / np.sqrt(square + np.float32(1e-5)) * sharpness
    top, whole = np.float32(-1e30), np.float32(0)
    for i in range(count):
        top = max(top, logits[i])
    for i in range(count):
        logits[i] = exponential(logits[i] - top)
        whole += logits[i]
    for i in range(count):
        logits[i] /= whole


@njit(**EXACT)
def route(shares, order, sizes, p, weights):
    """Fill `weights` (experts), 0 where an expert is not kept; `order` is room to sort in."""
    for i in range(shares.shape[0]):  # insertion sort: stable, quick to compile, and the experts are few
        j = i
        while j > 0 and shares[order[j - 1]] < shares[i]:
            order[j] = order[j - 1]
            j -= 1
        order[j] = i
    before = 0.0
    weights[:] = 0
    for rank in range(shares.shape[0]):
        share = shares[order[rank]]
        if sizes.top_k:
            if rank >= sizes.top_k:
                break
        elif rank >= sizes.most or not (np.float32(before) < p or rank < sizes.least or p >= 1):
            break
        weights[order[rank]] = share if sizes.weight_by_share else np.float32(1)
        before += share


@njit(**FAST)
def gated(gate, up, by):
    """gate = by * silu(gate) * up."""
    for i in range(gate.shape[0]):
        gate[i] = by * up[i] * gate[i] / (np.float32(1) + exponential(-gate[i]))


@njit(**EXACT)
def weight_of(block, sizes, chosen):
    """What a block of neurons counts for a token: 1 in the shared expert, 0 where its expert is not kept."""
    if block < sizes.shared_blocks:
        return np.float32(1)
    return chosen[(block - sizes.shared_blocks) // sizes.expert_blocks]


@njit(**EXACT)
def keepers(block, sizes, chosen, layer, first, last, tokens):
    """Which of the tokens first..last-1 a block counts for; their number."""
    count = 0
    for t in range(first, last):
        if weight_of(block, sizes, chosen[t, layer]) != 0:
            tokens[count] = t
            count += 1
    return count


@njit(**EXACT)
def ring(buffer, start, slots, sizes):
    """The ring buffer (slots, kv_heads, head_dim) of one cache in the keys or values of a text, which are at that address."""
    at = buffer + start * sizes.kv_heads * sizes.head_dim * 4
    return carray(pointer(at), (slots, sizes.kv_heads, sizes.head_dim))


@njit(**EXACT)
def advance(w, sizes, layout, texts, positions, room, counters, top_p, wanted):
    """Take tokens whose embeddings are in room.x through all layers; logits after each of the last `wanted`.

    A token has its place in `positions` (tokens,), and in `texts` (tokens, 2) the addresses of its text's keys and values. `counters`
    (phases, 2) are zeros that all threads which call this for the same tokens share.
    """
    last = len(positions)
    hidden, size, bits = sizes.hidden, sizes.head_dim, sizes.bits
    x_groups, mixed_groups = hidden // GROUP, sizes.heads * size // GROUP
    records = SCALES + GROUP * bits
    x_at, n_at, mixed_at = address(room.x), address(room.inputs), address(room.mixed_inputs)
    qkv_at, neurons_at = address(room.qkv), address(room.neurons)
    qkv_width, x_rows = room.qkv.shape[1], hidden // ROWS
    part = x_rows * records  # bytes of the gate, up or down rows of a block
    blocks, work = sizes.shared_blocks + sizes.experts * sizes.expert_blocks, address(counters)
    tokens, few, inputs, outputs = np.arange(last), np.arange(last), np.empty(last, np.int64), np.empty(last, np.int64)
    ins, outs = address(inputs), address(outputs)
    gate, up = np.empty((last, GROUP), np.float32), np.empty((last, GROUP), np.float32)
    scores, order, routed = np.empty(positions.max() + 1, np.float32), np.arange(sizes.experts), np.empty(w.router.shape[1], np.float32)
    shares = routed[: sizes.experts]
    phase, first = 0, 0
    for layer in range(sizes.layers):
        if layer == sizes.reuse_from:  # what these layers compute serves no later token
            if not wanted:
                return
            first = last - wanted
        count = last - first
        full, cache, owns = layout.full[layer], layout.cache[layer], layout.owns[layer]
        start, slots = layout.start[cache], layout.slots[cache]
        qkv = w.layers + layer * sizes.layer_size
        o = qkv + qkv_width // ROWS * x_groups * records
        experts = o + x_rows * mixed_groups * records

        item = begin(work, phase)
        while item < count:
            t = first + item
            rms(room.x[t], w.norm1[layer], sizes.eps, room.n[t])
            round_row(room.n[t], room.inputs[t])
            item = another(work, phase)
        phase = end(work, phase, count)

        octets = (qkv_width if owns else sizes.heads * size) // ROWS
        item = begin(work, phase)
        while item * PIECE < octets:
            top, bottom = item * PIECE, min((item + 1) * PIECE, octets)
            for t in range(first, last):
                copy(w.bias[layer, top * ROWS : bottom * ROWS], room.qkv[t, top * ROWS : bottom * ROWS])
            point(few, first, count, n_at, x_groups * INPUT, inputs)
            point(few, first, count, qkv_at, qkv_width * 4, outputs)
            accumulate(qkv, top, bottom, x_groups, bits, ins, outs, count)
            item = another(work, phase)
        phase = end(work, phase, -(-octets // PIECE))

        item = begin(work, phase)
        while item < count * owns:
            t = first + item
            slot = positions[t] % slots
            keys, values = ring(texts[t, 0], start, slots, sizes), ring(texts[t, 1], start, slots, sizes)
            for head in range(sizes.kv_heads):
                at = (sizes.heads + head) * size
                key = room.qkv[t, at : at + size]
                if sizes.qk_norm:
                    rms(key, w.k_norm[layer], sizes.eps, key)
                turn(key, room.cos[full, t], room.sin[full, t])
                copy(key, keys[slot, head])
                at += sizes.kv_heads * size
                copy(room.qkv[t, at : at + size], values[slot, head])
            item = another(work, phase)
        phase = end(work, phase, count * owns)

        item = begin(work, phase)
        while item < count * sizes.heads:
            t, head = first + item // sizes.heads, item % sizes.heads
            query = room.qkv[t, head * size : (head + 1) * size]
            if sizes.qk_norm:
                rms(query, w.q_norm[layer], sizes.eps, query)
            turn(query, room.cos[full, t], room.sin[full, t])
            oldest = 0 if full else max(0, positions[t] - sizes.window + 1)
            keys, values = ring(texts[t, 0], start, slots, sizes), ring(texts[t, 1], start, slots, sizes)
            group, mixed = head // (sizes.heads // sizes.kv_heads), room.mixed[t, head * size : (head + 1) * size]
            attend(query, keys, values, group, positions[t], oldest, scores, mixed)
            item = another(work, phase)
        phase = end(work, phase, count * sizes.heads)

        item = begin(work, phase)
        while item < count:
            round_row(room.mixed[first + item], room.mixed_inputs[first + item])
            item = another(work, phase)
        phase = end(work, phase, count)

        item = begin(work, phase)
        while item * PIECE < x_rows:
            point(few, first, count, mixed_at, mixed_groups * INPUT, inputs)
            point(few, first, count, x_at, hidden * 4, outputs)
            accumulate(o, item * PIECE, min((item + 1) * PIECE, x_rows), mixed_groups, bits, ins, outs, count)
            item = another(work, phase)
        phase = end(work, phase, -(-x_rows // PIECE))

        item = begin(work, phase)
        while item < count:
            t = first + item
            rms(room.x[t], w.norm2[layer], sizes.eps, room.n[t])
            round_row(room.n[t], room.inputs[t])
            router_logits(w.router[layer], w.router_bias[layer], room.n[t], routed)
            shares_of(shares, w.sharpness[layer], sizes)
            p = top_p[layer]
            if routed.shape[0] > sizes.experts and p < 1:  # the last row is the token's demand
                p += routed[sizes.experts]
            route(shares, order, sizes, p, room.chosen[t, layer])
            item = another(work, phase)
        phase = end(work, phase, count)

        item = begin(work, phase)
        while item < blocks:
            kept = keepers(item, sizes, room.chosen, layer, first, last, tokens)
            point(tokens, 0, kept, n_at, x_groups * INPUT, inputs)
            for j in range(2):
                neurons = up if j else gate
                neurons[:kept] = 0
                point(few, 0, kept, address(neurons), GROUP * 4, outputs)
                accumulate(experts + (3 * item + j) * part, 0, GROUP // ROWS, x_groups, bits, ins, outs, kept)
            for j in range(kept):
                gated(gate[j], up[j], weight_of(item, sizes, room.chosen[tokens[j], layer]))
                round_group(gate[j], room.neurons[item, tokens[j]])
            item = another(work, phase)
        phase = end(work, phase, blocks)

        item = begin(work, phase)
        while item * WIDE < x_rows:
            for block in range(blocks):
                kept = keepers(block, sizes, room.chosen, layer, first, last, tokens)
                point(tokens, 0, kept, neurons_at + block * room.neurons.shape[1] * INPUT, INPUT, inputs)
                point(tokens, 0, kept, x_at, hidden * 4, outputs)
                down = experts + (3 * block + 2) * part
                accumulate(down, item * WIDE, min((item + 1) * WIDE, x_rows), 1, bits, ins, outs, kept)
            item = another(work, phase)
        phase = end(work, phase, -(-x_rows // WIDE))

    if wanted:
        first = last - wanted
        item = begin(work, phase)
        while item < wanted:
            t = first + item
            rms(room.x[t], w.final_norm, sizes.eps, room.n[t])
            round_row(room.n[t], room.inputs[t])
            item = another(work, phase)
        phase = end(work, phase, wanted)

        width = room.logits.shape[1]
        item = begin(work, phase)
        while item * WIDE < width // ROWS:
            top, bottom = item * WIDE, min((item + 1) * WIDE, width // ROWS)
            room.logits[:wanted, top * ROWS : bottom * ROWS] = 0
            # pointed to in here: numba frees an array after its last use, whoever has its address
            point(few, first, wanted, n_at, x_groups * INPUT, inputs)
            point(few, 0, wanted, address(room.logits), width * 4, outputs)
            accumulate(w.head, top, bottom, x_groups, 8, ins, outs, wanted)
            item = another(work, phase)
        end(work, phase, -(-width // (ROWS * WIDE)))
