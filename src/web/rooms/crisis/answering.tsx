import { CheckCircle2, PhoneCall } from 'lucide-react';
import * as crisis from '#rooms/crisis/contract.ts';
import { LEVELS } from '#rooms/crisis/rules/safety.ts';
import { call } from '../../call.ts';
import { useSubmit } from '../../submit.ts';
import { announce, Banner, Button, useChord } from '../../ui/index.ts';
import { crisis as crisisWords } from '../../words/crisis.ts';
import { useWords } from '../../words/language.tsx';
import { telOf } from './numbers.tsx';
import type { Sheet } from './use-sheet.ts';

/** What stands in the third column instead of the protocol. */
export type Task = 'hand-over' | 'lower' | 'de-escalate' | 'false-alarm' | 'outcome' | 'review';

/** What the duty psychologist does, in the order in which it happens: take over, speak, and then one of the ways to an end. */
export function Answering({ sheet, task, onTask }: { sheet: Sheet; task: Task | null; onTask: (task: Task | null) => void }) {
  const w = useWords(crisisWords);
  const { view, may } = sheet;
  const take = useSubmit(async () => {
    await call(crisis.acknowledge, { params: { id: sheet.id ?? '' }, body: {} });
    announce(w.acknowledged);
    await sheet.again();
  });
  const speak = useSubmit(async () => {
    await call(crisis.speak, { params: { id: sheet.id ?? '' }, body: {} });
    await sheet.again();
  });
  useChord('Alt+u', w.acknowledge, () => void take.run(), may('acknowledge'));
  const ways: readonly [Task, boolean, string][] = [
    ['de-escalate', may('de-escalate'), w.deEscalate],
    ['hand-over', may('hand-over') && view?.state !== 'raised', w.handOver],
    ['outcome', may('confirm-outcome'), w.confirmOutcome],
    ['lower', may('lower-level') && view !== undefined && LEVELS.indexOf(view.level) > 1, w.lower],
    ['false-alarm', may('false-alarm'), w.falseAlarm],
    ['review', may('review'), w.page.doReview],
  ];
  const open = ways.filter(([, is]) => is);
  const callTo = view?.record?.callbackNumber || view?.phone;
  if (!view || (!may('acknowledge') && !may('speak') && open.length === 0)) return null;
  return (
    <div className="answering">
      {(take.sentence ?? speak.sentence) && (
        <Banner tone="no" live="assertive">
          {take.sentence ?? speak.sentence}
        </Banner>
      )}
      {may('acknowledge') && (
        <Button kind="main" wide icon={CheckCircle2} chord="Alt+U" busy={take.busy} onPress={() => void take.run()}>
          {w.acknowledge}
        </Button>
      )}
      {callTo && !may('acknowledge') && view.state !== 'closed' && (
        <a className="btn wide" href={telOf(callTo)}>
          <PhoneCall className="i" strokeWidth={1.75} aria-hidden />
          {w.callNamed(callTo)}
        </a>
      )}
      {may('speak') && (
        <Button kind="main" wide icon={PhoneCall} busy={speak.busy} onPress={() => void speak.run()}>
          {w.speakingNow}
        </Button>
      )}
      {open.length > 0 && (
        <div className="row wrap">
          {open.map(([key, , label]) => (
            <Button key={key} pressed={task === key} onPress={() => onTask(task === key ? null : key)}>
              {label}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}
