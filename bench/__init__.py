"""Speed and size against the recipe that a user would write first, in one run, as ratios."""
