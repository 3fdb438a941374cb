import type { Packet } from '#rooms/referrals/rules/packet.ts';
import { WRITTEN_CLASSES } from '#rooms/referrals/rules/packet.ts';
import { useFormat, useWords } from '../../../words/language.tsx';
import { referrals as referralWords } from '../../../words/referrals.ts';

/** A packet, the same for the sender's preview and the partner: each part under its name, nothing that is not in it. */
export function PacketShown({ packet }: { packet: Packet }) {
  const w = useWords(referralWords);
  const format = useFormat();
  const { identity, contact } = packet;
  const address = contact && [contact.street, [contact.postalCode, contact.place].filter(Boolean).join(' ')].filter(Boolean).join(', ');
  return (
    <div className="stack packet">
      <section>
        <h3>{w.link.request}</h3>
        <p className="packet-text">{packet.request || '–'}</p>
      </section>
      {(identity || contact) && (
        <section>
          <h3>{w.link.person}</h3>
          {identity && (
            <p>
              <b>{identity.name}</b>
              {identity.birthDate && `, ${w.preview.born(format.date(identity.birthDate))}`}
            </p>
          )}
          {contact && <p>{[contact.phone, contact.email, address].filter(Boolean).join(' · ') || '–'}</p>}
        </section>
      )}
      {WRITTEN_CLASSES.filter((each) => packet.texts[each]).map((each) => (
        <section key={each}>
          <h3>{w.classes[each]}</h3>
          <p className="packet-text">{packet.texts[each]}</p>
        </section>
      ))}
    </div>
  );
}
