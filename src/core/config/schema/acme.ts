import { section, text } from "./value.ts";

const directoryPattern = /^https:\/\/[^\s@{}]+$/;
const directory = text
  .superRefine((given, context) => {
    if (directoryPattern.test(given) && URL.canParse(given)) return;
    const message = `"${given}" is no address of an ACME directory, such as https://acme-staging-v02.api.letsencrypt.org/directory`;
    context.addIssue({ code: "custom", message, input: given });
  })
  .meta({ pattern: directoryPattern.source });

const emailPattern = /^[^\s@{}]+@[^\s@{}]+$/;
const email = text
  .refine((given) => emailPattern.test(given), { error: "should be an e-mail address" })
  .meta({ pattern: emailPattern.source });

const certificates = /^(?:-----BEGIN CERTIFICATE-----\s[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*)+$/;
const root = text
  .refine((given) => certificates.test(given), { error: "should be a certificate in PEM, or several" })
  .meta({ pattern: certificates.source });

export const acme = section({
  directory: directory
    .optional()
    .describe("The URL of the directory of an ACME server, such as that of a private one, or of Let's Encrypt's for tests."),
  email: email.optional().describe("Where the authority may write to when something is wrong with a certificate."),
  root: root
    .optional()
    .describe("The certificate in PEM by which the ACME server itself is known, where it is a private one's. It is no secret."),
})
  .refine((given) => Object.keys(given).length > 0, { error: "should have a directory or an email" })
  .meta({ minProperties: 1 })
  .describe("Who signs the certificates of hosts with `ssl: true`. By default Let's Encrypt. For the caddy engine.");
