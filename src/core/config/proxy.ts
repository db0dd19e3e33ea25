/** `proxy:` of a role, with the root's settings beneath the role's. Durations are seconds, sizes bytes. */
export interface ProxySettings {
  readonly hosts: readonly string[];
  readonly appPort: number;
  readonly ssl: boolean;
  /** Names of the secrets that hold an own certificate and its key. */
  readonly certificate: { readonly certificatePem: string; readonly privateKeyPem: string } | undefined;
  readonly sslRedirect: boolean | undefined;
  readonly forwardHeaders: boolean | undefined;
  readonly responseTimeout: number | undefined;
  readonly pathPrefixes: readonly string[];
  readonly stripPathPrefix: boolean | undefined;
  readonly healthcheck: {
    readonly interval: number | undefined;
    readonly timeout: number | undefined;
    readonly path: string | undefined;
  };
  readonly buffering: Buffering;
  readonly logging: {
    readonly requestHeaders: readonly string[];
    readonly responseHeaders: readonly string[];
  };
  readonly run: ProxyRun | undefined;
}

export interface Buffering {
  readonly requests: boolean;
  readonly responses: boolean;
  readonly memory: number | undefined;
  readonly maxRequestBody: number | undefined;
  readonly maxResponseBody: number | undefined;
}

/** `proxy.run`: how the proxy's own container starts. */
export interface ProxyRun {
  readonly httpPort: number;
  readonly httpsPort: number;
  readonly metricsPort: number | undefined;
  readonly debug: boolean;
  readonly logMaxSize: string;
  readonly publish: boolean;
  readonly bindIps: readonly string[];
  readonly registry: string | undefined;
  readonly repository: string;
  readonly version: string;
  readonly options: Readonly<Record<string, string | true | readonly (string | true)[]>>;
}

export interface Logging {
  readonly driver: string | undefined;
  readonly options: Readonly<Record<string, string>>;
}
