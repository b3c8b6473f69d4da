import type { VNode } from 'preact';
import type { ShownModels } from '../../training/kept-models.ts';
import { KeptModelsSection } from '../../training/kept-models-section.tsx';
import { saveStoredModel } from '../../training/save-stored-model.ts';
import {
  modelProblem,
  models,
  openModelFile,
  removeStored,
  setSettings,
  showModelProblem,
} from './reviews-state.ts';

/** Models of reviews: one that is opened stands beside the first. */
const KEPT: ShownModels = {
  models,
  problem: modelProblem,
  open: (model) => (model instanceof File ? openModelFile(model) : setSettings({ right: model.id })),
  remove: ({ id }) => removeStored(id),
  saveAs: (model) => saveStoredModel(model).catch(showModelProblem),
};

/** Models that this browser keeps, and files of models, to be put beside the first model. */
export function ModelsSection(): VNode {
  return <KeptModelsSection kept={KEPT} use="Compare" />;
}
