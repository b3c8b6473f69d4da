/** Lets `fit` train over the ranks of a communicator. One import in a program is enough; `@seqloom/distributed` has it. */
import { RankGroup } from './ranks/rank-group.ts';
import { attachRanks } from './training/make-ranks.ts';

attachRanks((communicator, signal) => new RankGroup(communicator, signal));
