import { useState } from 'react';
import type { CaseHead } from '#rooms/cases/contract/case.ts';
import { type ArtefactKind, type Clearing, changeGuardianOfCase, withdrawConsent } from '#rooms/cases/contract/clearing.ts';
import { call } from '../../../call.ts';
import { useTyped } from '../../../typed.ts';
import { AnswerMark, Button, SelectField, State, TextField } from '../../../ui/index.ts';
import { caseFile } from '../../../words/case-file.ts';
import { useFormat, useWords } from '../../../words/language.tsx';
import { choicesOf, StepPanel } from '../step-panel.tsx';
import { PaperPanel } from './paper-panel.tsx';
import PersonPanel from './person-panel.tsx';

const TONE = { none: 'open', given: 'yes', withdrawn: 'no', expired: 'no', refused: 'no' } as const;

/** The consent to Case Management, by everybody whose yes is needed; and its withdrawal, at any time. */
export function ConsentCard({ head, clearing, mayWrite }: { head: CaseHead; clearing: Clearing; mayWrite: boolean }) {
  const w = useWords(caseFile);
  const format = useFormat();
  const [asking, setAsking] = useState<{ kind: ArtefactKind; guardianId: string | null } | null>(null);
  const [panel, setPanel] = useState<'withdraw' | 'guardian' | 'person' | null>(null);
  const close = () => setPanel(null);
  const { standing, until } = head.consent;
  return (
    <section className="card" aria-labelledby="case-consent">
      <div className="head">
        <h2 id="case-consent">{w.clearing.consent}</h2>
        <State tone={TONE[standing]}>{w.overview.standing[standing]}</State>
        {standing === 'given' && until && <span className="q s">{w.overview.until(format.date(until))}</span>}
      </div>
      <p className="s q">{w.clearing.consentText(clearing.consentText)}</p>
      <ul className="case-list">
        {clearing.voices.map((voice) => {
          const name = voice.name ?? w.clearing.client;
          return (
            <li key={voice.guardianId ?? 'client'}>
              <AnswerMark answer={voice.consent ?? 'open'} />
              <span className="grow">{name}</span>
              <span className="q s">{voice.consent ? w.clearing.answers[voice.consent] : w.clearing.notYet}</span>
              {mayWrite && (
                <Button
                  small
                  label={`${w.clearing.ask}: ${w.clearing.consent}, ${name}`}
                  onPress={() =>
                    setAsking({ kind: voice.by === 'client' ? 'consent-client' : 'consent-guardian', guardianId: voice.guardianId })
                  }
                >
                  {w.clearing.ask}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {mayWrite && (
        <div className="row wrap no-print">
          {standing === 'given' && (
            <>
              <Button small onPress={() => setPanel('person')}>
                {w.clearing.name}
              </Button>
              <Button small onPress={() => setPanel('withdraw')}>
                {w.clearing.withdraw}
              </Button>
            </>
          )}
          <Button small kind="quiet" onPress={() => setPanel('guardian')}>
            {w.clearing.guardian}
          </Button>
        </div>
      )}
      {asking && (
        <PaperPanel
          caseId={head.id}
          kind={asking.kind}
          guardianId={asking.guardianId}
          today={clearing.today}
          onClose={() => setAsking(null)}
        />
      )}
      {panel === 'withdraw' && <WithdrawPanel caseId={head.id} onClose={close} />}
      {panel === 'guardian' && <GuardianPanel caseId={head.id} onClose={close} />}
      {panel === 'person' && <PersonPanel caseId={head.id} onClose={close} />}
    </section>
  );
}

function WithdrawPanel({ caseId, onClose }: { caseId: string; onClose: () => void }) {
  const w = useWords(caseFile);
  const [via, setVia] = useState<keyof typeof w.clearing.vias | null>(null);
  return (
    <StepPanel
      title={w.clearing.withdraw}
      text={w.clearing.withdrawText}
      action={w.clearing.withdraw}
      missing={via ? [] : [w.clearing.via]}
      act={() => call(withdrawConsent, { params: { id: caseId }, body: { via: via ?? 'spoken' } })}
      onClose={onClose}
    >
      <SelectField label={w.clearing.via} choices={choicesOf(w.clearing.vias)} value={via} onChange={setVia} empty={w.choose} />
    </StepPanel>
  );
}

function GuardianPanel({ caseId, onClose }: { caseId: string; onClose: () => void }) {
  const w = useWords(caseFile);
  const sheet = `cases.guardian.${caseId}`;
  const [name, setName] = useTyped(sheet, 'name', '');
  const [phone, setPhone] = useTyped(sheet, 'phone', '');
  const [relation, setRelation] = useTyped<keyof typeof w.clearing.relations | null>(sheet, 'relation', null);
  const [custody, setCustody] = useTyped<keyof typeof w.clearing.custodies | null>(sheet, 'custody', null);
  const [guardianId] = useState(() => crypto.randomUUID());
  const missing = [!name.trim() && w.clearing.guardianName, !relation && w.clearing.relation, !custody && w.clearing.custody];
  return (
    <StepPanel
      title={w.clearing.addGuardian}
      text={w.clearing.minorHint}
      action={w.save}
      missing={missing.filter((one): one is string => typeof one === 'string')}
      act={() =>
        call(changeGuardianOfCase, {
          params: { id: caseId, guardianId },
          body: {
            name: name.trim(),
            relation: relation ?? 'other',
            hasCustody: custody === 'unknown' ? null : custody === 'yes',
            agrees: 'unknown',
            phone: phone.trim() || null,
            contactAllowed: false,
            scope: null,
          },
        })
      }
      sheet={sheet}
      onClose={onClose}
    >
      {(at) => (
        <>
          <TextField label={w.clearing.guardianName} value={name} onChange={setName} maxLength={120} error={at('/name')} />
          <SelectField
            label={w.clearing.relation}
            choices={choicesOf(w.clearing.relations)}
            value={relation}
            onChange={setRelation}
            empty={w.choose}
          />
          <SelectField
            label={w.clearing.custody}
            choices={choicesOf(w.clearing.custodies)}
            value={custody}
            onChange={setCustody}
            empty={w.choose}
          />
          <TextField label={w.opening.phone} type="tel" value={phone} onChange={setPhone} maxLength={40} error={at('/phone')} />
        </>
      )}
    </StepPanel>
  );
}
