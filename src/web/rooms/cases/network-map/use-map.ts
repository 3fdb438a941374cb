import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import * as wire from '#rooms/cases/contract/network-map.ts';
import { call } from '../../../call.ts';
import { useDraft } from '../../../drafts.ts';
import { Problem } from '../../../problem.ts';
import { fieldsOf, mapsQuery, type NetworkMap } from './data.ts';

/** A map that saves itself as a whole. Where somebody else changed it meanwhile, a person decides which one stays. */
export function useMap(caseId: string, map: NetworkMap) {
  const queries = useQueryClient();
  const version = useRef(map.version);
  const [theirs, setTheirs] = useState<NetworkMap | null>(null);
  const draft = useDraft(`network-map:${map.id}`, fieldsOf(map), async (fields) => {
    try {
      version.current = (await call(wire.saveNetworkMap, { params: { id: map.id }, body: fields, ifMatch: version.current })).version;
      void queries.invalidateQueries({ queryKey: mapsQuery(caseId).queryKey });
    } catch (fault) {
      if (fault instanceof Problem && fault.status === 412)
        setTheirs((await call(wire.readNetworkMaps, { params: { id: caseId } })).maps.find(({ id }) => id === map.id) ?? null);
      throw fault;
    }
  });
  return {
    fields: draft.value,
    state: draft.state,
    flush: draft.flush,
    change: draft.change,
    version,
    theirs,
    keepMine: () => {
      if (theirs) version.current = theirs.version;
      setTheirs(null);
      draft.change({});
      return draft.flush();
    },
    takeTheirs: () => {
      if (!theirs) return;
      version.current = theirs.version;
      draft.reset(fieldsOf(theirs));
      setTheirs(null);
    },
  };
}
