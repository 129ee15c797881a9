import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, describe, it, mock } from 'node:test';
import type { TemplateResult } from 'lit';
import { faultSchema } from '../../demo/simulator/controls/input-schemas.ts';
import type { FaultInput } from '../../demo/simulator/controls/inputs.ts';
import { PROBLEM_STATUS, type ProblemCode } from '../../proxy/contract/problem.ts';
import { CheckoutError } from '../../widget/errors.ts';
import { describeError } from '../../widget/messages/error-text.ts';
import { fr } from '../../widget/messages/fr.ts';
import { renderOutcome } from '../../widget/return/outcome-view.ts';
import { assertProblem, GIFT } from '../proxy/set-up.ts';
import { setUpFaults } from './set-up-faults.ts';

const PROXY = 'https://pay.example.org';

type Activity = 'token' | 'creating' | 'reading';
type World = ReturnType<typeof setUpFaults>;

/** One way to bring a fault about, on the server that the activity needs. */
interface Provocation {
  readonly provoke: (world: World, side: 'token' | 'api') => void;
  readonly options?: Parameters<typeof setUpFaults>[0];
  readonly request?: object;
  /** The simulator's own kind of fault. */
  readonly kind?: FaultInput['kind'];
}

const inject = (fault: FaultInput): Provocation => ({
  provoke: (world, side) => world.inject(side, fault),
  kind: fault.kind,
});
const answer = (response: () => Response, times?: number): Provocation => ({
  provoke: (world, side) => world.replace(side, response, times),
});
const statuses = (...all: readonly number[]) => all.map((status) => inject({ kind: 'status', status }));
const once = (...all: readonly number[]) => all.map((status) => inject({ kind: 'status', status, calls: 1 }));
const body =
  (content: BodyInit | null, status = 200, headers?: Readonly<Record<string, string>>) =>
  () =>
    new Response(content, { status, ...(headers && { headers }) });
const endless = () =>
  new Response(new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(100_000).fill(0x20)) }));
const withPayer = (provocation: Provocation): Provocation => ({
  ...provocation,
  request: { ...GIFT, payer: { firstName: 'Camille', lastName: 'Durand', email: 'camille@example.org' } },
});

const HTML = '<!doctype html><title>502 Bad Gateway</title>';
/** HelloAsso's error bodies, all that are known. */
const BY_FIELD =
  '{"title":"One or more validation errors occurred.","status":400,"errors":{"totalAmount":["The TotalAmount field is required."]}}';
const BY_RULE = '{"errors":[{"code":"ArgumentInvalid","message":"Le champ prénom est invalide"}]}';
const OAUTH = '{"error":"invalid_request","error_description":"no"}';
const MESSAGE = '{"message":"no"}';
const ENVELOPES = [BY_FIELD, BY_RULE, OAUTH, MESSAGE, HTML, null];

/** A little later than the proxy waits. */
const tooLate = (patienceMs: number) => [
  inject({ kind: 'latency', ms: patienceMs + 1 }),
  inject({ kind: 'slow-body', ms: patienceMs / 5 }),
];
const dropped = (calls: number) => [inject({ kind: 'drop', calls }), inject({ kind: 'drop-answer', calls })];
const UNREADABLE = [
  inject({ kind: 'malformed-json' }),
  ...['ready', HTML, null].map((content) => answer(body(content))),
];
const THROTTLED = [...statuses(429), inject({ kind: 'status', status: 429, retryAfterSeconds: 60 })];
const ELSEWHERE = [302, 303, 307, 308].map((status) =>
  answer(body(null, status, { location: 'https://evil.example/' })),
);
const hidden = (...all: readonly number[]) => all.map((status) => inject({ kind: 'web-page', status }));
const damaged = (member: string) =>
  ['absent', null, '', 'x', {}].map((value) =>
    inject({ kind: 'damage', member, ...(value !== 'absent' && { value }) }),
  );
const SHAPES = ['{}', 'null', '[]', '{"id":"x"}', '{"id":1.5,"redirectUrl":1}'].map((content) => answer(body(content)));
const badClient = (invalidClientStatus: 400 | 401): Provocation => ({
  provoke: () => {},
  options: { simulator: { clientSecret: 'another', invalidClientStatus } },
});

