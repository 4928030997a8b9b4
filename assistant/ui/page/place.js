// A place in a document as a link of this page: ?place=slug:L728-728

export function placeLink(slug, [first, last]) {
  return `?place=${encodeURIComponent(slug).replaceAll("%2F", "/")}:L${first}-${last}`;
}

/** The place that an address names, or null. */
export function placeOf(search) {
  const text = new URLSearchParams(search).get("place");
  const match = text && /^(.+):L([0-9]{1,7})(?:-([0-9]{1,7}))?$/.exec(text);
  if (!match) return null;
  const first = Number(match[2]);
  return { slug: match[1], lines: [first, Math.max(first, Number(match[3] ?? first))] };
}

/** Lines as papers name them; what a file without lines has instead comes from the server. */
export function lineName([first, last]) {
  return first === last ? `${first}行目` : `${first}～${last}行目`;
}
