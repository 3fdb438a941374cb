import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import * as wire from '#rooms/portal/contract/own.ts';
import { call } from '../../../call.ts';
import { useSubmit } from '../../../submit.ts';
import { useTyped } from '../../../typed.ts';
import { announce, Banner, Button, Dialog, Empty, State, TextArea } from '../../../ui/index.ts';
import { currentLanguage, useFormat, useWords } from '../../../words/language.tsx';
import { portalAccess } from '../../../words/portal-access.ts';
import { dayOf, PortalInvite } from './portal-invite.tsx';

await portalAccess.load(currentLanguage());

const TONES = { open: 'open', accepted: 'yes', withdrawn: 'no', expired: 'no', 'used-up': 'no' } as const;

/** Who has access to the portal of a person, who was invited, and what they write to this service. */
export default function PortalPanel({ personId }: { personId: string }) {
  const w = useWords(portalAccess);
  const f = useFormat();
  const queries = useQueryClient();
  const [inviting, setInviting] = useState(false);
  const [ending, setEnding] = useState<wire.Accesses['accesses'][number] | null>(null);
  const queryKey = ['portal', 'accesses', personId];
  const { data } = useQuery({ queryKey, queryFn: ({ signal }) => call(wire.getAccesses, { params: { id: personId }, signal }) });
  const again = () => queries.invalidateQueries({ queryKey: ['portal'] });
  const withdraw = async (id: string) => {
    await call(wire.withdrawPortalInvitation, { params: { id }, body: {} });
    await again();
  };
  const end = useSubmit(async () => {
    if (ending) await call(wire.endAccess, { params: { id: ending.id }, body: {} });
    setEnding(null);
    await again();
  });
  if (!data) return null;
  const shown = data.invitations.filter(({ state }) => state !== 'accepted').slice(0, 5);
  return (
    <section className="card stack" aria-labelledby="h-portal">
      <h2 id="h-portal">{w.title}</h2>
      <p className="s q">{w.lead}</p>
      {data.accesses.length === 0 && shown.length === 0 && <Empty>{w.none}</Empty>}
      {data.accesses.length > 0 && (
        <ul className="plain lines" aria-label={w.accesses}>
          {data.accesses.map((access) => (
            <li key={access.id} className="spread">
              <span>
                {access.name} <span className="s q">{w.kinds[access.kind]}</span>
                <br />
                <span className="s q">
                  {w.since(dayOf(f, access.fromAt))}
                  {access.untilAt ? `, ${w.ends(dayOf(f, access.untilAt))}` : ''}
                </span>
              </span>
              <Button small label={w.endNamed(access.name)} onPress={() => setEnding(access)}>
                {w.end}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {shown.length > 0 && (
        <ul className="plain lines" aria-label={w.invitations}>
          {shown.map((one) => (
            <li key={one.id} className="spread">
              <span>
                {one.name} <State tone={TONES[one.state]}>{w.states[one.state]}</State>
              </span>
              {one.state === 'open' && (
                <Button small label={w.withdrawNamed(one.name)} onPress={() => withdraw(one.id)}>
                  {w.withdraw}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {inviting ? (
        <PortalInvite personId={personId} known={data} onClose={() => setInviting(false)} onMade={again} />
      ) : (
        <div>
          <Button onPress={() => setInviting(true)}>{w.invite}</Button>
        </div>
      )}
      <Conversations personId={personId} onSent={again} />
      {ending && (
        <Dialog
          question={w.endSure(ending.name)}
          onClose={() => setEnding(null)}
          answers={
            <>
              <Button kind="main" onPress={() => end.run()}>
                {w.end}
              </Button>
              <Button onPress={() => setEnding(null)}>{w.cancel}</Button>
            </>
          }
        />
      )}
    </section>
  );
}

/** What clients and relatives write to this service, and its answers. */
function Conversations({ personId, onSent }: { personId: string; onSent: () => unknown }) {
  const { data } = useQuery({
    queryKey: ['portal', 'messages', personId],
    queryFn: ({ signal }) => call(wire.listConversations, { params: { id: personId }, signal }),
  });
  return data?.conversations.map((one) => (
    <ConversationCard key={`${one.accountId} ${one.organisationId}`} personId={personId} conversation={one} onSent={onSent} />
  ));
}

interface CardProps {
  personId: string;
  conversation: wire.Conversation;
  onSent: () => unknown;
}
function ConversationCard({ personId, conversation, onSent }: CardProps) {
  const w = useWords(portalAccess);
  const f = useFormat();
  const sheet = `portal.answer.${conversation.accountId}.${conversation.organisationId}`;
  const [text, setText] = useTyped(sheet, 'text', '');
  const { accountId, organisationId } = conversation;
  const submit = useSubmit(async () => {
    await call(wire.answerMessage, { params: { id: personId }, body: { accountId, organisationId, text: text.trim() } });
    setText('');
    announce(w.sent);
    await onSent();
  });
  return (
    <div className="stack">
      <h3>{`${w.messages}: ${conversation.name}`}</h3>
      <ul className="plain lines">
        {conversation.messages.slice(-20).map((message) => (
          <li key={message.id}>
            <span className="s q">{`${message.fromClient ? conversation.name : (message.writtenBy ?? '')} · ${f.when(message.writtenAt)}`}</span>
            <br />
            <span dir="auto">{message.text}</span>
          </li>
        ))}
      </ul>
      {conversation.open ? (
        <>
          <TextArea label={w.answer(conversation.name)} hint={w.answerHint} value={text} onChange={setText} maxLength={1000} />
          {submit.problem && <Banner tone="no">{submit.problem.body.detail}</Banner>}
          <div>
            <Button busy={submit.busy} onPress={() => text.trim() && submit.run()}>
              {w.send}
            </Button>
          </div>
        </>
      ) : (
        <p className="q">{w.closed}</p>
      )}
    </div>
  );
}
