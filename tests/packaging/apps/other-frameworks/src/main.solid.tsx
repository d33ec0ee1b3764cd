/** @jsxImportSource solid-js */
import { render } from "solid-js/web";
import { connectButtons } from "./buttons";
import { CardPin } from "./CardPin.solid";

connectButtons((place) => render(() => <CardPin />, place));
