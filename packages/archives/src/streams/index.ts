export { ArchiveError } from '../archive-error.ts';
export { ByteWindow } from './byte-window.ts';
export { decompress } from './decompress.ts';
export { inflateBytes } from './inflate-bytes.ts';
export { joinBytes } from './join-bytes.ts';
export { streamChunks } from './stream-chunks.ts';
export { zipMember } from './zip-member.ts';
export { type ZipFile, zipMembers } from './zip-members.ts';
