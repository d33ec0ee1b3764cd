import { mount } from "svelte";
import BitsDialog from "../BitsDialog.svelte";

export function show(target) {
  mount(BitsDialog, { target });
}
