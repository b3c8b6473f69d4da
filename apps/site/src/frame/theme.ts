type Theme = 'auto' | 'light' | 'dark';

const KEY = 'seqloom-theme';
const NEXT: Readonly<Record<Theme, Theme>> = { auto: 'light', light: 'dark', dark: 'auto' };
const NAMES: Readonly<Record<Theme, string>> = { auto: 'Auto', light: 'Light', dark: 'Dark' };

/** Makes a button that goes from the colours of the system to light, dark and back. Charts hear of it by an event on the document. */
export function startTheme(button: HTMLButtonElement): void {
  let theme = readTheme();
  const show = () => {
    const label = `Colours: ${NAMES[theme].toLowerCase()}. Change to ${NAMES[NEXT[theme]].toLowerCase()}`;
    button.textContent = NAMES[theme];
    button.setAttribute('aria-label', label);
    button.title = label;
  };
  button.addEventListener('click', () => {
    theme = NEXT[theme];
    if (theme === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    storeTheme(theme);
    show();
    document.dispatchEvent(new Event('themechange'));
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () =>
    document.dispatchEvent(new Event('themechange')),
  );
  show();
  button.hidden = false;
}

function readTheme(): Theme {
  const theme = document.documentElement.dataset.theme;
  return theme === 'light' || theme === 'dark' ? theme : 'auto';
}

function storeTheme(theme: Theme): void {
  try {
    if (theme === 'auto') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // Where storage is refused, the choice holds for this page.
  }
}
