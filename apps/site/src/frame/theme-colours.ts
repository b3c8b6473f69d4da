/**
 * Reads colours of the theme as a canvas takes them, which knows no custom properties: `rgb(…)`.
 *
 * @param place within which the theme holds; it gets an element that shows nothing
 */
export function themeColours(place: HTMLElement): (name: `--${string}`) => string {
  const probe = document.createElement('span');
  probe.hidden = true;
  place.append(probe);
  return (name) => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
}
