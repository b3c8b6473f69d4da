import './reviews.css';
import { mountPage } from '../../frame/mount-page.tsx';
import { ReviewsPage } from './reviews-page.tsx';
import { connectSides, connectText, findModels } from './reviews-state.ts';

connectText();
connectSides(); // the first model is loaded while the page is drawn
mountPage(<ReviewsPage />);
void findModels();
