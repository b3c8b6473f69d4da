import { mountPage } from '../../frame/mount-page.tsx';
import { WritingPage } from './writing-page.tsx';
import { writingState } from './writing-state.ts';

const state = writingState(
  () => new Worker(new URL('./writing-worker.ts', import.meta.url), { type: 'module' }),
);
mountPage(<WritingPage state={state} />);
