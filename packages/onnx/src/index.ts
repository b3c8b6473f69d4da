export { type Attribute, type Attributes, type FloatAttribute, float } from './attributes.ts';
export { type ExportOnnxOptions, exportOnnx } from './export-onnx.ts';
export type { GraphBuilder, WeightLayout } from './graph-builder.ts';
export type { Edge, ExportLayer, GraphMask, LayerCall, LayerExport, LayerNodes } from './layer-export.ts';
export { OnnxExportError } from './onnx-export-error.ts';
export type { ElementType } from './tensor-protos.ts';
