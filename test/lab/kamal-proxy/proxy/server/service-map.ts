import type { ServiceOptions } from "../service-options.ts";
import { withoutPort } from "./host.ts";
import type { Service } from "./service.ts";

/** A service and the path prefix under which it was found. */
export type Binding = { readonly service: Service; readonly prefix: string };

/** The services by name, and by the hosts and paths that they serve. */
export class ServiceMap {
  readonly #services = new Map<string, Service>();
  #bindings: ReadonlyMap<string, readonly Binding[]> = new Map();

  get(name: string): Service | undefined {
    return this.#services.get(name);
  }

  all(): readonly Service[] {
    return [...this.#services.values()];
  }

  set(service: Service): void {
    this.#services.set(service.name, service);
    this.#rebind();
  }

  remove(name: string): void {
    this.#services.delete(name);
    this.#rebind();
  }

  /** The other service, if any, that already serves one of these hosts and paths. */
  conflict(name: string, { hosts, pathPrefixes }: ServiceOptions): Service | undefined {
    const taken = hosts.flatMap((host) => this.#bindings.get(host) ?? []);
    return taken.find(({ service, prefix }) => service.name !== name && pathPrefixes.includes(prefix))?.service;
  }

  /** The service for a request: its host exactly, else the host's wildcard, else the services without a host. */
  find(hostAndPort: string, path: string): Binding | undefined {
    const host = hostAndPort.indexOf(":") > 0 ? withoutPort(hostAndPort) : hostAndPort;
    return this.#boundTo(host).find(({ prefix }) => withSlash(path).startsWith(withSlash(prefix)));
  }

  #boundTo(host: string): readonly Binding[] {
    const dot = host.indexOf(".");
    const wildcard = dot > 0 ? this.#bindings.get(`*${host.slice(dot)}`) : undefined;
    return this.#bindings.get(host) ?? wildcard ?? this.#bindings.get("") ?? [];
  }

  #rebind(): void {
    const bindings = new Map<string, Binding[]>();
    for (const service of this.all()) {
      const { hosts, pathPrefixes } = service.setup.options;
      for (const host of hosts) {
        const bound = bindings.get(host) ?? [];
        bindings.set(host, [...bound, ...pathPrefixes.map((prefix) => ({ service, prefix }))]);
      }
    }
    for (const bound of bindings.values()) bound.sort((one, other) => other.prefix.length - one.prefix.length);
    this.#bindings = bindings;
    for (const service of this.all()) this.#followRoot(service);
  }

  // Whether a host is served over TLS is for the service at its root path to say.
  #followRoot(service: Service): void {
    const { options } = service.setup;
    if (options.pathPrefixes.includes("/")) return;
    const root = this.find(options.hosts[0] ?? "", "/")?.service.setup.options;
    const { tls, tlsRedirect } = root ?? { tls: false, tlsRedirect: true };
    service.setup = { ...service.setup, options: { ...options, tls, tlsRedirect } };
  }
}

const withSlash = (path: string): string => (path.endsWith("/") ? path : `${path}/`);
