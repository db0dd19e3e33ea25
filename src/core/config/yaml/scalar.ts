/**
 * Plain scalars as Ruby's Psych reads them, which is how Kamal sees deploy.yml: YAML 1.1 with Psych's own habits.
 * Source: Psych's scalar_scanner.rb. Quoted scalars are always strings and do not come here.
 */
import { readTime } from "./time.ts";

/** YAML's null is told apart from a key that is not there. A symbol is a point in time, described as Ruby prints it. */
export type Scalar = string | number | boolean | symbol | null;

const sexagesimal = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9]){1,2}(?:\.[0-9_]*)?$/;
const float = /^[-+]?(?:[0-9][0-9_,]*)?\.[0-9]*(?:[eE][+-][0-9]+)?$/;
const integer = /^(?:[-+]?0b[01_,]+|[-+]?0[0-7_,]+|[-+]?(?:0|[1-9](?:[0-9]|,[0-9]|_[0-9])*)|[-+]?0x[0-9a-fA-F_,]+)$/;
const constants: Readonly<Record<string, Scalar>> = {
  "": null,
  "~": null,
  null: null,
  yes: true,
  true: true,
  on: true,
  no: false,
  false: false,
  off: false,
  ".inf": "Infinity",
  "+.inf": "Infinity",
  "-.inf": "-Infinity",
  ".nan": "NaN",
};

/** Reads an unquoted scalar; symbols become their names, floats that JavaScript would print differently become Ruby's text. */
export function readScalar(source: string): Scalar {
  const lower = source.toLowerCase();
  if (Object.hasOwn(constants, lower)) return constants[lower] ?? null;
  if (/^:./.test(source)) return source.slice(1).replace(/^(["'])(.*)\1$/, "$2");
  if (!/^[-+.\d]/.test(source)) return source;
  const time = readTime(source);
  if (time !== undefined) return time;
  if (sexagesimal.test(source)) return sexagesimalSeconds(source);
  if (float.test(source) && /\d[,_]*\.|\.\d/.test(source)) return readFloat(source);
  return integer.test(source) ? readInteger(source) : source;
}

/** As Ruby prints it. */
export function printedScalar(value: Scalar): string {
  return typeof value === "symbol" ? (value.description ?? "") : String(value ?? "");
}

/** `!!float 5` is 5.0. */
export function readAsFloat(source: string): Scalar {
  const value = readScalar(source);
  return typeof value === "number" ? rubyFloat(value) : value;
}

/** `22:22` is 80520: Psych counts from hours, whether or not seconds follow. */
function sexagesimalSeconds(source: string): Scalar {
  const parts = source.replaceAll("_", "").split(":").map(Number);
  const seconds = parts.reduce((sum, part, index) => sum + part * 60 ** (2 - index), 0);
  return source.includes(".") ? rubyFloat(seconds) : seconds;
}

function readInteger(source: string): Scalar {
  const negative = source.startsWith("-");
  const digits = source.replace(/^[-+]/, "").replace(/[_,]/g, "");
  const value = BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
  const signed = negative ? -value : value;
  return Number.isSafeInteger(Number(signed)) ? Number(signed) : signed.toString();
}

/** Ruby prints 1.0 as `1.0` and 1e20 as `1.0e+20`; a whole float is no integer to Kamal either, so such values stay text. */
function readFloat(source: string): Scalar {
  const value = Number(source.replace(/[_,]/g, "").replace(/\.(?=[eE]|$)/, ""));
  const shown = String(value);
  if (/^-?\d+\.\d+$/.test(shown) && Math.abs(value) >= 1e-4) return value;
  return rubyFloat(value);
}

function rubyFloat(value: number): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value)) return String(value);
  if (Object.is(value, -0)) return "-0.0";
  if (value === 0 || (size >= 1e-4 && size < 1e16)) return Number.isInteger(value) ? `${value}.0` : String(value);
  const [mantissa = "", exponent = ""] = value.toExponential().split("e");
  const digits = exponent.slice(1).padStart(2, "0");
  return `${mantissa.includes(".") ? mantissa : `${mantissa}.0`}e${exponent.startsWith("-") ? "-" : "+"}${digits}`;
}
