import { useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { to } from '../../paths.ts';
import { DeskScreen } from './desk-screen.tsx';
import { EMPTY_FORM, formOf } from './form.ts';
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
  const open = (id: string) => {
    running = id;
    setSession((now) => ({ number: now.number + 1, id, begun: null }));
    go(id, false);
  };
  const screen = { onBegun: begun, onNext: next, onOpen: open, onSettled: settled };
  if (session.id) return <KnownCall key={session.number} id={session.id} {...screen} />;
  return <DeskScreen key={session.number} id={null} draftKey={`telefon.new.${session.number}`} start={EMPTY_FORM} {...screen} />;
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
