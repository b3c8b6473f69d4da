import './file-drop.css';
import type { VNode } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';

/** A place for files. */
export interface FileDropProps {
  readonly label: string;
  /** Endings of names, `.csv,.gz`. They guide the dialog; what a file holds is for the reader to say. */
  readonly accept?: string;
  readonly hint?: string | undefined;
  readonly multiple?: boolean;
  readonly onFiles: (files: readonly File[]) => void;
  readonly error?: string | undefined;
  readonly disabled?: boolean;
  /** Whether files dropped on the page are for it; default true. Of several places on a page one takes them. */
  readonly drop?: boolean;
}

/** A button that opens files, and a place to drop them on: the whole page is one while files are dragged over it. */
export function FileDrop(props: FileDropProps): VNode {
  const { label, accept, hint, multiple = false, onFiles, error, disabled = false, drop = true } = props;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const take = (files: FileList | null | undefined) => {
    if (files && files.length > 0 && !disabled) onFiles(multiple ? [...files] : [...files].slice(0, 1));
  };
  const current = useRef(take);
  current.current = take;
  useEffect(() => (drop ? onDroppedFiles(setOver, (files) => current.current(files)) : undefined), [drop]);
  return (
    <div class={`file-drop${over ? ' over' : ''}`}>
      <input
        ref={input}
        id={id}
        class="visually-hidden"
        type="file"
        tabIndex={-1}
        accept={accept}
        multiple={multiple}
        aria-hidden="true"
        onChange={({ currentTarget }) => {
          take(currentTarget.files);
          currentTarget.value = ''; // so that the same file can be chosen again
        }}
      />
      <button
        type="button"
        class="button secondary"
        aria-disabled={disabled ? 'true' : undefined}
        aria-describedby={`${id}-hint`}
        onClick={() => {
          if (!disabled) input.current?.click();
        }}
      >
        {label}
      </button>
      <p class="hint" id={`${id}-hint`}>
        {[drop ? 'or drop it on this page.' : '', hint ?? ''].join(' ').trim()}
      </p>
      {error !== undefined && (
        <p class="field-error" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}

/** Listens for files that are dragged over the page. Returns what ends it. */
function onDroppedFiles(over: (isOver: boolean) => void, drop: (files: FileList) => void): () => void {
  const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
  const onOver = (event: DragEvent) => {
    if (!hasFiles(event)) return;
    event.preventDefault(); // otherwise the browser would leave the page for the file
    over(true);
  };
  const onLeave = (event: DragEvent) => {
    if (event.relatedTarget === null) over(false);
  };
  const onDrop = (event: DragEvent) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    over(false);
    if (event.dataTransfer) drop(event.dataTransfer.files);
  };
  addEventListener('dragover', onOver);
  addEventListener('dragleave', onLeave);
  addEventListener('drop', onDrop);
  return () => {
    removeEventListener('dragover', onOver);
    removeEventListener('dragleave', onLeave);
    removeEventListener('drop', onDrop);
  };
}
