/**
 * Asks for the newest only: while an answer is under way, of the questions that follow the last one is kept, and asked then.
 *
 * @param work is never called before its last call has ended
 */
export function latestOnly<Q>(work: (question: Q) => Promise<void>): (question: Q) => void {
  let next: { readonly question: Q } | undefined;
  let busy = false;
  return async (question) => {
    next = { question };
    if (busy) return;
    busy = true;
    try {
      while (next) {
        const { question: asked }: { readonly question: Q } = next;
        next = undefined;
        await work(asked);
      }
    } finally {
      busy = false;
    }
  };
}
