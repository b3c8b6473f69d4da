export type { Communicator } from '@seqloom/train';
export { connect, isLaunched } from './connect.ts';
export { inProcess } from './in-process.ts';
export type { MpiCommunicator, MpiOptions } from './mpi/mpi.ts';
export { mpi } from './mpi/mpi.ts';
export { RankLostError } from './rank-lost-error.ts';
export { single } from './single.ts';
