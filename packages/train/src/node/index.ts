export { backupFolder } from './backup-folder.ts';
export { FolderInUseError, type FolderLock, lockFolder } from './folder-lock.ts';
export { loadFromFile, loadWeightsFromFile, saveToFile, saveWeightsToFile } from './model-file.ts';
export { replaceFile } from './replace-file.ts';
export { temporaryBeside } from './temporary-beside.ts';
export { type TensorBoardOptions, tensorBoard } from './tensor-board/tensor-board.ts';
export { writeFileAtomically } from './write-file-atomically.ts';
