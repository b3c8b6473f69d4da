/** How long a button says what became of it. */
const SAID_MS = 2000;

/** Gives every box of code a button that copies it. */
export function addCopyButtons(boxes: Iterable<Element>): void {
  for (const box of boxes) {
    const code = box.querySelector('code')?.textContent ?? '';
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'docs-copy';
    button.textContent = 'Copy';
    button.addEventListener('click', async () => {
      button.textContent = await copied(code);
      setTimeout(() => {
        button.textContent = 'Copy';
      }, SAID_MS);
    });
    box.append(button);
  }
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
