// What every way of narrowing something down shares: the words typed, a labelled field, the choice as part of the address.

export const wanted = (typed) => typed.toLowerCase().split(/\s+/).filter(Boolean);

/** Whether a text, in lower case, holds all of the words. */
export const holds = (text, words) => words.every((word) => text.includes(word));

export function field(label, control) {
  const line = document.createElement("label");
  line.append(`${label} `, control);
  return line;
}

/** Pairs of name and value as the end of an address; those without a value are left out. */
export function query(pairs) {
  const asked = new URLSearchParams(pairs.filter(([, value]) => value));
  return asked.size ? `?${asked}` : "";
}

export const asked = () => new URLSearchParams(location.search);

/** Puts a choice into the address: as a step that the reader can go back from, or in place of the last. */
export function remember(pairs, isStep = false) {
  const address = `${location.pathname}${query(pairs)}${location.hash}`;
  if (isStep) history.pushState(null, "", address);
  else history.replaceState(history.state, "", address);
}
