import type { AddressMessages } from '../messages.ts';

/** French, for offers that ask for a postal address. */
export const frAddress: AddressMessages = {
  postalAddress: 'Votre adresse',
  address: 'Numéro et rue',
  zipCode: 'Code postal',
  city: 'Ville',
  country: 'Pays',
  'fault-required-address': 'Indiquez le numéro et la rue.',
  'fault-required-zipCode': 'Indiquez votre code postal.',
  'fault-required-city': 'Indiquez votre ville.',
  'fault-required-country': 'Choisissez votre pays.',
};
