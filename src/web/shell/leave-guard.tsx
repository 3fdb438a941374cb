import { useBlocker } from '@tanstack/react-router';
import { anythingUnsaved, flushAll } from '../drafts.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { useWords } from '../words/language.tsx';
import { shell } from '../words/shell.ts';

/** Saves first; a person is asked only about what could not be saved. */
async function shouldBlockFn(): Promise<boolean> {
  if (!anythingUnsaved()) return false;
  await flushAll();
  return anythingUnsaved();
}

/** Asks before work would be lost by changing the page. */
export function LeaveGuard() {
  const w = useWords(shell);
  const { proceed, reset, status } = useBlocker({ shouldBlockFn, withResolver: true, enableBeforeUnload: false });
  if (status !== 'blocked') return null;
  return (
    <Dialog
      question={w.leave.question}
      onClose={reset}
      answers={
        <>
          <Button onPress={proceed}>{w.leave.go}</Button>
          <Button kind="main" onPress={reset}>
            {w.leave.stay}
          </Button>
        </>
      }
    >
      <p>{w.leave.text}</p>
    </Dialog>
  );
}
