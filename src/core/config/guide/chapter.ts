/** What the schema cannot say about a section of deploy.yml. Texts are Markdown that can be read in a terminal too. */
export interface Chapter {
  /** Where the schema has no words for the whole. */
  readonly purpose?: string;
  /** The lines of a file that a test reads. */
  readonly example: string;
  readonly notes?: readonly string[];
}
