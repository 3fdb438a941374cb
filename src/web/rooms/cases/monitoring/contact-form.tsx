import { type Ref, useRef } from 'react';
import { type ContactView, recordContact } from '#rooms/cases/contract/monitoring.ts';
import { CONTACT_KINDS, type ContactKind, WITH_WHOM, type WithWhom } from '#rooms/cases/rules/monitoring.ts';
import { call } from '../../../call.ts';
import { useSubmit } from '../../../submit.ts';
import { useFields } from '../../../typed.ts';
import { announce, Banner, Button, DateField, type Missing, Segments, SelectField, TextArea, TextField } from '../../../ui/index.ts';
import { useWords } from '../../../words/language.tsx';
import { monitoring } from '../../../words/monitoring.ts';
import { useReadCaseAgain } from '../data.ts';
import { CONTACT } from './to-contact.ts';

interface ContactDraft {
  kind: ContactKind;
  withWhom: WithWhom;
  reached: 'yes' | 'no';
  minutes: string;
  summary: string;
  nextStep: string;
  nextOn: string | null;
  /** "2026-03-02T14:30"; null: now. */
  when: string | null;
  amendsId: string | null;
}
const FRESH: ContactDraft = {
  kind: 'phone',
  withWhom: 'client',
  reached: 'yes',
  minutes: '',
  summary: '',
  nextStep: '',
  nextOn: null,
  when: null,
  amendsId: null,
};

/** An older contact as it stands, to be corrected by a new one. */
export const draftOf = (contact: ContactView): ContactDraft => ({
  kind: contact.kind,
  withWhom: contact.withWhom,
  reached: contact.reached ? 'yes' : 'no',
  minutes: contact.minutes === null ? '' : String(contact.minutes),
  summary: contact.summary,
  nextStep: contact.nextStep,
  nextOn: contact.nextOn,
  when: Temporal.Instant.from(contact.at).toZonedDateTimeISO('Europe/Berlin').toPlainDateTime().toString({ smallestUnit: 'minute' }),
  amendsId: contact.id,
});

export const useContactDraft = (caseId: string) => useFields<ContactDraft>(`cases.contact.${caseId}`, FRESH);
export type ContactWork = ReturnType<typeof useContactDraft>;

/** A contact in under two minutes: what is usual is chosen already, the keyboard is enough, nothing is lost on leaving. */
export function ContactForm({
  caseId,
  work,
  today,
  summaryRef,
}: {
  caseId: string;
  work: ContactWork;
  today: string;
  summaryRef: Ref<HTMLTextAreaElement>;
}) {
  const w = useWords(monitoring).contact;
  const again = useReadCaseAgain();
  const { value, change, reset } = work;
  const form = useRef<HTMLFormElement>(null);
  const minutes = value.minutes.trim() === '' ? null : Number(value.minutes);
  const minutesWrong = minutes !== null && !(Number.isInteger(minutes) && minutes >= 1 && minutes <= 600);
  const submit = useSubmit(async () => {
    const [onDay, time] = value.when?.split('T') ?? [];
    await call(recordContact, {
      params: { id: caseId },
      body: {
        kind: value.kind,
        withWhom: value.withWhom,
        ...(onDay ? { onDay } : {}),
        ...(time ? { time } : {}),
        minutes,
        reached: value.reached === 'yes',
        summary: value.summary.trim(),
        nextStep: value.nextStep.trim(),
        nextOn: value.nextOn,
        lineId: null,
        amendsId: value.amendsId,
      },
    });
    reset(FRESH);
    announce(w.saved);
    await again();
  });
  const toField = (selector: string) => () => form.current?.querySelector<HTMLElement>(selector)?.focus();
  const missing: Missing[] = [
    ...(value.reached === 'yes' && !value.summary.trim() ? [{ what: w.summaryMissing, go: toField('textarea') }] : []),
    ...(minutesWrong ? [{ what: w.minutesWrong, go: toField('input[inputmode="numeric"]') }] : []),
  ];
  return (
    <section className="card" aria-labelledby="h-contact" id={CONTACT}>
      <h2 id="h-contact">{value.amendsId ? w.amending : w.title}</h2>
      <form className="fields contact-form" noValidate ref={form} onSubmit={(event) => void submit.run(event)}>
        {value.amendsId && <p className="s q">{w.amendHint}</p>}
        {submit.sentence && <Banner tone="no">{submit.sentence}</Banner>}
        <SelectField
          label={w.kind}
          choices={CONTACT_KINDS.map((kind) => ({ value: kind, label: w.kinds[kind] }))}
          value={value.kind}
          onChange={(kind) => kind && change({ kind })}
        />
        <SelectField
          label={w.withWhom}
          choices={WITH_WHOM.map((whom) => ({ value: whom, label: w.whom[whom] }))}
          value={value.withWhom}
          onChange={(withWhom) => withWhom && change({ withWhom })}
        />
        <Segments
          label={w.reached}
          choices={[
            { value: 'yes', label: w.yes },
            { value: 'no', label: w.no },
          ]}
          value={value.reached}
          onChange={(reached) => change({ reached })}
        />
        <TextField
          label={w.minutes}
          figures
          inputMode="numeric"
          value={value.minutes}
          onChange={(typed) => change({ minutes: typed })}
          error={minutesWrong ? w.minutesWrong : submit.at('/minutes')}
        />
        <div className="wide">
          <TextArea
            label={w.summary}
            hint={w.summaryHint}
            rows={3}
            maxLength={500}
            value={value.summary}
            onChange={(summary) => change({ summary })}
            error={submit.at('/summary')}
            areaRef={summaryRef}
          />
        </div>
        <TextField
          label={w.nextStep}
          value={value.nextStep}
          onChange={(nextStep) => change({ nextStep })}
          maxLength={200}
          error={submit.at('/nextStep')}
        />
        <DateField
          label={w.nextOn}
          hint={w.nextHint}
          value={value.nextOn}
          onChange={(nextOn) => change({ nextOn })}
          today={Temporal.PlainDate.from(today)}
          error={submit.at('/nextOn')}
        />
        <DateField
          label={w.onDay}
          hint={w.onDayHint}
          lean="past"
          withTime
          ageless
          value={value.when}
          onChange={(when) => change({ when })}
          today={Temporal.PlainDate.from(today)}
          error={submit.at('/onDay') ?? submit.at('/time')}
        />
        <p className="what-next wide">
          <Button type="submit" kind="main" busy={submit.busy} missing={missing}>
            {value.amendsId ? w.saveAmended : w.save}
          </Button>
          {value.amendsId && (
            <Button kind="quiet" onPress={() => reset(FRESH)}>
              {w.cancel}
            </Button>
          )}
        </p>
      </form>
    </section>
  );
}
