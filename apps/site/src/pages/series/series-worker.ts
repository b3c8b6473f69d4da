import { serveLater } from '../../training/serve-later.ts';
import { serveData } from './serve-data.ts';

serveData();
// what trains is loaded when a network is trained or opened
serveLater(async () => (await import('./serve-network.ts')).serveNetwork());
