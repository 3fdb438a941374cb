import type { Wordings } from './wording.ts';

const BYE = '\n\nKind regards\n{network}';

export const en: Wordings = {
  'appointment-confirmation': {
    long: `Dear {name},

this is what we agreed on the phone:

When: {when}
With: {practitioner}
Where: {where}
Phone: {contact}

Please bring your insurance card and any papers that you were given.

{cancellation}

If it turns out that it does not suit you, call us. We will go on looking with you, and you do not have to begin again.

If you cannot wait:
{numbers}${BYE}`,
    short: 'Your appointment is booked: {when}. Questions: {contact}',
  },
  'reminder-72': {
    long: `Dear {name},

your appointment is coming up: {when}.

If you cannot come, please cancel or move it now: {contact}${BYE}`,
    short: 'Your appointment: {when}. To cancel or move it: {contact}',
  },
  'reminder-24': {
    long: `Dear {name},

a reminder of your appointment: {when}.

If something has come up, please call at once: {contact}${BYE}`,
    short: 'Reminder: your appointment is {when}. Has something come up? {contact}',
  },
  moved: {
    long: `Dear {name},

your appointment has a new time.

Before: {before}
Now: {when}

If this does not suit you, call: {contact}${BYE}`,
    short: 'New time for your appointment: {when}. No longer: {before}. Questions: {contact}',
  },
  'cancelled-by-us': {
    long: `Dear {name},

your appointment will not take place: {when}. This is not your doing, and we are sorry.

We are looking for a new one and will call you. You can also reach us at {phone}.${BYE}`,
    short: 'We are sorry, your appointment will not take place: {when}. We will call you to find a new one.',
  },
  'not-reached': {
    long: `Dear {name},

we wanted to speak to you and could not reach you. Please call us back: {phone}

You lose nothing by this. We will try again.${BYE}`,
    short: 'We could not reach you. Please call back: {phone}. We will try again.',
  },
  'final-notice': {
    long: `Dear {name},

we have tried to reach you several times. Do you want to stay on our list? Then let us know by {until}.

Phone: {phone}

If we do not hear from you, we will take you off the list. You can come back at any time.${BYE}`,
    short: 'We could not reach you several times. Do you want to stay on the list? Please call by {until}: {phone}',
  },
  'waiting-contact': {
    long: `Dear {name},

you are still on our list. We have not found anything suitable yet.

You will hear from us by {until} at the latest.

If anything has changed, call us: {phone}${BYE}`,
    short: 'You are still on our list. You will hear from us by {until} at the latest. Questions: {phone}',
  },
  'request-received': {
    long: `Dear {name},

we have your request and will call you. Please pick up also when you do not know the number.

If you would rather not wait: {phone}${BYE}`,
    short: 'We have your request and will call you. Our number: {phone}',
  },
  invitation: {
    long: `Dear {name},

set up your access here: {link}

The link works once, until {until}. If you did not expect it, delete this message.${BYE}`,
    short: 'Your access: {link} (works once, until {until})',
  },
};
