import { randomBytes, randomUUID } from 'node:crypto';
import { type Receiver, sendEvent } from '../events/deliver-event.ts';
import { reasonOfFailure } from './connection.ts';
import { type Finding, findingsOf, type Patient } from './finding.ts';

/** As long as a notification of HelloAsso can wait for it. */
const TIMEOUT_MS = 5_000;

/** The receiver takes a test event, which is about no payment, and refuses one that is signed by a stranger. */
export async function* checkReceiver({ config }: Patient): AsyncGenerator<Finding> {
  const { ok, skipped, warning, error } = findingsOf('receiver');
  if (!config.forward) return yield skipped('FORWARD_URL is not set: your own system receives nothing');
  const { environment, organization } = config.helloasso;
  const send = async (receiver: Receiver): Promise<number> => {
    const event = {
      id: `test_${randomUUID()}`,
      type: 'test',
      timestamp: new Date().toISOString(),
      data: { environment, organization: organization.slug },
    };
    const surroundings = { fetch, now: Date.now };
    return (await sendEvent(event, receiver, surroundings, AbortSignal.timeout(TIMEOUT_MS))).status;
  };
  try {
    const status = await send(config.forward);
    if (status === 401 || status === 403) {
      return yield error(
        `it refuses a signed test event (${status}): give it the FORWARD_SECRET of this proxy, and check its clock`,
      );
    }
    if (status === 400 || status === 422) {
      return yield warning(`it refuses the test event (${status}): let it answer 2xx to a type that it does not know`);
    }
    if (status >= 300 && status < 400) {
      return yield error(`it redirects (${status}): FORWARD_URL must be the address to which it leads`);
    }
    if (status < 200 || status >= 300) {
      return yield error(
        `it answers ${status} to a signed test event: FORWARD_URL must lead to it, and it must answer 2xx`,
      );
    }
    yield ok(`it takes a signed test event (${status})`);
    const stranger = `whsec_${randomBytes(24).toString('base64')}`;
    const statusForStranger = await send({ ...config.forward, secrets: [stranger] });
    if (statusForStranger >= 200 && statusForStranger < 300) {
      yield error(
        'it takes an event that FORWARD_SECRET has not signed, so that any client can report a payment to it: verify the signature before all else',
      );
    } else yield ok(`it refuses an event that a stranger has signed (${statusForStranger})`);
  } catch (cause) {
    yield error(`FORWARD_URL: ${reasonOfFailure(cause)}`);
  }
}
