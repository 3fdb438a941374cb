import type { Definition } from './definitions.ts';
import type { FigureId } from './figures.ts';

/** The same in English. */
export const DEFINITIONS_EN: Record<FigureId, Definition> = {
  V1: {
    name: 'Places assigned',
    text: 'Places whose first appointment took place, each request once, counted on the day the trial began. Places, not single consultations: consultations and services are not counted.',
    source: 'allocations with the start of the trial (PL5)',
  },
  V2: {
    name: 'Therapies started',
    text: 'Both wanted to go on after the trial sessions: the place is occupied.',
    source: 'allocations with the start of therapy (PL7)',
  },
  V3: {
    name: 'Fit rate',
    text: 'Therapies started divided by therapies started and places released during the trial. Trials still running are not counted.',
    source: 'start of therapy (PL7), release during trial (PL8)',
  },
  V4: {
    name: 'Did not come',
    text: 'Missed appointments divided by attended and missed ones. First appointments are all of a request up to the first that took place. Range: 95 % by Wilson.',
    source: 'appointments by their state, on the day of the appointment',
  },
  V5: {
    name: 'Cancelled late',
    text: 'Appointments cancelled too late divided by all that reached their day or were cancelled by the person. Moved ones and those cancelled by the network are not counted.',
    source: 'appointments by their state, on the day of the appointment',
  },
  V6: {
    name: 'Lost hours',
    text: 'Missed appointments and late cancellations whose time nobody else got, divided by attended ones and these.',
    source: 'appointments by their state; time given again by the same therapist',
  },
  V7: {
    name: 'Honest nought',
    text: 'No event among n does not mean never. With 95 % certainty the share is below 1 − 0.05^(1/n), about 3/n.',
    source: 'stands beside every nought of V4 to V6',
  },
  V8: {
    name: 'Placed in the first call',
    text: 'Requests booked within the first call divided by requests taken in for the first time in this period. Without emergencies (ORANGE, RED) and without requests the network is not there for. The first call lasts from its start to its end; where no call is noted, a booking on the day of a request by telephone counts.',
    source: 'course of the requests, calls',
  },
  V9: {
    name: 'Days to the first appointment',
    text: 'Calendar days from the request to the first appointment that took place. The middle, and the value that nine of ten do not exceed.',
    source: 'requests and appointments, on the day of the appointment',
  },
  V10: {
    name: 'Days to the start of therapy',
    text: 'Calendar days from the request to the day both said yes. The middle, and the value that nine of ten do not exceed.',
    source: 'requests and start of therapy (PL7)',
  },
  V11: {
    name: 'Vacancy',
    text: 'Place-days open divided by place-days open, held, reserved, on trial, occupied and ending. Each seat of a group is one place. A day has 24 hours.',
    source: 'states of the places with their duration',
  },
  V12: {
    name: 'Fairness',
    text: 'Jain index over assigned divided by opened per therapist. 1 means perfectly even. A place is opened when it becomes free for others, for the first time or again. Only from five therapists who opened.',
    source: 'states of the places',
  },
  V13: {
    name: 'Freshness',
    text: 'Open places confirmed within 14 days divided by open places, on the first of each month. The year is sum over sum.',
    source: 'states of the places, confirmations',
  },
  V14: {
    name: 'Unserved demand',
    text: 'Requests closed without a place, by main reason, language, area (three digits of the postal code) and problem group. Duplicates and slips are not counted.',
    source: 'requests by their end',
  },
  V15: {
    name: 'Emergencies',
    text: 'Number per level, seconds until somebody took over (middle and P95) and the share within the deadline. The deadline itself is still in time. Drills never count.',
    source: 'emergencies and their acknowledgement',
  },
  V16: { name: 'Telephone', text: 'Answered calls divided by all calls; middle of the handling time.', source: 'calls' },
  V17: {
    name: 'Waiting list',
    text: 'Who waits at the end of the period, the middle of the days waited, and the share spoken or written to in the last 14 days.',
    source: 'course of the requests, contacts',
  },
};
