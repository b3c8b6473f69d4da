export { exportOnnxToFile } from './onnx-file.ts';
