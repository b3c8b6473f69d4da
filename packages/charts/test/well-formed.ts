/** The names of all elements of an XML text; throws when tags do not nest or a character is not escaped. */
export function elementsOf(xml: string): string[] {
  const open: string[] = [];
  const names: string[] = [];
  const rest = xml.replace(
    /<(\/?)([a-z]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/g,
    (_, end, name, _attributes, empty) => {
      if (end) {
        if (open.pop() !== name) throw new Error(`</${name}> closes nothing`);
      } else {
        names.push(name);
        if (!empty) open.push(name);
      }
      return '';
    },
  );
  if (open.length > 0) throw new Error(`<${open.at(-1)}> is not closed`);
  if (/<|&(?!(?:amp|lt|gt|quot);)/.test(rest)) throw new Error(`not escaped: ${rest.slice(0, 80)}`);
  return names;
}

/** The values of an attribute, in order of appearance, of all elements of a name. */
export function attributesOf(xml: string, name: string, attribute: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}\\s[^>]*?\\b${attribute}="([^"]*)"`, 'g'))].map(
    (match) => match[1]!,
  );
}
