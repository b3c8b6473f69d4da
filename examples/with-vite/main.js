import { loadPretrained } from 'seqloom/models';

const model = await loadPretrained('sentiment');
const form = document.querySelector('form');
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const { label, probability, words } = await model.explain(form.elements.text.value);
  const influences = words.map(({ word, influence }) => `${word} (${influence.toFixed(1)})`);
  document.querySelector('output').textContent =
    `${label}, ${(100 * probability).toFixed(0)} %: ${influences.join(' ')}`;
});
