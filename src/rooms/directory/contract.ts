// What this room says to the browser: shapes, the own offer, the network and its settings.
export * from './contract/guidance.ts';
export * from './contract/imports.ts';
export * from './contract/network.ts';
export * from './contract/offer.ts';
export * from './contract/services.ts';
export * from './contract/shapes.ts';
