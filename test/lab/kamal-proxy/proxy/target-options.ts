import {
  durationField,
  type JsonFields,
  jsonFields,
  nanoseconds,
  numberField,
  textField,
  textsField,
  truthField,
} from "./json-fields.ts";

/** How a target is asked whether it is well; port 0 is the target's own port, an empty host the target's own name. */
export type HealthCheckOptions = {
  readonly path: string;
  readonly port: number;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly host: string;
};

/** What a deploy says of the exchange with a target; body limits are in bytes, 0 is no limit. */
export type TargetOptions = {
  readonly healthCheck: HealthCheckOptions;
  readonly responseTimeoutMs: number;
  readonly bufferRequests: boolean;
  readonly bufferResponses: boolean;
  readonly maxMemoryBuffer: number;
  readonly maxRequestBody: number;
  readonly maxResponseBody: number;
  readonly logRequestHeaders: readonly string[];
  readonly logResponseHeaders: readonly string[];
  readonly forwardHeaders: boolean;
  readonly scopeCookiePaths: boolean;
};

/** Reads what targetOptionsJson wrote. */
export const parseTargetOptions = (from: JsonFields): TargetOptions => ({
  healthCheck: parseHealthCheck(jsonFields(from.health_check_config ?? {})),
  responseTimeoutMs: durationField(from, "response_timeout"),
  bufferRequests: truthField(from, "buffer_requests"),
  bufferResponses: truthField(from, "buffer_responses"),
  maxMemoryBuffer: numberField(from, "max_memory_buffer_size"),
  maxRequestBody: numberField(from, "max_request_body_size"),
  maxResponseBody: numberField(from, "max_response_body_size"),
  logRequestHeaders: textsField(from, "log_request_headers"),
  logResponseHeaders: textsField(from, "log_response_headers"),
  forwardHeaders: truthField(from, "forward_headers"),
  scopeCookiePaths: truthField(from, "scope_cookie_paths"),
});

const parseHealthCheck = (from: JsonFields): HealthCheckOptions => ({
  path: textField(from, "path"),
  port: numberField(from, "port"),
  intervalMs: durationField(from, "interval"),
  timeoutMs: durationField(from, "timeout"),
  host: textField(from, "host"),
});

/** The options under the names they have in the state file. */
export const targetOptionsJson = (options: TargetOptions): JsonFields => ({
  health_check_config: healthCheckJson(options.healthCheck),
  response_timeout: nanoseconds(options.responseTimeoutMs),
  buffer_requests: options.bufferRequests,
  buffer_responses: options.bufferResponses,
  max_memory_buffer_size: options.maxMemoryBuffer,
  max_request_body_size: options.maxRequestBody,
  max_response_body_size: options.maxResponseBody,
  log_request_headers: options.logRequestHeaders,
  log_response_headers: options.logResponseHeaders,
  forward_headers: options.forwardHeaders,
  scope_cookie_paths: options.scopeCookiePaths,
});

const healthCheckJson = (options: HealthCheckOptions): JsonFields => ({
  path: options.path,
  port: options.port,
  interval: nanoseconds(options.intervalMs),
  timeout: nanoseconds(options.timeoutMs),
  host: options.host,
});
