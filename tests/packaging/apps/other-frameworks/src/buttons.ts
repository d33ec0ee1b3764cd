/** Calls `mount`, and whatever it returned last, by the page's two buttons. */
export function connectButtons(mount: (place: Element) => () => void): void {
  const element = (id: string) => document.querySelector(`#${id}`) ?? document.body;
  let unmount = () => {};
  element("mount").addEventListener("click", () => {
    unmount = mount(element("app"));
  });
  element("unmount").addEventListener("click", () => unmount());
}
