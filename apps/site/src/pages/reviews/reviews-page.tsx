import type { VNode } from 'preact';
import { AddressProblems } from '../../components/address-problems.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { ModelsSection } from './models-section.tsx';
import { addressProblems } from './reviews-state.ts';
import { ScoreSection } from './score-section.tsx';
import { TrainSection } from './train-section.tsx';

/** Scores reviews, and trains networks that do. */
export function ReviewsPage(): VNode {
  return (
    <>
      <PageHeader
        title="Reviews"
        lead="A recurrent network reads what you type and says why it answers as it does. Train another one beside it, on bundled reviews or on your own."
      />
      <AddressProblems problems={addressProblems.value} />
      <ScoreSection />
      <TrainSection />
      <ModelsSection />
    </>
  );
}
