// An independent, certified OpenID provider, set up as a province's would be:
// confidential client, PKCE required, a claim with the national id, keys of its own.
//
// usage: node provider.mjs ISSUER REDIRECT_URI
//
// It listens on a free loopback port and prints it as "listening PORT". ISSUER is
// the address it is known by, which may be another than the one it listens on. It
// ends when its standard input is closed.
import { createServer } from 'node:http';
import { exportJWK, generateKeyPair } from 'jose';
import Provider from 'oidc-provider';

const [issuer, redirectURI] = process.argv.slice(2);

// The provider's own development login accepts any name; the claims are made from it.
const people = {
  'doi-chung': { name: 'Nguyễn Thị Đối Chứng', national_id: '025199000123' },
  // The national id of the demo's officer of xã Võ Miếu, under a name and a subject the product has never seen.
  'can-bo': { name: 'Lê Nhung (tài khoản tỉnh)', national_id: '025900000005' },
};

async function findAccount(ctx, id) {
  return { accountId: id, claims: async () => ({ sub: id, ...people[id] }) };
}

// Each run signs with a key nobody else has; without one the provider has a fixed key for development.
const { privateKey } = await generateKeyPair('RS256', { extractable: true });
const key = { ...await exportJWK(privateKey), alg: 'RS256', use: 'sig', kid: 'interop' };

const provider = new Provider(issuer, {
  clients: [{
    client_id: 'danchu',
    client_secret: 'interop-secret-of-this-run-only',
    redirect_uris: [redirectURI],
    post_logout_redirect_uris: [new URL('/', redirectURI).href],
    grant_types: ['authorization_code'],
    response_types: ['code'],
  }],
  findAccount,
  jwks: { keys: [key] },
  claims: { openid: ['sub'], profile: ['name', 'national_id'] },
  conformIdTokenClaims: false,
  pkce: { required: () => true },
  cookies: { keys: ['interop'] },
  features: { devInteractions: { enabled: true }, rpInitiatedLogout: { enabled: true } },
});

const server = createServer(provider.callback());
server.listen(0, '127.0.0.1', () => console.log(`listening ${server.address().port}`));
process.stdin.resume().on('end', () => process.exit(0));
