export { makeFolder } from './make-folder.ts';
export { syncFolder } from './sync-folder.ts';
export { readZipMember, SeveralMembersError } from './zip-member.ts';
