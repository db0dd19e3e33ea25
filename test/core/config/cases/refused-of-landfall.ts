/** What cannot stand under x-landfall: where the mistake is, and what it is. */
export const refusedOfLandfall: Readonly<Record<string, readonly [lines: string, ...problems: string[]]>> = {
  "an unknown engine": ["x-landfall: {proxy: {engine: nginx}}", "1:30 x-landfall/proxy/engine: should be kamal-proxy or caddy"],
  "a directory that is not asked over TLS": [
    "x-landfall: {proxy: {engine: caddy, acme: {directory: 'http://ca.example.com'}}}",
    '1:55 x-landfall/proxy/acme/directory: "http://ca.example.com" is no address of an ACME directory, such as https://acme-staging-v02.api.letsencrypt.org/directory',
  ],
  "an address that nobody can write to": [
    "x-landfall: {proxy: {engine: caddy, acme: {email: ann}}}",
    "1:51 x-landfall/proxy/acme/email: should be an e-mail address",
  ],
  "a root that is no certificate": [
    "x-landfall: {proxy: {engine: caddy, acme: {root: /etc/ca.pem}}}",
    "1:50 x-landfall/proxy/acme/root: should be a certificate in PEM, or several",
  ],
  "an ACME server that says nothing": [
    "x-landfall: {proxy: {engine: caddy, acme: {}}}",
    "1:37 x-landfall/proxy/acme: should have a directory or an email",
  ],
  "an ACME server for kamal-proxy": [
    "x-landfall: {proxy: {acme: {email: ann@example.com}}}",
    "1:22 x-landfall/proxy/acme: is for the caddy engine: kamal-proxy asks Let's Encrypt alone",
  ],
  "an unknown key of ours": ["x-landfall: {proxi: {}}", "1:14 x-landfall: unknown key: proxi"],
  "an unknown answer to a failure": [
    "x-landfall: {on_failure: retry}",
    "1:26 x-landfall/on_failure: should be rollback, stop or continue",
  ],
  "failures that are neither a number nor a percentage": [
    "x-landfall: {max_failures: some}",
    "1:28 x-landfall/max_failures: should be a number of hosts or a percentage, such as 2 or 25%",
  ],
  "a limit where there is none": [
    "x-landfall: {on_failure: continue, max_failures: 2}",
    "1:50 x-landfall/max_failures: has no meaning with on_failure: continue, which goes on however many servers fail",
  ],
  "a release without a command": ["x-landfall: {release: {role: web}}", "1:14 x-landfall/release/command: is required"],
  "an empty release command": ["x-landfall: {release: {command: ' '}}", "1:33 x-landfall/release/command: should be a command"],
  "a pull without time": [
    "x-landfall: {time_limits: {pull: 0s}}",
    "1:34 x-landfall/time_limits/pull: should be a time, such as 30s or 2m",
  ],
  "a release command without time": [
    "x-landfall: {release: {command: a, timeout: 0}}",
    "1:45 x-landfall/release/timeout: should be a time, such as 30s or 2m",
  ],
  "a release command of a role that is not there": [
    "x-landfall: {release: {command: a, role: job}}",
    "1:42 x-landfall/release/role: the role job has no server to run the command on",
  ],
  "a check without a URL": ["x-landfall: {verify: {for: 30s}}", "1:14 x-landfall/verify/url: is required"],
  "a check of no URLs": ["x-landfall: {verify: {url: []}}", "1:23 x-landfall/verify/url: should name at least one URL"],
  "a check of what is no URL": [
    "x-landfall: {verify: {url: shop.example.com}}",
    '1:28 x-landfall/verify/url: "shop.example.com" is no URL to check. Write it out, as in https://shop.example.com/up',
  ],
  "a check with a password": [
    "x-landfall: {verify: {url: [http://a, https://ann:s3cret@b]}}",
    "1:39 x-landfall/verify/url/1: A URL to check cannot have a user name or a password in it: logs would show it",
  ],
  "a status that is none": [
    "x-landfall: {verify: {url: http://a, expect: 2}}",
    "1:46 x-landfall/verify/expect: should be a status, such as 200, or a text",
  ],
  "a time that is none": [
    "x-landfall: {verify: {url: http://a, for: 2h}}",
    "1:43 x-landfall/verify/for: should be a time, such as 30s or 2m",
  ],
  "errors without a percent sign": [
    "x-landfall: {verify: {url: http://a, max_errors: '5'}}",
    "1:50 x-landfall/verify/max_errors: should be a percentage, such as 5%",
  ],
  "more errors than answers": [
    "x-landfall: {verify: {url: http://a, max_errors: 101%}}",
    "1:50 x-landfall/verify/max_errors: should be a percentage, such as 5%",
  ],
};
