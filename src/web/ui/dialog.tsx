import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import { coverKeys } from './keys.tsx';

/** Opens a native modal dialog while it stands: the browser keeps the focus inside, the rest is inert, Esc closes. */
export function Modal(props: {
  className: string;
  labelledBy?: string;
  label?: string;
  onClose: () => void;
  firm?: boolean;
  children: ReactNode;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  // Closed while it is still in the page, so that the browser can give the focus back.
  useLayoutEffect(() => {
    const element = dialog.current;
    if (element && !element.open) element.showModal();
    const uncover = coverKeys();
    return () => {
      uncover();
      element?.close();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className={props.className}
      aria-labelledby={props.labelledBy}
      aria-label={props.label}
      onCancel={(event) => {
        event.preventDefault();
        if (!props.firm) props.onClose();
      }}
    >
      {props.children}
    </dialog>
  );
}

/** Only for what cannot be undone. The title is the question, the buttons are the answers, never "OK". */
export function Dialog(props: { question: string; onClose: () => void; answers: ReactNode; children?: ReactNode }) {
  const id = useId();
  return (
    <Modal className="ask" labelledBy={id} onClose={props.onClose}>
      <h2 id={id}>{props.question}</h2>
      {props.children}
      <div className="answers">{props.answers}</div>
    </Modal>
  );
}
