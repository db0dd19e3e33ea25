import { beginning } from "../config/preview/name.ts";
import { appOf, type PreviewConfig } from "../config/preview/preview.ts";
import { lockDirectory, previewLabel, runDirectory } from "../host/names.ts";
import { any, capture, lines, pipe, type Shell, sh } from "../shell/sh.ts";
import { previewContainers } from "./preview.ts";

/**
 * Take a place among the app's previews, with the preview's own lock held: fails where as many others as may be have one. Whoever has
 * no containers yet leaves a mark beside its lock, with which it goes; of several that come at once one is the first.
 * @param full what to say then; the services of the others follow
 */
export function takePlace(config: PreviewConfig, most: number, full: string): Shell {
  return sh`exec 8<${runDirectory} && flock 8
if [ -n ${capture(previewContainers(config, "--all"))} ]; then exit 0; fi
others=${capture(placesOfOthers(config))}
if [ "$(echo "$others" | grep -c .)" -ge ${most} ]; then echo ${full} $others; exit 1; fi
: > ${`${lockDirectory(config)}/place`}`;
}

/** The services of the previews that have containers, and of those that are about to. */
function placesOfOthers(config: PreviewConfig): Shell {
  const start = beginning(appOf(config));
  const there = sh`docker ps --all --filter ${`label=${previewLabel}`} --format ${`{{.Label "${previewLabel}"}}`}`;
  const marks = sh`ls ${lockDirectory({ ...config, service: start, destination: undefined })}*/place 2>/dev/null`;
  const coming = pipe(marks, sh`sed ${`s|.*/lock-\\(${start}[0-9]*\\).*|\\1|`}`);
  return pipe(
    sh`{ ${lines(there, coming)}
}`,
    any(sh`grep -x ${`${start}[1-9][0-9]*`}`, sh`true`),
    any(sh`grep -vx ${config.service}`, sh`true`),
    sh`sort -u`,
  );
}
