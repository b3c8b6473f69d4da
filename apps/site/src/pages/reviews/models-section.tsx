import type { VNode } from 'preact';
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

/** Models that this browser keeps, and files of models, to be put beside the first model. */
export function ModelsSection(): VNode {
  return (
    <KeptModelsSection
      models={models.value}
      problem={modelProblem.value}
      use="Compare"
      onUse={({ id }) => setSettings({ right: id })}
      onSave={(model) => saveStoredModel(model).catch(showModelProblem)}
      onRemove={({ id }) => removeStored(id)}
      onOpen={openModelFile}
    />
  );
}
