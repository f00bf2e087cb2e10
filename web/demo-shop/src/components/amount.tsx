interface Props {
  readonly children: string;
  readonly class?: string;
  readonly "data-testid"?: string;
}

/**
 * An amount. Page translators are asked to leave it alone; as they put elements of their own
 * in the place of texts, another amount is another element.
 */
export function Amount({ children, class: more = "", ...rest }: Props) {
  return (
    <bdi key={children} class={`notranslate ${more}`} translate={false} {...rest}>
      {children}
    </bdi>
  );
}
