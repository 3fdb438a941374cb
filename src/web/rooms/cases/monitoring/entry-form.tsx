import { recordEntry } from '#rooms/cases/contract/monitoring.ts';
import { BARRIERS, type Barrier, ENTRY_FITS, ENTRY_SOURCES, type EntryFit, type EntrySource } from '#rooms/cases/rules/monitoring.ts';
import { call } from '../../../call.ts';
import { useSubmit } from '../../../submit.ts';
import { forget, useTyped } from '../../../typed.ts';
import { announce, Banner, Button, DateField, Segments, SelectField, TextArea, TextField } from '../../../ui/index.ts';
import { useWords } from '../../../words/language.tsx';
import { monitoring } from '../../../words/monitoring.ts';
import { useReadCaseAgain } from '../data.ts';
import { toField, useFirstField } from '../fields.ts';

const numberOf = (typed: string) => (typed.trim() === '' ? null : Number(typed.trim().replace(',', '.')));
const isWrong = (typed: string) => {
  const value = numberOf(typed);
  return value !== null && !(Number.isFinite(value) && value >= 0);
};

/** What was seen of one service: how much of the plan was delivered, whether it fits, how content she is, what is in the way. */
export function EntryForm(props: { caseId: string; lineId: string; name: string; today: string; onClose: () => void }) {
  const words = useWords(monitoring);
  const w = words.entry;
  const again = useReadCaseAgain();
  const form = useFirstField<HTMLFormElement>();
  const sheet = `cases.entry.${props.lineId}`;
  const [onDay, setOnDay] = useTyped<string | null>(sheet, 'onDay', props.today);
  const [source, setSource] = useTyped<EntrySource>(sheet, 'source', 'provider');
  const [planned, setPlanned] = useTyped(sheet, 'planned', '');
  const [delivered, setDelivered] = useTyped(sheet, 'delivered', '');
  const [attended, setAttended] = useTyped(sheet, 'attended', '');
  const [fits, setFits] = useTyped<EntryFit | null>(sheet, 'fits', null);
  const [satisfaction, setSatisfaction] = useTyped<string | null>(sheet, 'satisfaction', null);
  const [barrier, setBarrier] = useTyped<Barrier | null>(sheet, 'barrier', null);
  const [nextOn, setNextOn] = useTyped<string | null>(sheet, 'nextOn', null);
  const [note, setNote] = useTyped(sheet, 'note', '');
  const submit = useSubmit(async () => {
    await call(recordEntry, {
      params: { id: props.caseId },
      body: {
        onDay: onDay ?? props.today,
        source,
        lineId: props.lineId,
        goalId: null,
        unitsPlanned: numberOf(planned),
        unitsDelivered: numberOf(delivered),
        attended: numberOf(attended),
        fits,
        satisfaction: satisfaction === null ? null : Number(satisfaction),
        barrier,
        nextOn,
        note: note.trim(),
      },
    });
    announce(w.saved);
    forget(sheet);
    props.onClose();
    await again();
  });
  const wrong = (typed: string, pointer: string) => (isWrong(typed) ? w.numberWrong : submit.at(pointer));
  const missing = [planned, delivered, attended].some(isWrong)
    ? [{ what: w.numberWrong, go: () => toField(form.current, w.numberWrong) }]
    : [];
  return (
    <form
      ref={form}
      className="fields contact-form"
      noValidate
      aria-label={w.title(props.name)}
      onSubmit={(event) => void submit.run(event)}
    >
      {submit.sentence && <Banner tone="no">{submit.sentence}</Banner>}
      <DateField label={w.onDay} lean="past" ageless value={onDay} onChange={setOnDay} error={submit.at('/onDay')} />
      <SelectField
        label={w.source}
        choices={ENTRY_SOURCES.map((value) => ({ value, label: w.sources[value] }))}
        value={source}
        onChange={(value) => value && setSource(value)}
      />
      <TextField
        label={w.planned}
        figures
        inputMode="decimal"
        value={planned}
        onChange={setPlanned}
        error={wrong(planned, '/unitsPlanned')}
      />
      <TextField
        label={w.delivered}
        figures
        inputMode="decimal"
        value={delivered}
        onChange={setDelivered}
        error={wrong(delivered, '/unitsDelivered')}
      />
      <TextField
        label={w.attended}
        figures
        inputMode="numeric"
        value={attended}
        onChange={setAttended}
        error={wrong(attended, '/attended')}
      />
      <Segments
        label={w.fits}
        choices={ENTRY_FITS.map((value) => ({ value, label: words.lines.fits[value] }))}
        value={fits}
        onChange={setFits}
        error={submit.at('/fits')}
      />
      <SelectField
        label={w.satisfaction}
        hint={w.satisfactionHint}
        empty="–"
        choices={Array.from({ length: 11 }, (_, value) => ({ value: String(value), label: String(value) }))}
        value={satisfaction}
        onChange={setSatisfaction}
      />
      <SelectField
        label={w.barrier}
        empty={w.nothing}
        choices={BARRIERS.map((value) => ({ value, label: w.barriers[value] }))}
        value={barrier}
        onChange={setBarrier}
      />
      <DateField label={w.nextOn} value={nextOn} onChange={setNextOn} error={submit.at('/nextOn')} />
      <div className="wide">
        <TextArea label={w.note} rows={2} maxLength={500} value={note} onChange={setNote} error={submit.at('/note')} />
      </div>
      <p className="what-next wide">
        <Button type="submit" kind="main" busy={submit.busy} missing={missing}>
          {w.save}
        </Button>
        <Button kind="quiet" onPress={props.onClose}>
          {words.cancel}
        </Button>
      </p>
    </form>
  );
}
