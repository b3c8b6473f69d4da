/** Block tags that are shown, with their headings. */
const TITLES = { '@throws': 'Throws', '@returns': 'Returns', '@deprecated': 'Deprecated', '@see': 'See' };

/**
 * A doc comment of TypeDoc as Markdown. Links to names of ours become `[name](api:name)`, which the site resolves.
 *
 * @param comment undefined where there is none
 */
export function markdownOf(comment) {
  if (!comment) return '';
  const blocks = comment.blockTags.flatMap(({ tag, content }) => {
    const text = partsText(content);
    if (tag === '@example') return [text.startsWith('```') ? text : `\`\`\`ts\n${text}\n\`\`\``];
    return TITLES[tag] === undefined ? [] : [`**${TITLES[tag]}**: ${text}`];
  });
  return [partsText(comment.summary), ...blocks].filter((text) => text !== '').join('\n\n');
}

function partsText(parts) {
  return parts
    .map((part) => {
      if (part.kind === 'inline-tag') return part.tag === '@link' ? linkText(part) : part.text;
      return part.text;
    })
    .join('')
    .trim();
}

/** `{@link name}` and `{@link name | text}`; TypeDoc leaves in `text` what is to be read. */
function linkText({ text, target }) {
  const name = typeof target === 'object' && target !== null && 'name' in target ? target.name : text;
  return `[\`${text}\`](api:${name})`;
}
