import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { MODALITIES, SLOT_KINDS } from '#kernel/codes.ts';
import * as scheduling from '#rooms/scheduling/contract.ts';
import { call } from '../../call.ts';
import { useSubmit } from '../../submit.ts';
import { announce, Button, Chips, DateField, Segments, SelectField, SidePanel, TextField } from '../../ui/index.ts';
import { calendar } from '../../words/calendar.ts';
import { codes } from '../../words/codes.ts';
import { useWords } from '../../words/language.tsx';
import { offerQuery, useReadAgain } from './data.ts';
import { Fault } from './fault.tsx';
import { usePanel } from './panel.tsx';
import { keepTemplate, type Template, useTemplate } from './template.ts';
import { instantOfWall } from './wall.ts';

/** One appointment at a time of its own, and what a click on a free hour offers. */
export function PublishPanel() {
  const w = useWords(calendar);
  const c = useWords(codes);
  const panel = usePanel();
  const readAgain = useReadAgain();
  const template = useTemplate();
  const { data } = useQuery(offerQuery);
  const [when, setWhen] = useState<string | null>(null);
  const [length, setLength] = useState(String(template.minutes));
  const [tried, setTried] = useState(false);
  const minutes = Number(length);
  const lengthFault = Number.isInteger(minutes) && minutes >= 10 && minutes <= 240 ? undefined : w.lengthFault;
  const keep = (part: Partial<Template>) => keepTemplate({ ...template, ...part });
  const submit = useSubmit(async () => {
    if (!when) return;
    await call(scheduling.publishSlots, {
      body: {
        slots: [{ startsAt: instantOfWall(when), minutes }],
        kinds: [...template.kinds],
        modality: template.modality,
        locationId: template.locationId,
      },
    });
    await readAgain();
    announce(w.offeredHere(1));
    panel.close();
  });
  const offer = async () => {
    setTried(true);
    if (when && !lengthFault && template.kinds.length > 0) await submit.run();
  };
  return (
    <SidePanel
      title={w.publishTitle}
      onClose={panel.close}
      footer={
        <Button kind="main" onPress={offer}>
          {w.offerIt}
        </Button>
      }
    >
      <Fault text={submit.sentence} />
      <DateField
        label={w.when}
        hint={w.whenHint}
        withTime
        strict
        value={when}
        onChange={setWhen}
        error={submit.at('/slots') ?? (tried && !when ? w.whenMissing : undefined)}
      />
      <Chips
        label={w.kinds}
        hint={w.kindsHint}
        choices={SLOT_KINDS.map((value) => ({ value, label: c.slotKind[value] }))}
        value={template.kinds}
        onChange={(kinds) => keep({ kinds })}
        error={submit.at('/kinds') ?? (template.kinds.length === 0 ? w.kindMissing : undefined)}
      />
      <TextField
        label={w.length}
        inputMode="numeric"
        figures
        value={length}
        onChange={(text) => {
          setLength(text);
          const next = Number(text);
          if (Number.isInteger(next) && next >= 10 && next <= 240) keep({ minutes: next });
        }}
        error={lengthFault}
      />
      <Segments
        label={w.how}
        choices={MODALITIES.map((value) => ({ value, label: c.modality[value] }))}
        value={template.modality}
        onChange={(modality) => keep({ modality })}
      />
      <SelectField
        label={w.where}
        empty={w.noPlace}
        choices={(data?.locations ?? []).map(({ id, name, street, place }) => ({ value: id, label: name ?? `${street}, ${place}` }))}
        value={template.locationId}
        onChange={(locationId) => keep({ locationId })}
        error={submit.at('/locationId')}
      />
      <p className="s q">{w.templateNote}</p>
    </SidePanel>
  );
}
