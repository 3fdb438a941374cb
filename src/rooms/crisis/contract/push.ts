import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { Id, Instant, Roster } from './shapes.ts';

/** Who has duty, gaps ahead, and the numbers that hold when nobody has; for everybody who is signed in. */
export const getRoster = endpoint({ name: 'crisis.getRoster', method: 'GET', path: '/api/crisis/roster', answer: Roster });

/** The key for `pushManager.subscribe`; null where this installation wakes no browsers. My devices so far. */
export const getPush = endpoint({
  name: 'crisis.getPush',
  method: 'GET',
  path: '/api/crisis/push',
  answer: z.strictObject({
    publicKey: z.string().nullable(),
    devices: z.array(
      z.strictObject({
        id: z.uuid(),
        device: z.string().nullable(),
        /** To recognise the browser one sits at: SHA-256 of its endpoint, hex. */
        endpointHash: z.string(),
        createdAt: Instant,
        lastOkAt: Instant.nullable(),
      }),
    ),
  }),
});

/** This browser may be woken: `PushSubscription.toJSON()` and what the person calls the device. The same browser again is no second one. */
export const subscribe = endpoint({
  name: 'crisis.subscribe',
  method: 'POST',
  path: '/api/crisis/push',
  body: z.strictObject({
    endpoint: z.url({ protocol: /^https?$/ }).max(1000),
    p256dh: z.string().regex(/^[A-Za-z0-9_-]{86,88}=*$/),
    auth: z.string().regex(/^[A-Za-z0-9_-]{22}=*$/),
    device: z.string().trim().max(120).optional(),
  }),
  answer: z.strictObject({ id: z.uuid() }),
  status: 201,
});

export const unsubscribe = endpoint({
  name: 'crisis.unsubscribe',
  method: 'DELETE',
  path: '/api/crisis/push/:id',
  params: Id,
  answer: z.strictObject({}),
});

/** A test alarm to all devices of the reader, over the same way as a real one; its delivery stands in `lastOkAt` of the device. */
export const testAlarm = endpoint({
  name: 'crisis.testAlarm',
  method: 'POST',
  path: '/api/crisis/push/test',
  body: z.strictObject({}),
  answer: z.strictObject({ devices: z.int() }),
});
