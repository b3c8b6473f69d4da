// A module of its own, which the worker loads with the first training.
export { anyTextsTask } from '@seqloom/tasks';
