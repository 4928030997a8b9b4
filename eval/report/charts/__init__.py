"""Charts as inline SVG, drawn by small functions of our own: no script, no library, readable when printed."""
