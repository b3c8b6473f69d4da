export { readZipMember, SeveralMembersError } from './zip-member.ts';
