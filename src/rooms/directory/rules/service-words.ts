/** Words of the refusals about services of the region. */
export const SERVICE_WORDS = {
  'service-not-yours': {
    de: {
      title: 'Das ändert die Koordination.',
      detail: 'Bestätigen Sie mit „Stimmt noch“, was Sie erfahren haben, oder geben Sie der Koordination Bescheid.',
    },
    en: { title: 'The coordinator changes this.', detail: 'Confirm what you learned with “Still correct”, or tell the coordinator.' },
  },
  'service-closed': {
    de: { title: 'Diesen Dienst gibt es nicht mehr.', detail: 'Suchen Sie einen anderen aus.' },
    en: { title: 'This service no longer exists.', detail: 'Choose another one.' },
  },
} as const;
