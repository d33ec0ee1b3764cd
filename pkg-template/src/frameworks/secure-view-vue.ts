import {
  h,
  type MaybeRefOrGetter,
  onActivated,
  onBeforeUnmount,
  onDeactivated,
  onMounted,
  onScopeDispose,
  onUpdated,
  type Ref,
  type SetupContext,
  shallowReadonly,
  shallowRef,
  toValue,
  type VNode,
  watch,
} from "vue";
import {
  type CardDetailsImageCss,
  createCardDetailsView,
  createPinView,
  type PinImageCss,
  type SecureViewState,
} from "../secure-view.js";
import { ComponentView, type ComponentViewOptions, type SecureViewControls } from "./component-view.js";
import { optionsOf } from "./vue-attributes.js";

export type { ComponentViewOptions } from "./component-view.js";

/** {@link SecureViewControls} with a reactive state, and the template ref of the element for the image. */
export interface SecureViewRefs extends Omit<SecureViewControls, "state"> {
  readonly state: Readonly<Ref<SecureViewState>>;
  readonly container: Ref<Element | null>;
}

/**
 * Makes a view of the PIN that lives as long as the component or the effect scope. The options may
 * be a ref, a getter, or a reactive object.
 */
export function usePinView(options: MaybeRefOrGetter<ComponentViewOptions<PinImageCss>>): SecureViewRefs {
  const read = () => ({ ...toValue(options) });
  return refsOf(new ComponentView(createPinView, read()), read);
}

/** Makes a view of the card's details; see {@link usePinView}. */
export function useCardDetailsView(
  options: MaybeRefOrGetter<ComponentViewOptions<CardDetailsImageCss>>,
): SecureViewRefs {
  const read = () => ({ ...toValue(options) });
  return refsOf(new ComponentView(createCardDetailsView, read()), read);
}

function refsOf<Css>(view: ComponentView<Css>, read: () => ComponentViewOptions<Css>): SecureViewRefs {
  const state = shallowRef(view.state);
  const container = shallowRef<Element | null>(null);
  watch(read, (now) => view.update(now), { flush: "sync" });
  watch(container, (now) => view.setContainer(now), { flush: "sync" });
  view.mount(() => {
    state.value = view.state;
  });
  onScopeDispose(() => view.end());
  return { show: view.show, hide: view.hide, state: shallowReadonly(state), container };
}

/** Shows the PIN while it is rendered: `<PinView v-if="isOpen" token-url="…" @exit="isOpen = false" />`. */
export const PinView = component("PinView", (options: ComponentViewOptions<PinImageCss>) => {
  return new ComponentView(createPinView, options);
});

/** Shows the card's details while it is rendered; see {@link PinView}. */
export const CardDetailsView = component("CardDetailsView", (options: ComponentViewOptions<CardDetailsImageCss>) => {
  return new ComponentView(createCardDetailsView, options);
});

function component<Css>(
  name: string,
  create: (options: ComponentViewOptions<Css>) => ComponentView<Css>,
): new () => { $props: ComponentViewOptions<Css> } {
  return {
    name,
    inheritAttrs: false,
    setup(_: object, { attrs }: SetupContext): () => VNode {
      const box = shallowRef<HTMLElement>();
      const read = () => optionsOf(attrs) as ComponentViewOptions<Css>;
      const view = create(read());
      let end = (): void => view.end();
      const begin = (): void => {
        end = view.mount(() => undefined);
        view.setContainer(box.value);
        view.update(read());
        void view.show();
      };
      onMounted(begin);
      onUpdated(() => view.update(read()));
      onBeforeUnmount(() => end());
      // In `<KeepAlive>`, deactivation ends the view as unmounting does.
      onActivated(begin);
      onDeactivated(() => end());
      return () => h("div", { ref: box });
    },
  } as unknown as new () => { $props: ComponentViewOptions<Css> };
}
