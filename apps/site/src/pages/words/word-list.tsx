import { useRef } from 'preact/hooks';
import type { WordAnswer } from './word-answers.ts';

interface WordListProps {
  readonly label: string;
  readonly answer: WordAnswer;
  readonly onPick: (word: string) => void;
}

/** Words with their similarity, or those that might be meant. A word is a button: it becomes the one that is looked up. */
export function WordList({ label, answer, onPick }: WordListProps) {
  const box = useRef<HTMLDivElement>(null);
  if ('unknown' in answer) {
    const [word] = answer.unknown;
    return (
      <div class="stack" ref={box} tabIndex={-1}>
        <p>
          {word === ''
            ? 'Type a word.'
            : `There is no vector for “${word}”. The 10,000 most frequent English words have one.`}
        </p>
        {answer.suggestions.length > 0 && (
          <ul class="word-list" aria-label="Words that begin like it">
            {answer.suggestions.map((each) => (
              <li key={each}>
                <WordButton
                  word={each}
                  onPick={(picked) => {
                    box.current?.focus(); // the suggestions go
                    onPick(picked);
                  }}
                />
              </li>
            ))}
          </ul>
        )}
      </div>
    );
  }
  return (
    <div ref={box} tabIndex={-1}>
      <ol class="word-list" aria-label={label}>
        {answer.words.map(({ word, similarity }, i) => (
          // by place: the word that is picked goes to the field, and the focus stays in the list
          <li key={i}>
            <WordButton word={word} onPick={onPick} />
            <span class="word-bar" aria-hidden="true">
              <span style={{ width: `${Math.max(0, 100 * similarity)}%` }} />
            </span>
            <span class="number">{similarity.toFixed(3)}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

function WordButton({ word, onPick }: { readonly word: string; readonly onPick: (word: string) => void }) {
  return (
    <button type="button" class="word-link" onClick={() => onPick(word)}>
      {word}
    </button>
  );
}
