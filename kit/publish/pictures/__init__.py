"""Write every figure for pasting elsewhere."""
