/** Words that people and test programs enter in place of a name. */
const PLACEHOLDERS = new Set([
  'firstname',
  'lastname',
  'unknown',
  'first_name',
  'last_name',
  'anonyme',
  'user',
  'admin',
  'name',
  'nom',
  'prénom',
  'test',
]);

/**
 * Whether HelloAsso accepts a first and a last name together, or one of them alone. Its rules, from its WooCommerce plugin and other
 * integrators: Latin letters with accents, apostrophes, hyphens and spaces; at least two characters with a vowel among them; not the
 * same character three times in a row; no placeholder; not the same name twice.
 */
export function areAcceptedNames(firstName: string | undefined, lastName: string | undefined): boolean {
  const given = [firstName, lastName].filter((name) => name !== undefined);
  const isTwice = firstName !== undefined && firstName.toLowerCase() === lastName?.toLowerCase();
  return given.every(isAccepted) && !isTwice;
}

function isAccepted(name: string): boolean {
  const letters = name.normalize('NFD').toLowerCase();
  return (
    name.length >= 2 &&
    /^[\p{Script=Latin}\p{Mn}'’ -]+$/u.test(name.normalize('NFD')) &&
    /[aeiouyæœ]/.test(letters) &&
    !/(.)\1\1/u.test(name.toLowerCase()) &&
    !PLACEHOLDERS.has(name.toLowerCase())
  );
}
