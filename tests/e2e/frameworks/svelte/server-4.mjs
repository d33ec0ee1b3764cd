/**
 * Svelte 5's `svelte/server` in Svelte 4, whose components render themselves.
 */

/** @param {{render(props: object): {html: string}}} component @param {{props: object}} options */
export const render = (component, { props }) => ({ body: component.render(props).html });
