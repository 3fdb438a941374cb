import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { UserPlus } from 'lucide-react';
import { ACCESS_FEATURES } from '#kernel/codes.ts';
import * as access from '#rooms/access/contract.ts';
import * as directory from '#rooms/directory/contract.ts';
import { call } from '../../call.ts';
import { useMay } from '../../me.ts';
import { to } from '../../paths.ts';
import { problemOf } from '../../problem.ts';
import { Banner, SidePanel, State } from '../../ui/index.ts';
import { codes } from '../../words/codes.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { network as networkWords } from '../../words/network.ts';
import { problems } from '../../words/problems.ts';
import { wishInvitation } from '../administration/wish.ts';
import { PlaceCard } from './place-card.tsx';
import { Freshness, Room, type Shown } from './states.tsx';

/** One practitioner as the network sees her: contact, rooms, places. Exclusions are no part of it. */
export function PractitionerPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const w = useWords(networkWords);
  const faults = useWords(problems);
  const coordinates = useMay('directory.coordinate');
  const { data, error } = useQuery({
    queryKey: ['network', 'practitioner', id],
    queryFn: () => call(directory.practitioner, { params: { id } }),
  });
  const title = data ? [data.profile.title, data.profile.name].filter(Boolean).join(' ') : w.people;
  return (
    <SidePanel title={title} onClose={onClose} footer={coordinates && data && <Account shown={data} />}>
      {error && <Banner tone="no">{problemOf(error).sentence(faults)}</Banner>}
      {data && <Profile shown={data} />}
    </SidePanel>
  );
}

function Profile({ shown: { profile, locations, places } }: { shown: Shown }) {
  const w = useWords(networkWords);
  const openPlaces = places.filter(({ state }) => state === 'open').length;
  const contact = [
    [w.phone, profile.phone, `tel:${profile.phone?.replaceAll(/[^+\d]/g, '')}`],
    [w.email, profile.email, `mailto:${profile.email}`],
  ] as const;
  return (
    <>
      <div className="row wrap">
        <Room row={{ acceptsNew: profile.acceptsNew, pauseUntil: profile.pauseUntil, openPlaces }} />
        <Freshness confirmedAt={profile.confirmedAt} fresh={profile.fresh} />
      </div>
      <p>
        {w.profession[profile.profession]}
        {profile.pronoun && <span className="q"> ({profile.pronoun})</span>}
        <br />
        <span className="q">{profile.organisation}</span>
      </p>
      <section className="part" aria-labelledby="np-contact">
        <h3 id="np-contact">{w.contact}</h3>
        {contact.every(([, value]) => !value) ? (
          <p className="q s">{w.noContact}</p>
        ) : (
          <dl className="kv">
            {contact.map(
              ([label, value, link]) =>
                value && (
                  <div key={label} className="pair">
                    <dt>{label}</dt>
                    <dd>
                      <a href={link}>{value}</a>
                    </dd>
                  </div>
                ),
            )}
          </dl>
        )}
      </section>
      {profile.about && (
        <section className="part" aria-labelledby="np-about">
          <h3 id="np-about">{w.about}</h3>
          <p className="voice">{profile.about}</p>
        </section>
      )}
      <section className="part" aria-labelledby="np-places">
        <h3 id="np-places">{w.offers}</h3>
        {places.length === 0 && <p className="q s">{w.noOffers}</p>}
        <ul className="plain stack">
          {places.map((place) => (
            <PlaceCard
              key={place.id}
              place={place}
              name={profile.name}
              room={locations.length > 1 ? locations.find(({ id }) => id === place.locationId)?.name : null}
            />
          ))}
        </ul>
      </section>
      <section className="part" aria-labelledby="np-rooms">
        <h3 id="np-rooms">{w.rooms}</h3>
        {locations.length === 0 && <p className="q s">{w.noRooms}</p>}
        <ul className="plain stack">
          {locations.map((location) => (
            <RoomCard key={location.id} location={location} />
          ))}
        </ul>
      </section>
    </>
  );
}

function RoomCard({ location }: { location: Shown['locations'][number] }) {
  const w = useWords(networkWords);
  const c = useWords(codes);
  const format = useFormat();
  const features = (answer: 'yes' | 'no') =>
    ACCESS_FEATURES.filter((feature) => location.access[feature] === answer).map((feature) => c.access[feature]);
  return (
    <li>
      {location.name && <p className="b">{location.name}</p>}
      <p>
        {location.street}, {location.postalCode} {location.place}
      </p>
      {features('yes').length > 0 && <p className="s q">{w.accessYes(format.list(features('yes')))}</p>}
      {features('no').length > 0 && <p className="s q">{w.accessNo(format.list(features('no')))}</p>}
      {location.directions && <p className="s q">{location.directions}</p>}
    </li>
  );
}

/** Whether this practitioner can sign in; if not, the way to invite her. */
function Account({ shown: { profile } }: { shown: Shown }) {
  const w = useWords(networkWords);
  const admin = useMay('access.administer');
  const { data } = useQuery({ queryKey: ['colleagues'], queryFn: () => call(access.listColleagues) });
  if (!data) return null;
  if (data.colleagues.some(({ practitionerId, closed }) => practitionerId === profile.id && !closed))
    return <State tone="yes">{w.hasAccount}</State>;
  if (!admin) return <p className="s q">{w.inviteHow}</p>;
  const wish = () =>
    wishInvitation({
      email: profile.email ?? '',
      name: profile.name,
      organisationId: profile.organisationId,
      practitioner: { id: profile.id, name: profile.name },
    });
  return (
    <Link to={to.adminPart('personen')} className="btn" onClick={wish}>
      <UserPlus className="i" aria-hidden />
      {w.invite}
    </Link>
  );
}
