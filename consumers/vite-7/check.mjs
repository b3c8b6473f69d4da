import { checkVite } from '../shared/check-vite.mjs';

export default checkVite;
