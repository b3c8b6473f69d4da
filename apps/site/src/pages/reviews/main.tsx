import './reviews.css';
import { mountPage } from '../../frame/mount-page.tsx';
import { ReviewsPage } from './reviews-page.tsx';
import { connectSides, findModels } from './reviews-state.ts';

connectSides(); // the first model is loaded while the page is drawn
mountPage(<ReviewsPage />);
void findModels();
