import { bootstrapApplication } from "@angular/platform-browser";
import { defineSetPinElement } from "set-pin-widget/element";
import { definePinViewElement } from "set-pin-widget/secure-view-elements";
import { App } from "./app/app";
import { appConfig } from "./app/app.config";

defineSetPinElement();
definePinViewElement();
bootstrapApplication(App, appConfig).catch((err) => console.error(err));
