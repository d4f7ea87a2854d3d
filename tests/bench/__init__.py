"""What the house costs: pages against a bare floor, growth, imports, paper, weights, sign-in, journal."""
