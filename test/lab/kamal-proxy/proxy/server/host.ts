/** The host without its port, as Go's net.SplitHostPort sees it; what is no host and port stays as it is. */
export const withoutPort = (host: string): string => {
  const [whole, bracketed, plain] = /^(?:\[([^\]]*)\]|([^:]*)):[^:\]]*$/.exec(host) ?? [];
  return whole === undefined ? host : (bracketed ?? plain ?? host);
};

/** The port of an address, or undefined if it names none. */
export const portOf = (address: string): number | undefined => {
  const [, port] = /:(\d+)$/.exec(address) ?? [];
  return port === undefined ? undefined : Number(port);
};
