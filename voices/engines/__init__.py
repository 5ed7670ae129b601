"""The synthesisers, one file each, behind one protocol."""
