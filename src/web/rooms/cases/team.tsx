import { Link } from '@tanstack/react-router';
import { CalendarOff } from 'lucide-react';
import { useState } from 'react';
import { setLoadLimit, type TeamMember } from '#rooms/cases/contract/caseload.ts';
import { call } from '../../call.ts';
import { to } from '../../paths.ts';
import { useSubmit } from '../../submit.ts';
import { announce, Banner, Button, ScrollBox, SidePanel, State, TextField } from '../../ui/index.ts';
import { caseload } from '../../words/caseload.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { useReadCaseAgain } from './data.ts';
import { HandOverPanel } from './hand-over-panel.tsx';
import { type BoardData, LoadMeter } from './load-line.tsx';
import { unattended } from './unattended.ts';

/** Who carries how much, who is away, and which cases have nobody today. */
export default function Team({ board }: { board: BoardData }) {
  const w = useWords(caseload);
  const [limitOf, setLimitOf] = useState<TeamMember | null>(null);
  const nameOf = new Map(board.team.map((one) => [one.accountId, one.name]));
  const members = board.team.filter(({ manages, openCases }) => manages || openCases > 0);
  return (
    <div className="stack case-team">
      <section className="card" aria-labelledby="h-team">
        <h2 id="h-team">{w.team}</h2>
        <p className="s q team-hint">{w.loadHow}</p>
        <ScrollBox labelledBy="h-team">
          <table className="list" aria-labelledby="h-team">
            <thead>
              <tr>
                <th scope="col">{w.member}</th>
                <th scope="col" className="r">
                  {w.memberCases}
                </th>
                <th scope="col">{w.points}</th>
                <th scope="col">{w.absenceHead}</th>
                {board.leads && <th scope="col">{w.limit}</th>}
              </tr>
            </thead>
            <tbody>
              {members.map((one) => (
                <tr key={one.accountId}>
                  <th scope="row">{one.name}</th>
                  <td className="r num">
                    {one.weighing}{' '}
                    <span className="q s">
                      ({one.openCases} {w.memberOpen})
                    </span>
                  </td>
                  <td>
                    <LoadMeter points={one.points} limit={one.limit} />
                  </td>
                  <td>
                    <Away absence={one.absence} nameOf={nameOf} />
                  </td>
                  {board.leads && (
                    <td>
                      <span className="s q">{one.limitVersion === 0 ? w.usualLimit : ''}</span>{' '}
                      <Button small kind="quiet" label={w.changeLimitOf(one.name)} onPress={() => setLimitOf(one)}>
                        {w.changeLimit}
                      </Button>
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      </section>
      <Unattended board={board} />
      {limitOf && <LimitPanel key={limitOf.accountId} member={limitOf} onClose={() => setLimitOf(null)} />}
    </div>
  );
}

function Away({ absence, nameOf }: { absence: TeamMember['absence']; nameOf: ReadonlyMap<string, string> }) {
  const w = useWords(caseload);
  const format = useFormat();
  if (!absence) return <span className="q">{w.here}</span>;
  const until = format.listed(absence.toOn);
  if (!absence.now) return <span>{w.awayLater(format.listed(absence.fromOn), until)}</span>;
  const who = absence.substituteId ? nameOf.get(absence.substituteId) : undefined;
  return who ? (
    <State tone="open" icon={CalendarOff}>
      {w.away(until, who)}
    </State>
  ) : (
    <State tone="no">{w.awayAlone(until)}</State>
  );
}

/** Open cases that nobody looks after today. */
function Unattended({ board }: { board: BoardData }) {
  const w = useWords(caseload);
  const [giving, setGiving] = useState<BoardData['cards'][number] | null>(null);
  const found = unattended(board.cards, board.team);
  return (
    <section className="card" aria-labelledby="h-unattended">
      <h2 id="h-unattended">
        {w.unattended} <span className="q num">{found.length}</span>
      </h2>
      {found.length === 0 ? (
        <p className="q">{w.unattendedNone}</p>
      ) : (
        <ul className="plain rows">
          {found.map(({ card, because }) => (
            <li key={card.id} className="row wrap">
              <Link to={to.caseFile(card.id)}>{card.called}</Link>
              <State tone="no">{(because === 'gone' ? w.unattendedGone : w.unattendedAway)(card.managerName)}</State>
              {board.leads && (
                <span className="end">
                  <Button small label={w.handOverNamed(card.called)} onPress={() => setGiving(card)}>
                    {w.handOver}
                  </Button>
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
      {giving && <HandOverPanel key={giving.id} card={giving} team={board.team} onClose={() => setGiving(null)} />}
    </section>
  );
}

function LimitPanel({ member, onClose }: { member: TeamMember; onClose: () => void }) {
  const w = useWords(caseload);
  const format = useFormat();
  const readAgain = useReadCaseAgain();
  const [text, setText] = useState(format.number(member.limit));
  const points = Number(text.replace(',', '.'));
  const wrong = !(points >= 1 && points <= 400 && Number.isInteger(points * 2));
  const submit = useSubmit(async () => {
    await call(setLoadLimit, { params: { id: member.accountId }, body: { points }, ifMatch: member.limitVersion });
    announce(w.saved);
    await readAgain();
    onClose();
  });
  return (
    <SidePanel
      title={w.changeLimitOf(member.name)}
      onClose={onClose}
      footer={
        <Button kind="main" busy={submit.busy} onPress={submit.run} missing={wrong ? [{ what: w.limitWrong, go: () => undefined }] : []}>
          {w.save}
        </Button>
      }
    >
      <div className="stack">
        {submit.sentence && (
          <Banner tone="no" live="assertive">
            {submit.sentence}
          </Banner>
        )}
        <LoadMeter points={member.points} limit={member.limit} />
        <TextField
          label={w.limitPoints}
          value={text}
          onChange={setText}
          inputMode="decimal"
          figures
          maxLength={6}
          error={submit.at('/points') ?? (wrong && text !== '' ? w.limitWrong : undefined)}
        />
      </div>
    </SidePanel>
  );
}
