import type { AddressMessages, Messages } from './messages.ts';

/** French, for offers that ask for a postal address. */
export const frAddress: AddressMessages = {
  postalAddress: 'Votre adresse',
  address: 'Numéro et rue',
  zipCode: 'Code postal',
  city: 'Ville',
  country: 'Pays',
  france: 'France',
  'field-error-required-address': 'Indiquez le numéro et la rue.',
  'field-error-required-zipCode': 'Indiquez votre code postal.',
  'field-error-required-city': 'Indiquez votre ville.',
  'field-error-required-country': 'Choisissez votre pays.',
};

/** The texts, with these in French where the language is French. */
export function withAddressMessages(messages: Messages): Messages & AddressMessages {
  return { ...frAddress, ...messages };
}
