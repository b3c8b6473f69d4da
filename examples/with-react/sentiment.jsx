import { useEffect, useState } from 'react';
import { loadPretrained } from 'seqloom/models';

// Once for the page: a component may be mounted several times.
const loading = loadPretrained('sentiment');

export function Sentiment() {
  const [text, setText] = useState('not bad at all');
  const [answer, setAnswer] = useState();
  useEffect(() => {
    let current = true;
    loading
      .then((model) => (text.trim() === '' ? undefined : model.explain(text)))
      .then((explained) => current && setAnswer(explained));
    return () => {
      current = false; // an answer to an older text comes too late
    };
  }, [text]);
  return (
    <>
      <label>
        A text <input value={text} onChange={({ target }) => setText(target.value)} />
      </label>
      <output>{answer && `${answer.label}, ${(100 * answer.probability).toFixed(0)} %`}</output>
    </>
  );
}
