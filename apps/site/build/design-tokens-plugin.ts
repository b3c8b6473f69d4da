import { DESIGN_TOKENS } from '@seqloom/tasks';
import type { Plugin } from 'vite';

/** Stands in `frame.css` where the tokens go. */
const MARK = '/* design tokens */';

/** Puts the colours, sizes and times into the style of the frame that the reports of the command line have too. */
export function designTokens(): Plugin {
  return {
    name: 'seqloom-design-tokens',
    enforce: 'pre',
    transform(code, id) {
      if (!id.split('?')[0]!.endsWith('/src/frame/frame.css')) return undefined;
      if (!code.includes(MARK)) throw new Error(`design tokens: frame.css has no ${MARK}.`);
      return code.replace(MARK, DESIGN_TOKENS);
    },
  };
}
