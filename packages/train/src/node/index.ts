export { loadFromFile, loadWeightsFromFile, saveToFile, saveWeightsToFile } from './model-file.ts';
export { writeFileAtomically } from './write-file-atomically.ts';
