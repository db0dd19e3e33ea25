/** Everything a lab makes carries this label, so that it can be found again after a crash. */
export const LABEL = "landfall.lab";

export function labelled(lab: string): string[] {
  return ["--label", `${LABEL}=${lab}`];
}

export function ownedName(lab: string, part: string): string {
  return `landfall-${lab}-${part}`;
}
