import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import * as phone from '#rooms/placement/contract/phone-call.ts';
import { call } from '../../call.ts';
import { to } from '../../paths.ts';
import { DeskScreen } from './desk-screen.tsx';
import { EMPTY_FORM, formOf } from './form.ts';
import { IncomingCalls } from './incoming-call.tsx';
import { requestQuery } from './use-desk.ts';
import './telefon.css';

/** The call that goes on while somebody looks into another room; forgotten when it is settled or the next one begins. */
let running: string | null = null;
const settled = () => {
  running = null;
};

/** Telefonplatz: one screen for one call. The address names the request once it has begun. */
export default function Telefon() {
  const { requestId = null } = useParams({ strict: false });
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [address, setAddress] = useState(requestId);
  const [session, setSession] = useState({ number: 0, id: requestId ?? running, begun: null as string | null });
  if (address !== requestId) {
    setAddress(requestId);
    if (requestId !== null && requestId !== session.id && requestId !== session.begun)
      setSession({ number: session.number + 1, id: requestId, begun: null });
  }
  const go = useCallback(
    (id: string | null, replace: boolean) => void navigate({ to: id ? to.call(id) : to.telefon(), replace, ignoreBlocker: true }),
    [navigate],
  );
  const begun = useCallback(
    (id: string) => {
      running = id;
      setSession((now) => ({ ...now, begun: id }));
      go(id, true);
    },
    [go],
  );
  const next = () => {
    settled();
    setSession((now) => ({ number: now.number + 1, id: null, begun: null }));
    go(null, false);
  };
  const open = useCallback(
    (id: string) => {
      running = id;
      setSession((now) => ({ number: now.number + 1, id, begun: null }));
      go(id, false);
    },
    [go],
  );
  /** The caller turned out to be known: the same call goes on, about the earlier request. */
  const openKnown = (id: string) => {
    call(phone.beginCall, { body: { requestId: id } }).then(
      () => queries.invalidateQueries({ queryKey: ['placement', 'calls'] }),
      () => undefined, // the request is open; only the length of the call is not counted
    );
    open(id);
  };
  const screen = { onBegun: begun, onNext: next, onOpen: openKnown, onSettled: settled };
  return (
    <>
      {session.id ? (
        <KnownCall key={session.number} id={session.id} {...screen} />
      ) : (
        <DeskScreen key={session.number} id={null} draftKey={`telefon.new.${session.number}`} start={EMPTY_FORM} {...screen} />
      )}
      <IncomingCalls onOpen={open} />
    </>
  );
}

interface Moves {
  onBegun: (id: string) => void;
  onNext: () => void;
  onOpen: (id: string) => void;
  onSettled: () => void;
}

function KnownCall({ id, ...moves }: Moves & { id: string }) {
  const { data } = useSuspenseQuery(requestQuery(id));
  const [start] = useState(() => formOf(data));
  return <DeskScreen id={id} draftKey={`telefon.${id}`} start={start} {...moves} />;
}
