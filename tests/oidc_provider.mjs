// An OpenID provider for one client, that signs in whoever names themselves; the name's first letter says whether
// the address is verified ("u" for one that is not). Arguments: port, redirect URI, folder of node_modules.
import { pathToFileURL } from "node:url";

const [port, redirect, modules] = process.argv.slice(2);
const { default: Provider } = await import(pathToFileURL(`${modules}/oidc-provider/lib/index.js`).href);
const issuer = `http://127.0.0.1:${port}`;
const provider = new Provider(issuer, {
  clients: [{ client_id: "qbrgen", client_secret: "a secret of the tests", redirect_uris: [redirect] }],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
  cookies: { keys: ["a key of the tests"] },
  pkce: { required: () => true },
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({ sub: id, email: id, email_verified: !id.startsWith("u"), name: id }),
  }),
});
provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
