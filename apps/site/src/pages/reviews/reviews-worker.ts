import { formatShare } from '../../format/format.ts';
import { serveTraining } from '../../training/serve-training.ts';
import { classesOf, explainReview, scoreReview } from './review-answers.ts';
import type { OpenedReviews } from './review-source.ts';
import type { ReviewsData, ReviewsTraining } from './reviews-training.ts';

/** The file that was looked at last: a run on it need not read it again. */
let opened: { readonly data: ReviewsData; readonly reviews: Promise<OpenedReviews> } | undefined;

function reviewsOf(data: ReviewsData): Promise<OpenedReviews> {
  if (!opened || !areSame(opened.data, data)) {
    const reviews = import('./review-source.ts').then(({ openReviews }) => openReviews(data));
    opened = { data, reviews };
    reviews.catch(() => {
      opened = undefined;
    });
  }
  return opened.reviews;
}

/** Whether two messages name the same reviews. A file is another object in every message. */
function areSame(a: ReviewsData, b: ReviewsData): boolean {
  if (a.from === 'bundled' || b.from === 'bundled') return a.from === b.from;
  const { file: one, ...ofOne } = a;
  const { file: other, ...ofOther } = b;
  return (
    one.name === other.name &&
    one.size === other.size &&
    one.lastModified === other.lastModified &&
    ofOne.textColumn === ofOther.textColumn &&
    ofOne.labelColumn === ofOther.labelColumn
  );
}

serveTraining<ReviewsTraining>({
  kind: 'reviews',
  task: async () => (await import('./reviews-task.ts')).anyTextsTask,
  webgl: async () => (await import('@seqloom/backend-webgl')).webglBackend(),
  openSource: async (data) => (await reviewsOf(data)).source,
  about: ({ model, dataset, testAccuracy, epochs, seed, backend }) => ({
    name: `${model} on ${dataset}`,
    facts: { accuracy: formatShare(testAccuracy), epochs, seed, backend },
  }),
  bundled: {
    // in a file of its own, which is loaded when the model is asked for
    sentiment: async () => {
      const { loadPretrained } = await import('seqloom/models');
      return async () => (await loadPretrained('sentiment')).parts;
    },
  },
  questions: {
    look: async (data) => (await reviewsOf(data)).seen,
    classes: classesOf,
    score: scoreReview,
    explain: explainReview,
  },
});
