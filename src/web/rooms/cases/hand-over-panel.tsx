import type { CaseCard } from '#rooms/cases/contract/caseload.ts';
import { handOver, type TeamMember } from '#rooms/cases/contract/caseload.ts';
import { HAND_OVER_REASONS, type HandOverReason } from '#rooms/cases/rules/hand-over.ts';
import { weightOfCase } from '#rooms/cases/rules/load.ts';
import { call } from '../../call.ts';
import { useSubmit } from '../../submit.ts';
import { forget, useTyped } from '../../typed.ts';
import { announce, Banner, Button, SelectField, SidePanel } from '../../ui/index.ts';
import { caseload } from '../../words/caseload.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { useReadCaseAgain } from './data.ts';
import { toField } from './fields.ts';

interface HandOverPanelProps {
  card: Pick<CaseCard, 'id' | 'version' | 'called' | 'managerId' | 'managerName' | 'phase' | 'intensity'>;
  team: readonly TeamMember[];
  onClose: () => void;
}

/** The lead gives a case to somebody else; each choice says how much she would carry then. */
export function HandOverPanel({ card, team, onClose }: HandOverPanelProps) {
  const w = useWords(caseload);
  const format = useFormat();
  const readAgain = useReadCaseAgain();
  const sheet = `cases.hand-over.${card.id}`;
  const [toId, setTo] = useTyped<string | null>(sheet, 'toId', null);
  const [because, setBecause] = useTyped<HandOverReason | null>(sheet, 'because', null);
  const weight = weightOfCase(card);
  const others = team.filter(({ manages, accountId }) => manages && accountId !== card.managerId);
  const chosen = others.find(({ accountId }) => accountId === toId);
  const after = chosen ? chosen.points + weight : 0;
  const submit = useSubmit(async () => {
    if (!chosen || !because) return;
    const { movedTasks } = await call(handOver, {
      params: { id: card.id },
      body: { toId: chosen.accountId, because },
      ifMatch: card.version,
    });
    forget(sheet);
    announce(w.handedOver(card.called, chosen.name, movedTasks));
    await readAgain();
    onClose();
  });
  const missing = [
    ...(chosen ? [] : [{ what: w.to, go: () => toField(document.querySelector('.panel'), w.to) }]),
    ...(because ? [] : [{ what: w.because, go: () => toField(document.querySelector('.panel'), w.because) }]),
  ];
  return (
    <SidePanel
      title={w.handOverTitle}
      onClose={onClose}
      footer={
        <Button kind="main" busy={submit.busy} onPress={submit.run} missing={missing}>
          {w.handOver}
        </Button>
      }
    >
      <div className="stack">
        <p>{w.handOverText(card.called, card.managerName)}</p>
        {submit.sentence && (
          <Banner tone="no" live="assertive">
            {submit.sentence}
          </Banner>
        )}
        <SelectField
          label={w.to}
          empty={w.choose}
          choices={others.map((one) => ({
            value: one.accountId,
            label: `${one.name} (${w.loadOf(format.number(one.points), format.number(one.limit))})`,
          }))}
          value={toId}
          onChange={setTo}
          error={submit.at('/toId')}
        />
        {chosen && after > chosen.limit && (
          <Banner tone="partly">{w.overWarning(chosen.name, format.number(after), format.number(chosen.limit))}</Banner>
        )}
        {chosen?.absence?.now && (
          <Banner tone="partly">{w.awayLater(format.listed(chosen.absence.fromOn), format.listed(chosen.absence.toOn))}</Banner>
        )}
        <SelectField
          label={w.because}
          empty={w.choose}
          choices={HAND_OVER_REASONS.map((value) => ({ value, label: w.becauseOf[value] }))}
          value={because}
          onChange={setBecause}
        />
      </div>
    </SidePanel>
  );
}