/** What the words of the table mean. */
const FAULTS: Readonly<Record<Activity, Readonly<Record<string, readonly Provocation[]>>>> = {
  token: {
    'refuses id and secret, with 400 or 401': [badClient(400), badClient(401)],
    'refuses with 403 or 404': statuses(403, 404),
    'is hidden by a firewall: 401, 403 or 404 with a web page': hidden(401, 403, 404),
    'refuses the refresh token': [{ provoke: (world) => world.simulator.expireTokens({ refreshTokens: true }) }],
    'answers 429, with or without `Retry-After`': THROTTLED,
    'answers 500, 502, 503 or 504': statuses(500, 502, 503, 504),
    'drops the connection once, before or after processing': dropped(1),
    'drops the connection twice, before or after processing': dropped(2),
    'answers too late, or too slowly': tooLate(5000),
    'answers truncated JSON, other text, a web page or an empty body': UNREADABLE,
    'answers without a usable token': [
      ...SHAPES,
      inject({ kind: 'damage', member: 'access_token', value: null }),
      answer(body('{"access_token":"two\\nlines","token_type":"bearer"}')),
    ],
    'redirects to another host': ELSEWHERE,
    'answers with an endless body': [answer(endless)],
  },
  creating: {
    'refuses a field (400, errors by field)': [answer(body(BY_FIELD, 400))],
    'refuses by a business rule (400, a list of errors)': [answer(body(BY_RULE, 400))],
    'refuses with an OAuth error, one message, a web page or an empty body (400)': [
      ...[OAUTH, MESSAGE, HTML].map((content) => answer(body(content, 400))),
      ...statuses(400),
    ],
    'refuses with an undocumented status (405, 410, 413, 415, 422)': statuses(405, 410, 413, 415, 422),
    'refuses a checkout with a payer, accepts it without': [BY_RULE, null].map((content) =>
      withPayer(answer(body(content, 400), 1)),
    ),
    'refuses a checkout with a payer and without': ENVELOPES.map((content) => withPayer(answer(body(content, 400), 2))),
    'answers 401 once': once(401),
    'answers 401 to every token': statuses(401),
    'answers 403: a privilege is missing, or the slug belongs to another client': [
      { provoke: ({ simulator }) => simulator.configure({ privileges: ['AccessPublicData'] }) },
      { provoke: () => {}, options: { simulator: { organization: 'another' } } },
    ],
    'answers 404: no such organisation': statuses(404),
    'answers 409: the organisation may not collect': [
      { provoke: ({ simulator }) => simulator.configure({ canCollect: false }) },
    ],
    'is hidden by a firewall: 401, 403, 404 or 409 with a web page': hidden(401, 403, 404, 409),
    'answers 429 with a short `Retry-After`, once': [
      inject({ kind: 'status', status: 429, retryAfterSeconds: 0, calls: 1 }),
    ],
    'answers 429 with a long `Retry-After`, or none': THROTTLED,
    'answers 502, 503 or 504 once': once(502, 503, 504),
    'answers 502, 503 or 504 twice': [502, 503, 504].map((status) => inject({ kind: 'status', status, calls: 2 })),
    'answers 500': statuses(500),
    'drops the connection once, before or after processing': dropped(1),
    'drops the connection twice, before or after processing': dropped(2),
    'answers too late, or too slowly': tooLate(12_000),
    'answers 200 with truncated JSON, other text, a web page or an empty body': UNREADABLE,
    'answers JSON of an unknown shape': [...SHAPES, ...damaged('id'), ...damaged('redirectUrl')],
    'redirects to another host': ELSEWHERE,
    'answers with an endless body': [answer(endless)],
    'answers a payment page on another host': [
      'https://evil.example/',
      'https://helloasso.com.evil.example/',
      'https://evilhelloasso.com/',
      'http://www.helloasso.com/',
      'javascript:alert(1)',
      '/relative',
    ].map((redirectUrl) => answer(() => Response.json({ id: 1, redirectUrl }))),
  },
  reading: {
    'answers 401 once': once(401),
    'answers 401 to every token': statuses(401),
    'answers 403: a privilege is missing, or the slug belongs to another client': statuses(403),
    'answers 404: no such intent': statuses(404),
    'is hidden by a firewall: 401, 403 or 404 with a web page': hidden(401, 403, 404),
    'answers 400, 405, 409, 410 or 422, with any body': [
      ...statuses(400, 405, 409, 410, 422),
      ...ENVELOPES.map((content) => answer(body(content, 400))),
    ],
    'answers 429, with or without `Retry-After`': THROTTLED,
    'answers 500, 502, 503 or 504': statuses(500, 502, 503, 504),
    'drops the connection once, before or after processing': dropped(1),
    'drops the connection twice, before or after processing': dropped(2),
    'answers too late, or too slowly': tooLate(5000),
    'answers 200 with truncated JSON, other text, a web page or an empty body': UNREADABLE,
    'answers JSON of an unknown shape': [...SHAPES, ...damaged('id')],
    'redirects to another host': ELSEWHERE,
    'answers with an endless body': [answer(endless)],
  },
};

interface Row {
  readonly activity: Activity;
  readonly fault: string;
  /** None where the proxy outlives the fault. */
  readonly code: ProblemCode | undefined;
  readonly sentence: string;
  readonly actors: readonly string[];
}

