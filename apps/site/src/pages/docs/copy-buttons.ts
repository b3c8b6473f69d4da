/** How long a button says what became of it. */
const SAID_MS = 2000;

/** Gives every box of code a button that copies it. */
export function addCopyButtons(boxes: Iterable<Element>): void {
  const names = new Map<string, number>();
  for (const box of boxes) {
    const code = box.querySelector('code')?.textContent ?? '';
    const begin = firstWords(code);
    const count = (names.get(begin) ?? 0) + 1;
    names.set(begin, count);
    const name = `Copy code: ${begin}${count > 1 ? ` (${count})` : ''}`;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'docs-copy';
    const show = (text: string, label: string) => {
      button.textContent = text;
      button.setAttribute('aria-label', label);
    };
    show('Copy', name);
    button.addEventListener('click', async () => {
      const said = await copied(code);
      show(said, said);
      setTimeout(() => show('Copy', name), SAID_MS);
    });
    box.append(button);
  }
}

/** Letters of a name that a list of buttons still shows. */
const MOST = 60;

/** The first line of code that is not a mark alone, so that the buttons of a page can be told apart. */
function firstWords(code: string): string {
  const lines = code.split('\n').map((line) => line.trim());
  const line = lines.find((each) => /\w/.test(each)) ?? 'text';
  return line.length > MOST ? `${line.slice(0, MOST).trimEnd()}…` : line;
}

/** What became of it: a page that is not secure, or a visitor, may forbid the clipboard. */
async function copied(text: string): Promise<string> {
  try {
    await navigator.clipboard.writeText(text);
    return 'Copied';
  } catch {
    return 'Select and copy it by hand';
  }
}
