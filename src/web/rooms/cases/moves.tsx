import type { CaseHead } from '#rooms/cases/contract/case.ts';
import * as wire from '#rooms/cases/contract/case.ts';
import type { PhaseNeed } from '#rooms/cases/rules/phase.ts';
import { call } from '../../call.ts';
import { useTyped } from '../../typed.ts';
import { DateField, SelectField, TextArea } from '../../ui/index.ts';
import { caseFile } from '../../words/case-file.ts';
import { useWords } from '../../words/language.tsx';
import { NeedLinks } from './needs.tsx';
import { choicesOf, StepPanel } from './step-panel.tsx';

type To = CaseHead['others'][number]['to'];
type Movable = Exclude<To, 'closed' | 'not_opened' | 'dormant'>;

/** What the panel itself brings, or what only the second person can. */
const BROUGHT: Partial<Record<To, readonly PhaseNeed[]>> = {
  reassessment: ['trigger-missing'],
  dormant: ['rest-reason-missing', 'resume-day-wrong'],
  not_opened: ['advice-missing'],
  evaluation: ['closing-reason-missing'],
  closed: ['closing-reason-missing', 'closing-note-missing', 'closing-not-asked', 'closing-by-same-person', 'not-an-emergency'],
};
/** Reasons are checked by the server once one is chosen. */
const OF_REASON: readonly PhaseNeed[] = [
  'goals-not-reached',
  'lines-still-running',
  'no-open-need',
  'needs-not-taken-over',
  'consent-still-given',
];

/** One step of the case: its meaning, what is missing, and the few things that come with it. */
export default function MovePanel({ head, to, onClose }: { head: CaseHead; to: To; onClose: () => void }) {
  const w = useWords(caseFile);
  const sheet = `cases.move.${head.id}.${to}`;
  const [trigger, setTrigger] = useTyped<keyof typeof w.triggers | null>(sheet, 'trigger', null);
  const [reason, setReason] = useTyped<keyof typeof w.closingReasons | null>(sheet, 'reason', head.closing?.reason ?? null);
  const [rest, setRest] = useTyped<keyof typeof w.restReasons | null>(sheet, 'rest', null);
  const [day, setDay] = useTyped<string | null>(sheet, 'day', null);
  const [text, setText] = useTyped(sheet, 'text', '');
  const early = to === 'closed' && head.phase !== 'evaluation';
  const known = [head.next, ...head.others].find((one) => one?.to === to)?.missing ?? [];
  const left = known.filter((need) => !BROUGHT[to]?.includes(need) && !OF_REASON.includes(need));
  const about = { params: { id: head.id }, ifMatch: head.version };
  const act = () => {
    if (to === 'dormant' && rest && day) return call(wire.restCase, { ...about, body: { reason: rest, resumeOn: day } });
    if (to === 'not_opened') return call(wire.leaveUnopened, { ...about, body: { advice: text.trim() } });
    if (to === 'closed' && reason)
      return call(wire.askClosing, {
        ...about,
        body: { reason, ...(early ? { emergency: true } : {}), ...(text.trim() ? { note: text.trim() } : {}) },
      });
    return call(wire.moveCase, {
      ...about,
      body: { to: to as Movable, ...(trigger ? { trigger } : {}), ...(to === 'evaluation' && reason ? { closingReason: reason } : {}) },
    });
  };
  const asksReason = to === 'evaluation' || early;
  const asksText = to === 'not_opened' || to === 'closed';
  const missing = [
    to === 'reassessment' && !trigger && w.trigger,
    asksReason && !reason && w.reason,
    to === 'dormant' && !rest && w.reason,
    to === 'dormant' && !day && w.resumeOn,
    to === 'not_opened' && !text.trim() && w.advice,
    early && !text.trim() && w.note,
  ].filter((one): one is string => typeof one === 'string');
  return (
    <StepPanel
      title={early ? w.endNow : w.move[to]}
      text={early ? w.endNowText : w.moveText[to]}
      action={early ? w.move.closed : w.move[to]}
      missing={missing}
      act={act}
      sheet={sheet}
      onClose={onClose}
    >
      {(at) => (
        <>
          {left.length > 0 && (
            <div className="case-left">
              <p className="b">{w.stillMissing}</p>
              <NeedLinks caseId={head.id} missing={left} />
            </div>
          )}
          {to === 'reassessment' && (
            <SelectField
              label={w.trigger}
              choices={choicesOf(w.triggers)}
              value={trigger}
              onChange={setTrigger}
              empty={w.choose}
              error={at('/trigger')}
            />
          )}
          {asksReason && (
            <SelectField
              label={w.reason}
              choices={choicesOf(w.closingReasons)}
              value={reason}
              onChange={setReason}
              empty={w.choose}
              error={at('/reason')}
            />
          )}
          {to === 'dormant' && (
            <>
              <SelectField
                label={w.reason}
                choices={choicesOf(w.restReasons)}
                value={rest}
                onChange={setRest}
                empty={w.choose}
                error={at('/reason')}
              />
              <DateField label={w.resumeOn} value={day} onChange={setDay} strict error={at('/resumeOn')} required />
            </>
          )}
          {asksText && (
            <TextArea
              label={to === 'not_opened' ? w.advice : w.note}
              hint={to === 'closed' ? w.noteHint : undefined}
              value={text}
              onChange={setText}
              rows={4}
              maxLength={2000}
              error={at(to === 'not_opened' ? '/advice' : '/note')}
            />
          )}
        </>
      )}
    </StepPanel>
  );
}
