export {
  loadKerasFromFile,
  loadKerasWeightsFromFile,
  loadTfjsFromFile,
  saveKerasToFile,
} from './keras-files.ts';
