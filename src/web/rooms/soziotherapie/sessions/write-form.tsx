import type { SessionRow, Writing } from '#rooms/soziotherapie/contract/sessions.ts';
import { documentSession, recordVisit } from '#rooms/soziotherapie/contract/sessions.ts';
import type { MeasureKind, PlaceKind } from '#rooms/soziotherapie/rules/note.ts';
import { call } from '../../../call.ts';
import { useSubmit } from '../../../submit.ts';
import { forget, useTyped } from '../../../typed.ts';
import { announce, Banner, Button, CheckRow, TextField } from '../../../ui/index.ts';
import { useWords } from '../../../words/language.tsx';
import { sessions as sessionWords } from '../../../words/sessions.ts';
import { Telling } from '../../visit/telling.tsx';
import { Goals, What } from '../../visit/what.tsx';
import { Where } from '../../visit/where.tsx';
import { useAgain, useGoals } from './data.ts';
import { localsOf, type Times, TimesField } from './times-field.tsx';

/** At the desk: that a planned unit took place, and what was done; or only the note, where the rest stands already. */
export function WriteForm({ session, onDone }: { session: SessionRow; onDone: () => void }) {
  const w = useWords(sessionWords);
  const again = useAgain();
  const { data: goals = [] } = useGoals(session.episodeId);
  const planned = session.state === 'PLANNED' || session.state === 'CONFIRMED';
  const sheet = `soziotherapie.write.${session.id}`;
  const [times, setTimes] = useTyped<Times>(sheet, 'times', {
    day: session.day,
    from: session.start.slice(11),
    till: session.end.slice(11),
  });
  const [placeKind, setPlaceKind] = useTyped<PlaceKind>(sheet, 'placeKind', session.placeKind ?? 'home');
  const [kinds, setKinds] = useTyped<MeasureKind[]>(sheet, 'kinds', []);
  const [goalIds, setGoalIds] = useTyped<string[]>(sheet, 'goalIds', []);
  const [told, setTold] = useTyped(sheet, 'told', { done: '', reaction: '', nextStep: '', thirdParty: '' });
  const [risk, setRisk] = useTyped(sheet, 'risk', false);
  const [special, setSpecial] = useTyped(sheet, 'special', { lateReason: '', hospitalNote: '', nursingReason: '' });
  const text = (value: string) => value.trim() || undefined;
  const submit = useSubmit(async () => {
    const { done, reaction, nextStep, thirdParty } = told;
    const writing: Writing = {
      note: { kinds, goalIds, done: done.trim(), reaction: reaction.trim(), nextStep: nextStep.trim() },
      ...(text(thirdParty) ? { thirdParty: thirdParty.trim() } : {}),
      ...(text(special.lateReason) ? { lateReason: special.lateReason.trim() } : {}),
    };
    if (planned) {
      const { start, end } = localsOf(times) ?? { start: session.start, end: session.end };
      await call(recordVisit, {
        body: {
          ...writing,
          sessionId: session.id,
          episodeId: session.episodeId,
          version: session.version,
          start,
          end,
          placeKind,
          ...(risk ? { riskConfirmed: true } : {}),
          ...(text(special.hospitalNote) ? { hospitalNote: special.hospitalNote.trim() } : {}),
          ...(text(special.nursingReason) ? { nursingReason: special.nursingReason.trim() } : {}),
        },
      });
    } else await call(documentSession, { params: { id: session.id }, body: writing, ifMatch: session.version });
    announce(w.done);
    forget(sheet);
    again();
    onDone();
  });
  const missing = submit.problem?.body.errors?.map(({ detail, code }) => detail ?? code).join(' ');
  return (
    <form className="stack at-door in-panel" onSubmit={submit.run}>
      <h3>{w.write}</h3>
      {planned && <TimesField value={times} onChange={setTimes} />}
      {planned && <Where value={placeKind} onChange={setPlaceKind} />}
      <What value={kinds} onChange={setKinds} />
      <Goals key={goals.length} goals={goals} value={goalIds} onChange={setGoalIds} />
      <Telling draft={told} change={(part) => setTold({ ...told, ...part })} lastNextStep={null} />
      {planned && (
        <CheckRow checked={risk} onChange={setRisk}>
          {w.risk}
        </CheckRow>
      )}
      <details className="fold">
        <summary>{w.special}</summary>
        <TextField
          label={w.lateWhy}
          value={special.lateReason}
          onChange={(lateReason) => setSpecial({ ...special, lateReason })}
          maxLength={300}
        />
        {planned && (
          <>
            <TextField
              label={w.hospitalNote}
              value={special.hospitalNote}
              onChange={(hospitalNote) => setSpecial({ ...special, hospitalNote })}
              maxLength={300}
            />
            <TextField
              label={w.nursingReason}
              value={special.nursingReason}
              onChange={(nursingReason) => setSpecial({ ...special, nursingReason })}
              maxLength={300}
            />
          </>
        )}
      </details>
      {submit.problem && (
        <Banner tone="no" live="assertive">
          {submit.sentence ?? missing}
        </Banner>
      )}
      <div className="row wrap">
        <Button kind="main" type="submit" busy={submit.busy}>
          {w.save}
        </Button>
        <Button onPress={onDone}>{w.back}</Button>
      </div>
    </form>
  );
}
