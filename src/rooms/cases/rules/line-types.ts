/** Kinds of service that are joined with rooms of the house (rule book C.1): places of the network, and Soziotherapie. */
export const PSYCHOTHERAPY = 'psychotherapy';
export const SOZIOTHERAPIE = 'soziotherapie';
