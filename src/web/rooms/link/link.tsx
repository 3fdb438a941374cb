import type { ReactNode } from 'react';
import * as wire from '#rooms/soziotherapie/contract/links.ts';
import { call } from '../../call.ts';
import { useWords } from '../../words/language.tsx';
import { link as linkWords } from '../../words/link.ts';
import { Outside } from '../access/outside.tsx';
import './link.css';
import { Answer } from './answer.tsx';
import { LinkDoor } from './door.tsx';
import { ReportShown } from './report.tsx';
import { PlanShown } from './shown.tsx';

/** What somebody with a link and without an account sees: exactly one plan or one report, and one answer. Nothing to install. */
export default function LinkPage() {
  const w = useWords(linkWords);
  return (
    <Outside>
      <div className="link-page">
        <LinkDoor words={w} ask={open}>
          {(secret, shown) => (
            <Frame shown={shown} title={shown.report ? w.titleReport : w.title}>
              {shown.plan && <PlanShown shown={shown} plan={shown.plan} />}
              {shown.report && <ReportShown report={shown.report} />}
              <Answer secret={secret} shown={shown} />
            </Frame>
          )}
        </LinkDoor>
      </div>
    </Outside>
  );
}

async function open(body: { secret: string; code?: string }): Promise<wire.Shown | null> {
  const answer = await call(wire.openLink, { body, anonymous: true });
  return answer.step === 'open' ? answer : null;
}

function Frame({ shown, title, children }: { shown: wire.Shown; title: string; children: ReactNode }) {
  const w = useWords(linkWords);
  const { practice } = shown;
  return (
    <>
      <header className="link-head">
        <h1>{title}</h1>
        <p className="s q">
          {w.for(shown.recipientName)} · {w.from} {[practice.name, practice.phone].filter(Boolean).join(', ')}
        </p>
      </header>
      {children}
    </>
  );
}
