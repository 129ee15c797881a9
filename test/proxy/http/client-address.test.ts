import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { clientAddress, networkOf } from '../../../proxy/http/client-address.ts';
import { testConfig } from '../environment.ts';

const { trustedProxies } = testConfig({ TRUSTED_PROXIES: '10.0.0.0/8, 2001:db8::1' });

describe('clientAddress', () => {
  const cases: readonly [string, string | undefined, string][] = [
    ['192.0.2.1', undefined, '192.0.2.1'],
    ['192.0.2.1', '198.51.100.7', '192.0.2.1'],
    ['10.0.0.1', '198.51.100.7', '198.51.100.7'],
    ['10.0.0.1', '1.1.1.1, 198.51.100.7', '198.51.100.7'],
    ['10.0.0.1', '198.51.100.7, 10.0.0.2', '198.51.100.7'],
    ['2001:db8::1', '198.51.100.7', '198.51.100.7'],
    ['::ffff:10.0.0.1', '::ffff:198.51.100.7', '198.51.100.7'],
    ['10.0.0.1', '203.0.113.9:5555', '203.0.113.9'],
    ['10.0.0.1', '[2001:db8::9]:443', '2001:db8::9'],
    ['10.0.0.1', '2001:0DB8:0:0::9', '2001:db8::9'],
    ['10.0.0.1', '::FFFF:cb00:7109', '203.0.113.9'],
    ['fe80::1%eth0', undefined, 'fe80::1'],
    ['10.0.0.1', 'forged', '10.0.0.1'],
    ['10.0.0.1', undefined, '10.0.0.1'],
  ];
  for (const [socket, forwarded, client] of cases) {
    it(`reads ${client} from socket ${socket} and X-Forwarded-For ${forwarded}`, () => {
      assert.equal(clientAddress(socket, forwarded, trustedProxies), client);
    });
  }
});

describe('networkOf', () => {
  it('keeps an IPv4 address unchanged', () => {
    assert.equal(networkOf('192.0.2.1'), '192.0.2.1');
  });

  it('reduces an IPv6 address to its /64', () => {
    assert.equal(networkOf('2001:db8:0:1::1'), networkOf('2001:db8:0:1:ffff:ffff:ffff:ffff'));
    assert.notEqual(networkOf('2001:db8:0:1::1'), networkOf('2001:db8:0:2::1'));
    assert.equal(networkOf('::1'), '0:0:0:0::/64');
  });
});
