"""Yibo's livestream: from a product to a picture on air."""
