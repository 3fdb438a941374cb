import { type LinkRow, revokeLink } from '#rooms/soziotherapie/contract/links.ts';
import { call } from '../../../call.ts';
import { useSubmit } from '../../../submit.ts';
import { announce, Banner, Button, State } from '../../../ui/index.ts';
import { useFormat, useWords } from '../../../words/language.tsx';
import { plan as planWords } from '../../../words/plan.ts';
import { useReadAgain } from '../data.ts';

const TONES = { open: 'partly', answered: 'yes', expired: 'open', revoked: 'open', blocked: 'no' } as const;

/** Links that went out: to whom, whether they were opened, what came back. */
export function LinkList({ links }: { links: readonly LinkRow[] }) {
  const w = useWords(planWords).links;
  return (
    <section className="card" aria-labelledby="plan-links">
      <h2 id="plan-links">{w.title}</h2>
      <ul className="plan-rows">
        {links.map((link) => (
          <Row key={link.id} link={link} />
        ))}
      </ul>
    </section>
  );
}

function Row({ link }: { link: LinkRow }) {
  const w = useWords(planWords).links;
  const format = useFormat();
  const readAgain = useReadAgain();
  const revoke = useSubmit(async () => {
    await call(revokeLink, { params: { id: link.id }, body: {}, ifMatch: link.version });
    await readAgain();
    announce(w.revoked);
  });
  const closable = link.state === 'open' || link.state === 'blocked';
  return (
    <li>
      <span>
        <b>{link.recipientName}</b>
        <span className="s q block">
          {[
            w.purpose[link.purpose],
            link.openedAt ? w.opened(format.when(link.openedAt)) : closable ? w.unopened : '',
            closable ? w.until(format.day(link.expiresAt.slice(0, 10))) : '',
          ]
            .filter(Boolean)
            .join(', ')}
        </span>
        {link.said && <span className="said block">„{link.said}“</span>}
        {revoke.sentence && <Banner tone="no">{revoke.sentence}</Banner>}
      </span>
      <span className="stack tight">
        <State tone={link.answer === 'declined' ? 'no' : link.answer === 'asked-back' ? 'partly' : TONES[link.state]}>
          {link.answer ? w.answers[link.answer] : w.states[link.state]}
        </State>
        {closable && (
          <Button small kind="quiet" busy={revoke.busy} label={w.revokeOf(link.recipientName)} onPress={revoke.run}>
            {w.revoke}
          </Button>
        )}
      </span>
    </li>
  );
}
