/** Words that people, and programs that test, put where a name should be. */
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
 * Whether HelloAsso takes a first and a last name together, or one of them alone. Its rules are known from its WooCommerce plugin and from careful
 * integrators: Latin letters with accents, apostrophes, hyphens and spaces; two characters at least, a vowel among them, no three
 * alike in a row; no placeholder; and not the same name twice.
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
