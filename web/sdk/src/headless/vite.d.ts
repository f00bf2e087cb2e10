/** What the build puts in the place of `import.meta.glob`: the addresses of the files, by path. */
interface ImportMeta {
  glob(
    files: string,
    options: { readonly query: string; readonly import: "default"; readonly eager: true },
  ): Readonly<Record<string, string>>;
}
