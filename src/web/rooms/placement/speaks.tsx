import { useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { Guardian, GuardianChange } from '#rooms/people/contract.ts';
import * as placement from '#rooms/placement/contract.ts';
import { call } from '../../call.ts';
import { type Problem, problemOf } from '../../problem.ts';
import { Banner, Button, CheckRow, Segments, SelectField, TextField } from '../../ui/index.ts';
import { useWords } from '../../words/language.tsx';
import { placement as placementWords } from '../../words/placement.ts';
import { problems } from '../../words/problems.ts';
import { requestKey, useDeskState } from './use-desk.ts';

/** An adult with a court guardian: certificate and scope. */
function Betreuung() {
  const w = useWords(placementWords);
  const { form, changeCriteria, speaks } = useDeskState();
  const now = form.criteria.betreuung ?? { scopeKnown: false, certificateSeen: false };
  return (
    <div className="inset">
      <CheckRow checked={now.certificateSeen} onChange={(certificateSeen) => changeCriteria({ betreuung: { ...now, certificateSeen } })}>
        {w.minors.certificateSeen}
      </CheckRow>
      <CheckRow checked={now.scopeKnown} onChange={(scopeKnown) => changeCriteria({ betreuung: { ...now, scopeKnown } })}>
        {w.minors.scopeKnown}
      </CheckRow>
      {speaks.tasks.map((task) => (
        <p key={task} className="s q">
          {w.minors.tasks[task]}
        </p>
      ))}
    </div>
  );
}

const CUSTODY = ['joint', 'sole', 'court-guardian', 'unknown'] as const;

/** A minor: who has custody, who agrees; what stands in the way and what is still to be done, in words (rule book A.1.6). */
function Custody() {
  const w = useWords(placementWords);
  const { form, changeCriteria, speaks, view } = useDeskState();
  const guardians = view?.guardians ?? [];
  const blockers = speaks.blockers.filter((blocker) => blocker !== 'birth-date-missing');
  const refused = guardians.some(({ agrees }) => agrees === 'no');
  return (
    <fieldset className="inset" data-field="custody" data-stop>
      <legend className="b s">{w.minors.title(w.minors.bands[speaks.band])}</legend>
      <SelectField
        label={w.minors.custody}
        choices={CUSTODY.map((value) => ({ value, label: w.minors.custodies[value] }))}
        value={form.criteria.custody ?? 'unknown'}
        onChange={(custody) => changeCriteria({ custody: custody ?? 'unknown' })}
      />
      <Guardians guardians={guardians} />
      {refused && (
        <CheckRow
          checked={form.criteria.urgentNeed === true}
          onChange={(urgentNeed) => changeCriteria({ urgentNeed: urgentNeed || undefined })}
        >
          {w.minors.urgentNeed}
        </CheckRow>
      )}
      {blockers.map((blocker) => (
        <Banner key={blocker} tone="partly" live="polite">
          {w.minors.blockers[blocker]}
        </Banner>
      ))}
      {(speaks.tasks.length > 0 || speaks.hints.length > 0) && (
        <ul className="s q plain">
          {speaks.tasks.map((task) => (
            <li key={task}>{w.minors.tasks[task]}</li>
          ))}
          {speaks.hints.map((hint) => (
            <li key={hint}>{w.minors.hints[hint]}</li>
          ))}
          {!speaks.feeRuleBinds && <li>{w.minors.feeNotBinding}</li>}
        </ul>
      )}
    </fieldset>
  );
}

const FRESH: GuardianChange = {
  name: '',
  relation: 'parent',
  hasCustody: true,
  agrees: 'unknown',
  phone: null,
  contactAllowed: false,
  scope: null,
};
const changeOf = ({ id: _id, version: _version, agreedAt: _at, ...guardian }: Guardian): GuardianChange => guardian;

function Guardians({ guardians }: { guardians: readonly Guardian[] }) {
  const w = useWords(placementWords);
  const p = useWords(problems);
  const queries = useQueryClient();
  const { ensure } = useDeskState();
  const [fresh, setFresh] = useState<{ id: string; guardian: GuardianChange } | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const save = async (guardianId: string, guardian: GuardianChange) => {
    if (guardian.name.trim() === '') return;
    setProblem(null);
    try {
      const id = await ensure();
      await call(placement.changeGuardian, { params: { id, guardianId }, body: guardian });
      await queries.invalidateQueries({ queryKey: requestKey(id) });
      setFresh((now) => (now?.id === guardianId ? null : now));
    } catch (fault) {
      setProblem(problemOf(fault));
    }
  };
  const rows = [...guardians.map((one) => ({ id: one.id, guardian: changeOf(one) })), ...(fresh ? [fresh] : [])];
  return (
    <>
      {rows.map(({ id, guardian }) => (
        <GuardianRow key={id} guardian={guardian} onSave={(next) => void save(id, next)} />
      ))}
      {!fresh && (
        <Button small kind="quiet" icon={Plus} onPress={() => setFresh({ id: crypto.randomUUID(), guardian: FRESH })}>
          {w.minors.add}
        </Button>
      )}
      {problem && <Banner tone="no">{problem.sentence(p)}</Banner>}
    </>
  );
}

const RELATIONS = ['parent', 'guardian', 'court', 'other'] as const;
const AGREES = ['yes', 'no', 'unknown'] as const;

function GuardianRow({ guardian, onSave }: { guardian: GuardianChange; onSave: (guardian: GuardianChange) => void }) {
  const w = useWords(placementWords);
  const [now, setNow] = useState(guardian);
  const set = (part: Partial<GuardianChange>, save: boolean) => {
    const next = { ...now, ...part };
    setNow(next);
    if (save) onSave(next);
  };
  return (
    <div className="guardian">
      <div className="two">
        <TextField
          label={w.minors.name}
          hideLabel
          placeholder={w.minors.name}
          value={now.name}
          onChange={(name) => set({ name }, false)}
          onLeave={() => now.name !== guardian.name && onSave(now)}
        />
        <SelectField
          label={w.minors.relation}
          hideLabel
          choices={RELATIONS.map((value) => ({ value, label: w.minors.relations[value] }))}
          value={now.relation}
          onChange={(relation) => relation && set({ relation }, true)}
        />
      </div>
      <Segments
        label={w.minors.agrees(now.name || w.minors.thisPerson)}
        hideLabel
        choices={AGREES.map((value) => ({ value, label: w.minors.says[value] }))}
        value={now.agrees}
        onChange={(agrees) => set({ agrees }, true)}
      />
    </div>
  );
}

/** Who speaks for the person; loaded once somebody else has to. */
export default function Speaks() {
  const { speaks } = useDeskState();
  return speaks.band === 'adult' ? <Betreuung /> : <Custody />;
}
