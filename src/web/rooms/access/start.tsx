import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { LucideIcon } from 'lucide-react';
import {
  ArrowRight,
  ChartColumn,
  FileText,
  Handshake,
  Headset,
  Settings2,
  ShieldCheck,
  Stethoscope,
  UserRound,
  Waypoints,
} from 'lucide-react';
import { useEffect, useState } from 'react';
import type { z } from 'zod';
import type { Role } from '#kernel/codes.ts';
import * as access from '#rooms/access/contract.ts';
import { call } from '../../call.ts';
import { to } from '../../paths.ts';
import { type Problem, problemOf } from '../../problem.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { GeleitMark, Icon } from '../../ui/icon.tsx';
import { access as accessWords } from '../../words/access.ts';
import { codes } from '../../words/codes.ts';
import { useWords } from '../../words/language.tsx';
import { problems } from '../../words/problems.ts';
import { shell } from '../../words/shell.ts';
import { useEnter, useStanding } from './entering.ts';
import { Outside } from './outside.tsx';
import SignIn from './sign-in.tsx';

type Person = z.output<typeof access.demoPeople.answer>['people'][number];

/** The doors in their order; each is opened by one person of the demo who has the role. */
const DOORS: readonly [Role, LucideIcon][] = [
  ['desk', Headset],
  ['oncall', ShieldCheck],
  ['therapist', Stethoscope],
  ['case-manager', Waypoints],
  ['soziotherapist', Handshake],
  ['coordinator', ChartColumn],
  ['lead', UserRound],
  ['office', FileText],
  ['admin', Settings2],
  ['auditor', ShieldCheck],
];

/** The front door: in a demo one click per person, elsewhere the sign-in. Who is in already goes on. */
export default function Start() {
  const { data } = useStanding();
  const enter = useEnter();
  const inside = data?.stage === 'in';
  // biome-ignore lint/correctness/useExhaustiveDependencies: goes in once, when it is known
  useEffect(() => {
    if (inside) void enter();
  }, [inside]);
  if (!data) return <SignIn />;
  if (inside) return null;
  return data.network.mode === 'demo' ? <Doors /> : <SignIn />;
}

function Doors() {
  const w = useWords(accessWords);
  const s = useWords(shell);
  const c = useWords(codes);
  const { data } = useQuery({ queryKey: ['demo-people'], queryFn: () => call(access.demoPeople) });
  const enter = useEnter();
  const [going, setGoing] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const p = useWords(problems);
  // Who has this role alone stands for it; then by name, so that the same doors open the same rooms each time.
  const people = (data?.people ?? []).toSorted((one, other) => one.roles.length - other.roles.length || one.name.localeCompare(other.name));
  const doors = DOORS.flatMap(([role, icon]) => {
    const person = people.find((one) => one.roles[0] === role) ?? people.find((one) => one.roles.includes(role));
    return person ? [{ role, icon, person }] : [];
  });
  const others = people.filter((one) => !doors.some((door) => door.person.accountId === one.accountId));
  const open = async (person: Person) => {
    if (going) return;
    setGoing(person.accountId);
    setProblem(null);
    try {
      await call(access.demoSignIn, { body: { accountId: person.accountId }, anonymous: true });
      await enter();
    } catch (fault) {
      setProblem(problemOf(fault));
    } finally {
      setGoing(null);
    }
  };
  const first = doors[0];
  const who = (person: Person) => (person.deskLabel ? `${person.name}, ${person.deskLabel}` : person.name);
  return (
    <Outside foot={<Link to={to.signIn()}>{w.ownAccount}</Link>}>
      <div className="intro">
        <div>
          <p className="name">
            <GeleitMark />
            {s.product}
          </p>
          <h1>{w.claim}</h1>
          <p className="lead">
            {w.lead} {w.demoLead}
          </p>
        </div>
        {first && (
          <aside className="tour" aria-labelledby="h-tour">
            <h2 id="h-tour">{w.tour}</h2>
            <ol>
              {w.tourSteps.map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ol>
            <Button kind="main" onPress={() => open(first.person)}>
              {w.startTour} <Icon of={ArrowRight} />
            </Button>
          </aside>
        )}
      </div>
      {problem && (
        <Banner tone="no" live="assertive">
          {problem.sentence(p)}
        </Banner>
      )}
      <section aria-labelledby="h-doors">
        <h2 className="pick" id="h-doors">
          {w.doors}
        </h2>
        <ul className="doors">
          {doors.map(({ role, icon, person }) => (
            <li key={role}>
              <button type="button" className="door" aria-busy={going === person.accountId || undefined} onClick={() => void open(person)}>
                <span className="arch">
                  <Icon of={icon} />
                </span>
                <b>{c.role[role]}</b>
                <span>{w.doorText[role]}</span>
                <span className="who">{who(person)}</span>
              </button>
            </li>
          ))}
        </ul>
        {others.length > 0 && (
          <details className="others">
            <summary>{w.more(others.length)}</summary>
            <ul className="plain row wrap">
              {others.map((person) => (
                <li key={person.accountId}>
                  <Button small onPress={() => open(person)}>
                    {who(person)}, {person.roles.map((role) => c.role[role]).join(', ')}
                  </Button>
                </li>
              ))}
            </ul>
          </details>
        )}
      </section>
    </Outside>
  );
}