function readTable(): readonly Row[] {
  const lines = readFileSync(new URL('../../proxy/upstream-errors.md', import.meta.url), 'utf8').split('\n');
  const rows = lines.filter((line) => /^\| (token|creating|reading) \|/.test(line));
  const cells = rows.map((line) => line.slice(2, -2).split(' | '));
  return cells.map(([activity = '', fault = '', code = '', sentence = '', actors = '']) => ({
    activity: activity as Activity,
    fault,
    code: code === '—' ? undefined : (code.slice(1, -1) as ProblemCode),
    sentence,
    actors: actors.split(', '),
  }));
}

/** Does what a payer does while a fault lasts. */
const ACTIVITIES: Readonly<Record<Activity, (provocation: Provocation) => Promise<readonly [Response, World]>>> = {
  async token({ provoke, options }) {
    const world = setUpFaults(options);
    if (!options) {
      await world.begin();
      world.pass(31 * 60_000); // the token is dead, and the refresh token is asked for first
    }
    provoke(world, 'token');
    return [await world.post(), world];
  },
  async creating({ provoke, options, request }) {
    const world = setUpFaults(options);
    provoke(world, 'api');
    return [await world.post(request), world];
  },
  async reading({ provoke, options }) {
    const world = setUpFaults(options);
    const { checkoutIntentId, stateToken } = await world.begin();
    provoke(world, 'api');
    return [await world.read(checkoutIntentId, stateToken), world];
  },
};

/** What the French payer reads where the button was pressed. */
function saidAtButton(code: ProblemCode): readonly unknown[] {
  return [describeError(new CheckoutError(code, 'for the test'), fr)];
}

/** What the French payer reads who came back. */
function saidOnReturn(code: ProblemCode): readonly unknown[] {
  const record = {
    proxy: PROXY,
    step: 'return',
    token: 'state.token',
    offer: 'don',
    checkoutIntentId: 1,
    savedAt: 0,
  } as const;
  const { proxy: _, ...checkout } = record;
  // The payer's own tab: only there the texts are about "your" payment.
  Object.assign(globalThis, { sessionStorage: { getItem: () => JSON.stringify([record]) } });
  const state = { name: 'unverified', checkout, error: new CheckoutError(code, 'for the test') } as const;
  const rendered = renderOutcome(state, PROXY, { verifyAgain() {} }, fr);
  return (rendered as TemplateResult).values;
}

after(() => mock.restoreAll());

describe('the table of upstream errors', () => {
  const rows = readTable();

  for (const { activity, fault, code, sentence, actors } of rows) {
    it(`is right while ${activity}: HelloAsso ${fault}: ${code ?? 'solved by another attempt'}`, async () => {
      const provocations = FAULTS[activity]?.[fault] ?? [];
      assert.ok(provocations.length > 0, 'the test does not know how to provoke this');
      for (const provocation of provocations) {
        const [response, { calls }] = await ACTIVITIES[activity](provocation);
        if (code) await assertProblem(response, code, PROBLEM_STATUS[code]);
        else assert.ok(response.ok, await response.text());
        assert.deepEqual(
          calls.filter((call) => call.startsWith('followed')),
          [],
        );
      }
      const said = code && (activity === 'reading' ? saidOnReturn(code) : saidAtButton(code));
      assert.ok((said ?? ['nothing']).includes(sentence), `the payer reads ${JSON.stringify(said)}`);
      assert.ok(actors.every((actor) => ['payer', 'operator', 'association', '—'].includes(actor)));
      assert.equal(actors.includes('—'), code === undefined);
    });
  }

  it('has one line for each error that the test causes', () => {
    const provoked = Object.entries(FAULTS).flatMap(([activity, faults]) =>
      Object.keys(faults).map((fault) => `${activity}: ${fault}`),
    );
    assert.deepEqual(rows.map(({ activity, fault }) => `${activity}: ${fault}`).sort(), provoked.sort());
  });

  it('covers every fault of the simulator in every activity', () => {
    const known = faultSchema.options.map((option) => option.shape.kind.value).sort();
    for (const faults of Object.values(FAULTS)) {
      const kinds = Object.values(faults)
        .flat()
        .map(({ kind }) => kind)
        .filter((kind) => kind !== undefined);
      assert.deepEqual([...new Set(kinds)].sort(), known);
    }
  });

  it('covers every problem code about HelloAsso', () => {
    const codes = Object.keys(PROBLEM_STATUS)
      .filter((code) => /^(helloasso|organisation)-/.test(code))
      .sort();
    const named = new Set(rows.map(({ code }) => code).filter((code) => code !== undefined));
    assert.deepEqual([...named].sort(), [...codes, 'checkout-unknown'].sort());
  });
});
