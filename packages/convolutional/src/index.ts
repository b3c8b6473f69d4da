export { GlobalAveragePooling1D } from './global-average-pooling-1d.ts';
