/** What must not be seen, by name. */
export type Markers = ReadonlyMap<string, string>;

/** Names of the marks that a text holds: as they are, in any case, in an address, in JSON, in hexadecimal or in base64. */
export function markersIn(text: string, marks: Markers): string[] {
  const small = text.toLowerCase();
  return [...marks]
    .filter(([, mark]) => formsOf(mark).some((form) => text.includes(form)) || small.includes(mark.toLowerCase()))
    .map(([name]) => name);
}

function formsOf(mark: string): string[] {
  const bytes = Buffer.from(mark);
  return [
    mark,
    encodeURIComponent(mark),
    new URLSearchParams({ mark }).toString().slice('mark='.length),
    JSON.stringify(mark).slice(1, -1),
    bytes.toString('hex'),
    ...[0, 1, 2].flatMap((offset) => {
      const inside = base64Inside(bytes, offset);
      return [inside, inside.replaceAll('+', '-').replaceAll('/', '_')];
    }),
  ];
}

/** The characters of base64 that bytes are sure to give when they stand so far behind a multiple of three. */
function base64Inside(bytes: Buffer, offset: number): string {
  const whole = Buffer.concat([Buffer.alloc(offset), bytes])
    .toString('base64')
    .replaceAll('=', '');
  return whole.slice(offset === 0 ? 0 : offset + 1, Math.floor(((offset + bytes.length) * 8) / 6));
}
