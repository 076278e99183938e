// An independent, certified OpenID provider, set up as a province's would be:
// confidential client, PKCE required, a claim with the national id.
//
// usage: node provider.mjs PORT REDIRECT_URI
import Provider from 'oidc-provider';

const [port, redirectURI] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;

// The provider's own development login accepts any name; the account's claims
// are made from it.
async function findAccount(ctx, id) {
  return {
    accountId: id,
    claims: async () => ({ sub: id, name: 'Nguyễn Thị Đối Chứng', national_id: '025199000123' }),
  };
}

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
  claims: { openid: ['sub'], profile: ['name', 'national_id'] },
  conformIdTokenClaims: false,
  pkce: { required: () => true },
  cookies: { keys: ['interop'] },
  features: { devInteractions: { enabled: true }, rpInitiatedLogout: { enabled: true } },
});

provider.listen(Number(port), '127.0.0.1', () => console.log(`ready ${issuer}`));
