import './home.css';
import { mountPage } from '../../frame/mount-page.tsx';
import { LiveNetwork } from './live-network.tsx';

mountPage(<LiveNetwork />, '#live');
