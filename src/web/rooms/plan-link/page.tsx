import { type ReactNode, useState } from 'react';
import * as wire from '#rooms/cases/contract/plan-link.ts';
import { PLAIN, plainDay, plainDomain, plainStep } from '#rooms/cases/rules/plain-plan.ts';
import { call } from '../../call.ts';
import { useSubmit } from '../../submit.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { TextArea } from '../../ui/text-field.tsx';
import { useLanguage, useWords } from '../../words/language.tsx';
import { planLink } from '../../words/plan-link.ts';
import { Outside } from '../access/outside.tsx';
import { LinkDoor, told } from '../link/door.tsx';
import './plan-link.css';

/** A client reads the plan that lies before her, in plain language, and says yes, asks, or says no. Nothing to install, no account. */
export default function PlanLinkPage() {
  const w = useWords(planLink);
  return (
    <Outside>
      <div className="plan-link" data-density="weit">
        <LinkDoor words={w} ask={open}>
          {(secret, shown) => (
            <Shown shown={shown}>
              <Answer secret={secret} shown={shown} />
            </Shown>
          )}
        </LinkDoor>
      </div>
    </Outside>
  );
}

async function open(body: { secret: string; code?: string }): Promise<wire.ShownPlan | null> {
  const answer = await call(wire.openPlanLink, { body, anonymous: true });
  return answer.step === 'open' ? answer : null;
}

function Shown({ shown, children }: { shown: wire.ShownPlan; children: ReactNode }) {
  const { language } = useLanguage();
  const w = PLAIN[language];
  const { plan, service } = shown;
  return (
    <>
      <header>
        <p className="s q">{service.name}</p>
        <h1>{w.title}</h1>
        {w.intro.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </header>
      {plan.goals.map((goal, at) => (
        <section key={goal.text} className="card stack" aria-label={w.goal(at + 1)}>
          <h2>{w.goal(at + 1)}</h2>
          <p className="said">{goal.text}</p>
          {goal.reached && (
            <p>
              <b>{w.reached}</b>
              <br />
              {goal.reached}
            </p>
          )}
          {goal.until && (
            <p>
              <b>{w.until}</b> {plainDay(w, goal.until)}
            </p>
          )}
          <h3>{w.steps}</h3>
          {goal.steps.length === 0 ? (
            <p>{w.noSteps}</p>
          ) : (
            <ul>
              {goal.steps.map((step) => {
                const { who, when } = plainStep(w, step, service.managerName);
                return (
                  <li key={`${step.text} ${who}`}>
                    <b>{who}:</b> {step.text}
                    {when.map((line) => (
                      <span key={line} className="block">
                        {line}
                      </span>
                    ))}
                  </li>
                );
              })}
            </ul>
          )}
        </section>
      ))}
      {plan.later.length > 0 && (
        <section className="card">
          <h2>{w.later}</h2>
          <p>{w.laterText(plan.later.map((code) => plainDomain(language, code)).join('; '))}</p>
        </section>
      )}
      {children}
      <p>{w.contact(service.managerName, service.phone)}</p>
    </>
  );
}

type Said = 'asked-back' | 'declined';

function Answer({ secret, shown }: { secret: string; shown: wire.ShownPlan }) {
  const w = useWords(planLink);
  const [done, setDone] = useState(shown.answered?.answer ?? null);
  const [saying, setSaying] = useState<Said | null>(null);
  const [text, setText] = useState('');
  const send = (answer: 'agreed' | Said) => async () => {
    await call(wire.answerPlanLink, { body: { secret, answer, ...(answer === 'agreed' ? {} : { text }) }, anonymous: true });
    setDone(answer);
  };
  const yes = useSubmit(send('agreed'));
  const words = useSubmit(send(saying ?? 'asked-back'));
  const problem = yes.problem ?? words.problem;
  if (done)
    return (
      <Banner tone="yes" live="polite">
        {w.done[done]}
      </Banner>
    );
  if (!shown.open) return <Banner tone="open">{w.closed}</Banner>;
  return (
    <section className="card stack plan-link-answer" aria-labelledby="plan-answer">
      <h2 id="plan-answer">{w.question}</h2>
      {problem && (
        <Banner tone="no" live="assertive">
          {told(problem)}
        </Banner>
      )}
      {saying ? (
        <>
          <TextArea label={saying === 'declined' ? w.why : w.ask} rows={4} maxLength={2000} value={text} onChange={setText} />
          <Button
            kind="main"
            wide
            busy={words.busy}
            missing={
              text.trim() ? [] : [{ what: w.write, go: () => document.querySelector<HTMLElement>('.plan-link-answer textarea')?.focus() }]
            }
            onPress={words.run}
          >
            {w.send}
          </Button>
          <Button kind="quiet" wide onPress={() => setSaying(null)}>
            {w.back}
          </Button>
        </>
      ) : (
        <>
          <p className="s q">{w.consequence}</p>
          <Button kind="main" wide busy={yes.busy} onPress={yes.run}>
            {w.yes}
          </Button>
          <Button wide onPress={() => setSaying('asked-back')}>
            {w.asking}
          </Button>
          <Button kind="quiet" wide onPress={() => setSaying('declined')}>
            {w.no}
          </Button>
        </>
      )}
    </section>
  );
}
