/** One text in several languages, by language code such as `fr`. */
export type Words = Readonly<Record<string, string>>;
