/** Why git tells no commit. */
export type GitComplaint =
  | { readonly kind: "no git" | "no repository" | "no commit" }
  /** In git's own words, which say what to do about it where the repository is another user's. */
  | { readonly kind: "refused"; readonly said: string };

interface Place {
  readonly directory: string;
  /** A job of GitHub Actions, where no person commits. */
  readonly isJob: boolean;
}

/** To somebody who named no version. */
export function noCommit(complaint: GitComplaint, { directory, isJob }: Place): string {
  const named = "to name the version after";
  switch (complaint.kind) {
    case "no git":
      return `git is not installed here, so there is no commit ${named}. Install it, or give --version`;
    case "no repository":
      return `There is no git repository in ${directory}, and so no commit ${named}. ${isJob ? noCheckout : noInit}, or give --version`;
    case "no commit":
      return `There is no git commit in ${directory} ${named}. Commit first, or give --version`;
    case "refused":
      return `git tells no commit of ${directory} ${named}. It says:\n${complaint.said}\nDo something about it, or give --version`;
  }
}

const noCheckout = "Is there an actions/checkout step before this one? Add it";
const noInit = "Run git init and commit first";
