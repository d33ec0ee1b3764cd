import { bootstrapApplication } from "@angular/platform-browser";
import { defineSetPinElement } from "set-pin-widget/element";
import { App } from "./app/app";
import { appConfig } from "./app/app.config";

defineSetPinElement();
bootstrapApplication(App, appConfig).catch((err) => console.error(err));
