import './reviews.css';
import { mountPage } from '../../frame/mount-page.tsx';
import { ReviewsPage } from './reviews-page.tsx';
import { connectSides, findModels } from './reviews-state.ts';

mountPage(<ReviewsPage />);
connectSides();
void findModels();
