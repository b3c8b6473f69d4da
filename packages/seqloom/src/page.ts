// bundle.mjs puts everything that this names into the one file it becomes.
export * from './index.ts';
