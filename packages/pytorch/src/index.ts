export { type LoadStateDictOptions, loadStateDict, type NamedModules, saveStateDict } from './state-dict.ts';
export { StateDictError } from './state-dict-error.ts';
