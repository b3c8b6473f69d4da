import { createRoot } from 'react-dom/client';
import { Sentiment } from './sentiment.jsx';

createRoot(document.getElementById('root')).render(<Sentiment />);
