/** What several chunks import. It is one file, which `load-chunk.ts` loads at the same moment as them, not a round trip later. */
export { jwtPayload } from './core/jwt-payload.ts';
export { formatDay, payments } from './messages/days.ts';
