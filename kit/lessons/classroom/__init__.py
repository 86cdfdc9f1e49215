"""Play, agree, evaluate: what a class does together."""
