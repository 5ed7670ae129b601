"""Fast decoding on the CPU: int8 or int4 weights and one fused step a token, in which experts that are not kept cost nothing."""
