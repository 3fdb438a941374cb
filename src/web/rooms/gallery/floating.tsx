import { Phone, UserRound } from 'lucide-react';
import { useState } from 'react';
import { EmergencyNumbers } from '../../shell/emergency.tsx';
import { CommandPalette } from '../../shell/palette.tsx';
import { Button, Dialog, offerUndo, SidePanel } from '../../ui/index.ts';
import { gallery } from '../../words/gallery.ts';
import { useWords } from '../../words/language.tsx';
import { Sample } from './controls.tsx';

type Floating = 'panel' | 'dialog' | 'sheet' | 'palette';

export function FloatingSamples() {
  const w = useWords(gallery);
  const [open, setOpen] = useState<Floating | null>(null);
  const close = () => setOpen(null);
  return (
    <Sample title={w.floating}>
      <div className="row wrap">
        {(['panel', 'dialog', 'sheet', 'palette'] as const).map((one) => (
          <Button key={one} onPress={() => setOpen(one)}>
            {w[one]}
          </Button>
        ))}
        <Button onPress={() => offerUndo(w.released, () => undefined)}>{w.toast}</Button>
      </div>
      {open === 'panel' && (
        <SidePanel title="Miriam Brandt" onClose={close} footer={<Button kind="main">{w.open}</Button>}>
          <p>{w.cancelText}</p>
        </SidePanel>
      )}
      {open === 'dialog' && (
        <Dialog
          question={w.cancelQuestion}
          onClose={close}
          answers={
            <>
              <Button onPress={close}>{w.keep}</Button>
              <Button kind="main" onPress={close}>
                {w.cancel}
              </Button>
            </>
          }
        >
          <p>{w.cancelText}</p>
        </Dialog>
      )}
      {open === 'sheet' && <EmergencyNumbers me={null} onClose={close} />}
      {open === 'palette' && (
        <CommandPalette
          onClose={close}
          commands={[
            { key: 'person', label: 'Anna-Lena Kowalski', detail: '14.02.1993', icon: UserRound, act: close },
            { key: 'call', label: w.open, chord: 'Alt+R', icon: Phone, act: close },
          ]}
        />
      )}
    </Sample>
  );
}
