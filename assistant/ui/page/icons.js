// Pictures beside words. Drawn, not typed: not every machine has a font with 👍.

const SVG = "http://www.w3.org/2000/svg";
const HAND = "M2 10.5h3.5v10H2zM7.5 20V10.8L11.6 2c1.5 0 2.6 1.1 2.6 2.6V8.5h5.3c1.4 0 2.4 1.3 2.1 2.7l-1.7 7.4c-.2 1.1-1.2 1.9-2.3 1.9H9.2c-.7 0-1.3-.2-1.7-.5z";
const TURNS = { good: "", bad: "rotate(180 12 12)" };

/** A picture that readers of the screen pass over: the words beside it say all. */
export function icon(name) {
  const picture = document.createElementNS(SVG, "svg");
  for (const [attribute, value] of Object.entries({ viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true", focusable: "false" })) {
    picture.setAttribute(attribute, value);
  }
  const shape = document.createElementNS(SVG, "path");
  shape.setAttribute("d", HAND);
  if (TURNS[name]) shape.setAttribute("transform", TURNS[name]);
  picture.append(shape);
  return picture;
}
